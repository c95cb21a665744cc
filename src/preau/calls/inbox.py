"""What calls expect of an agent, for the inbox."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.accounts.models import User
from preau.processes.desk import DeskTask
from preau.processes.desk_access import active_processes
from preau.processes.models import StepState

from .kind import KIND
from .models import Application, Call
from .policies import may_see_desk


def call_tasks(person: User, at: datetime) -> list[DeskTask]:
    """Closed calls whose applications are still to check; one query, none without a closed call."""
    steps = {
        step.pk: (process, step)
        for process in active_processes(person)
        for step in process.ordered_steps
        if step.kind == KIND and step.state_at(at) is StepState.CLOSED
    }
    if not steps:
        return []
    unchecked = Count(
        "applications",
        filter=Q(
            applications__state=Application.State.SENT,
            applications__completeness=Application.Completeness.WAITING,
        ),
    )
    found = []
    for call in Call.objects.filter(step__in=steps).annotate(unchecked=unchecked):
        process, step = steps[call.step_id]
        step.process = process
        call.step = step
        count: int = call.unchecked
        if not count or may_see_desk(person, call) is not None:
            continue
        title = ngettext("%(n)s dossier à vérifier", "%(n)s dossiers à vérifier", count) % {
            "n": count
        }
        verb = _("Vérifier les pièces")
        url = call.desk_url("home") + "?vue=a-verifier"
        found.append(DeskTask(title, verb, url, process, count=count))
    return found
