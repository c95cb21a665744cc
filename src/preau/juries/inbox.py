"""What a jury waits for from who runs its process."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.accounts.policies import may_run_process
from preau.processes.desk import DeskTask
from preau.processes.desk_access import active_processes
from preau.processes.models import StepState

from .models import Jury


def tasks(person: User, at: datetime) -> list[DeskTask]:
    """Applications to share out, letters to send, decisions to publish: one statement."""
    steps = {
        step.pk: step
        for process in active_processes(person)
        if may_run_process(person, process.pk) is None
        for step in process.ordered_steps
        if step.kind == "jury" and step.state_at(at) is not StepState.FUTURE
    }
    if not steps:
        return []
    found = []
    for jury in Jury.objects.filter(step__in=steps).select_related("deliberation"):
        jury.step = steps[jury.step_id]
        task = _task(jury)
        if task is not None:
            found.append(task)
    return found


def _task(jury: Jury) -> DeskTask | None:
    process, held = jury.step.process, getattr(jury, "deliberation", None)
    if jury.shared_at is None:
        verb, url = _("Répartir les dossiers entre les membres"), jury.desk_url("home")
    elif held is None or held.closed_at is None or held.published_at is not None:
        return None
    else:
        verb, url = _("Envoyer les lettres et publier les décisions"), jury.desk_url("letters")
    return DeskTask(jury.step.title, verb, url, process, due_at=jury.step.closes_at)
