"""Reading a votation: its questions, its boxes, what waits for its owners."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.accounts.policies import may_run_process
from preau.processes.desk import DeskTask
from preau.processes.desk_access import active_processes
from preau.processes.models import Process
from preau.voting.models import Contest

from .models import Question, Votation

#: The step where results are told.
OUTCOME = "outcome"


def votation_of(process: Process) -> Votation | None:
    """The votation of a process, knowing this very process."""
    found = Votation.objects.filter(process=process).first()
    if found is not None:
        found.process = process
    return found


def questions_of(votation: Votation) -> list[Question]:
    """The questions with answers, positions and boxes, in three statements."""
    found = votation.questions.select_related("contest__election__step")
    questions = list(found.prefetch_related("answers", "positions"))
    for one in questions:
        one.votation = votation
        if one.contest is not None:
            one.contest.election.step.process = votation.process
    return questions


def contests_of(process: Process) -> list[Contest]:
    """The boxes of the questions, in their order."""
    contests = Contest.objects.filter(asked__votation__process=process)
    found = list(contests.select_related("election__step").order_by("asked__number"))
    for one in found:
        one.election.step.process = process
    return found


def desk_tasks_of(person: User, at: datetime) -> list[DeskTask]:
    """Draws to record, results to proclaim: two statements, whatever the number of votations."""
    mine = {
        one.pk: one
        for one in active_processes(person)
        if any(step.kind == OUTCOME for step in one.ordered_steps)
        and may_run_process(person, one.pk) is None
    }
    if not mine:
        return []
    waiting = Votation.objects.filter(process__in=mine, proclaimed_at=None)
    states: dict[int, list[Contest]] = {one.process_id: [] for one in waiting}
    boxes = Contest.objects.filter(asked__votation__process__in=states)
    for contest in boxes.select_related("election__step", "opening"):
        states[contest.election.step.process_id].append(contest)
    tasks = [_task_of(mine[process_id], found) for process_id, found in states.items()]
    return [task for task in tasks if task is not None]


def _task_of(process: Process, contests: list[Contest]) -> DeskTask | None:
    if any(_needs_draw(one) for one in contests):
        verb = _("Enregistrer un tirage au sort")
    elif contests and all(one.state == Contest.State.COUNTED for one in contests):
        verb = _("Proclamer les résultats")
    else:
        return None
    url = reverse("votations_desk:home", args=[process.slug])
    return DeskTask(title=process.title, verb=verb, url=url, process=process)


def _needs_draw(contest: Contest) -> bool:
    """Closed and opened, yet not counted to the end."""
    is_opened = not contest.is_secret or hasattr(contest, "opening")
    return contest.state == Contest.State.CLOSED and is_opened
