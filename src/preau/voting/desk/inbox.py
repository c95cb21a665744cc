"""What a vote asks of its owners: a sealed box to open, a second person for a set-aside."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.accounts.policies import may_run_process
from preau.processes.desk import DeskTask

from ..models import SetAside
from ..queries import sealed_boxes_to_open


def aside_tasks(person: User, at: datetime) -> list[DeskTask]:
    """One line for each file that somebody else proposed and that waits for a second person."""
    waiting = SetAside.objects.filter(state=SetAside.State.PROPOSED).exclude(proposed_by=person)
    tasks = []
    for one in waiting.select_related("election__step__process", "proposed_by"):
        process = one.election.step.process
        if may_run_process(person, process.pk) is None:
            tasks.append(
                DeskTask(
                    title=process.title,
                    verb=_("Confirmer ou classer une mise à l’écart de bulletins"),
                    url=reverse("voting_desk:case", args=[process.slug, one.number]),
                    process=process,
                    asked_by=one.proposed_by.full_name,
                )
            )
    return tasks


def sealed_tasks(person: User, at: datetime) -> list[DeskTask]:
    """One line for each vote whose sealed boxes are closed and not opened yet."""
    processes = {
        contest.election.step.process_id: contest.election.step.process
        for contest in sealed_boxes_to_open().select_related("election__step__process")
    }
    return [
        DeskTask(
            title=process.title,
            verb=_("Ouvrir l’urne scellée avec trois membres du bureau"),
            url=reverse("voting_desk:sealed", args=[process.slug]),
            process=process,
        )
        for process in processes.values()
        if may_run_process(person, process.pk) is None
    ]
