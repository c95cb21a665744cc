"""Answers that are ready, for those who publish them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.accounts.models import User
from preau.processes.desk import DeskTask
from preau.processes.desk_access import active_processes
from preau.reviews.policies import may_decide
from preau.reviews.queries import review_step

from .models import Prepared


def publication_tasks(person: User, at: datetime) -> list[DeskTask]:
    """One line for each process with answers to publish; one statement in all."""
    steps = {}
    for process in active_processes(person):
        step = review_step(process)
        if step is not None and may_decide(person, step, at) is None:
            steps[step.pk] = step
    if not steps:
        return []
    rows = Prepared.objects.filter(step__in=steps).order_by().values_list("step")
    return [
        DeskTask(
            title=ngettext("%(n)s réponse préparée", "%(n)s réponses préparées", count)
            % {"n": count},
            verb=_("Publier les réponses"),
            url=reverse("publication_desk:answers", args=[steps[pk].process.slug]),
            process=steps[pk].process,
            due_at=steps[pk].closes_at,
        )
        for pk, count in rows.annotate(Count("pk"))
    ]
