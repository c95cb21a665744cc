"""What a site still has to do before it opens, for who administers it, when nothing else waits."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from preau.accounts.models import Role, User
from preau.accounts.policies import has_role
from preau.processes.desk import FirstStep, first_steps
from preau.processes.models import Process
from preau.ui.props import Task


def tasks_of(person: User) -> list[Task]:
    """The whole list while something that is needed is left; else nothing."""
    if not has_role(person, Role.ADMINISTRATOR):
        return []
    steps = [one for source in first_steps for one in source(person)] + [_a_process()]
    if all(one.is_done or one.is_optional for one in steps):
        return []
    return [_task(one) for one in sorted(steps, key=lambda one: one.order)]


def _a_process() -> FirstStep:
    """The first process: to make, then to finish, then published."""
    made = Process.objects.exclude(state=Process.State.ARCHIVED).order_by("-state", "pk").first()
    if made is None:
        return FirstStep(
            _("Préparer une première démarche"),
            _("D’une application prête à l’emploi, ou du modèle d’une autre collectivité."),
            reverse("desk:new"),
            is_done=False,
            order=90,
        )
    is_public = made.state == Process.State.PUBLISHED
    return FirstStep(
        _("Finir «\u00a0%(title)s\u00a0» et la publier") % {"title": made.title},
        _("Une liste dit ce qui manque, et un lien la montre avant tout le monde."),
        reverse("desk:publish", args=[made.slug]),
        is_public,
        order=90,
    )


def _task(one: FirstStep) -> Task:
    if one.is_done:
        return Task(one.label, pgettext("tâche", "Fait"), one.url, "done", one.hint)
    if one.is_optional:
        return Task(one.label, _("Si vous voulez"), one.url, "", one.hint)
    return Task(one.label, _("À faire"), one.url, "todo", one.hint)
