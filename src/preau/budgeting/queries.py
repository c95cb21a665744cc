"""Reading an edition: figures, and what waits for its owners."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.accounts.policies import may_run_process
from preau.processes.desk import DeskTask
from preau.processes.models import Process
from preau.voting.models import Contest
from preau.voting.queries import sealed_boxes_to_open

from .models import Edition
from .policies import contests_of, may_proclaim


def desk_tasks_of(person: User, at: datetime) -> list[DeskTask]:
    """Lists to draw before the vote opens, draws to record, results to proclaim."""
    tasks: list[DeskTask] = []
    waiting = Edition.objects.filter(proclaimed_at=None).select_related("process")
    for edition in waiting.prefetch_related("process__steps"):
        task = _task_of(edition.process, person, at)
        if task is not None:
            tasks.append(task)
    return tasks


def _task_of(process: Process, person: User, at: datetime) -> DeskTask | None:
    vote = process.step_of_kind("vote")
    if vote is None or may_run_process(person, process.pk) is not None:
        return None
    contests = contests_of(process)
    results = process.step_of_kind("results")
    if any(one.state == Contest.State.CLOSED and not _is_sealed(one) for one in contests):
        return _task(process, _("Enregistrer un tirage au sort"))
    if contests and may_proclaim(person, process) is None:
        due_at = results.opens_at if results else None
        return _task(process, _("Proclamer les résultats"), due_at)
    review = process.step_of_kind("review")
    if not contests and review is not None and review.opens_at and review.opens_at <= at:
        return _task(process, _("Dresser la liste des projets au vote"), vote.opens_at)
    return None


def _is_sealed(contest: Contest) -> bool:
    """Closed, and waiting for its board rather than for a draw."""
    return contest.is_secret and sealed_boxes_to_open().filter(pk=contest.pk).exists()


def _task(process: Process, verb: str, due_at: datetime | None = None) -> DeskTask:
    url = reverse("budgeting_desk:edition", args=[process.slug])
    return DeskTask(title=process.title, verb=verb, url=url, process=process, due_at=due_at)
