"""The publication checklist, the publication itself, and keeping a process as a model."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from preau.accounts.models import Membership, Role
from preau.accounts.policies import may_run_process
from preau.blueprints.actions import drop_draft, save_model
from preau.blueprints.registry import checks_of
from preau.kernel.refusal import Refusal, Refused, demand
from preau.network.queries import has_their_rulebook
from preau.processes.actions import publish_process
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk
from preau.processes.kinds import Check
from preau.processes.models import Process
from preau.ui.forms import PlainForm
from preau.ui.props import Task


def all_checks(process: Process) -> list[Check]:
    """What the application asks, then what every process needs: somebody to run it."""
    runners = Membership.objects.filter(
        role__in=(Role.OWNER, Role.ADMINISTRATOR), process_id__in=(None, process.pk)
    ) | Membership.objects.filter(role__in=(Role.OWNER, Role.ADMINISTRATOR), process_id=None)
    people = runners.values("user").distinct().count()
    return [
        *checks_of(process),
        *_reread(process),
        Check(
            _("Deux personnes au moins peuvent la piloter"),
            people > 1,
            reverse("team_desk:list"),
            blocking=False,
        ),
    ]


def _reread(process: Process) -> list[Check]:
    """A règlement that another city wrote speaks of another city."""
    is_theirs = has_their_rulebook(process)
    if is_theirs is None:
        return []
    label = _("Le règlement du modèle est relu, et parle de votre collectivité")
    where = reverse("desk:rulebook", args=[process.slug])
    return [Check(label, not is_theirs, where, blocking=False)]


def missing_checks(process: Process) -> list[Check]:
    """What is still to do before the publication of a draft; nothing once it is published."""
    if process.state != Process.State.DRAFT:
        return []
    return [check for check in all_checks(process) if not check.is_done]


def _task(check: Check) -> Task:
    if check.is_done:
        return Task(check.label, pgettext("tâche", "Fait"), check.url, "done")
    if check.blocking:
        return Task(check.label, _("Bloquant"), check.url, "late")
    return Task(check.label, _("À faire"), check.url, "todo")


@for_agents
def publish(request: HttpRequest, process: str) -> HttpResponse:
    """The checklist; then everyone sees the process."""
    found = load_desk_process(request, process)
    demand(may_run_process(request.user, found.pk))
    if request.method != "POST":
        checks = all_checks(found)
        context = {
            "process": found,
            "tasks": [_task(check) for check in checks],
            "blocking": [one for one in checks if one.blocking and not one.is_done],
            "is_draft": found.state == Process.State.DRAFT,
        }
        return render(request, "desk/publish.html", context)
    if request.POST.get("do") == "drop":
        drop_draft(process=found, actor=agent_of(request))
        messages.success(request, _("Le brouillon est abandonné. Rien n’en reste."))
        return redirect("desk:processes")
    refusal = _refusal_by_checks(found)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    publish_process(process=found, actor=agent_of(request))
    messages.success(request, _("La démarche est publiée."))
    return redirect("desk:process", found.slug)


def _refusal_by_checks(process: Process) -> Refusal | None:
    blocking = [str(check.label) for check in missing_checks(process) if check.blocking]
    if not blocking:
        return None
    return Refusal(
        "not_ready",
        _("Cette démarche n’est pas prête à être publiée."),
        rule=_("Il manque\u00a0: %(what)s.") % {"what": ", ".join(blocking)},
        remedy=_("Complétez-la, puis recommencez."),
    )


class ModelForm(PlainForm):
    name = forms.CharField(
        label=gettext_lazy("Nom du modèle"),
        max_length=120,
        error_messages={"required": gettext_lazy("Donnez un nom au modèle.")},
    )
    note = forms.CharField(label=gettext_lazy("À quoi il sert"), required=False, max_length=240)


@for_agents
def keep(request: HttpRequest, process: str) -> HttpResponse:
    """Keep the outline of the process as a model of the city."""
    found = load_desk_process(request, process)
    demand(may_run_process(request.user, found.pk))
    known: dict[str, Any] = {"name": found.title}
    form = ModelForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            save_model(process=found, **form.cleaned_data, actor=agent_of(request))
        except Refused as refused:
            form.add_error("name", f"{refused.refusal.reason} {refused.refusal.remedy}")
        else:
            messages.success(
                request, _("Le modèle est enregistré. Il est proposé pour toute nouvelle démarche.")
            )
            return redirect("desk:process", found.slug)
    status = 422 if form.errors else 200
    return render(request, "desk/keep.html", {"process": found, "form": form}, status=status)
