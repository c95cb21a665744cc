"""Reading an edition: figures, and what waits for its owners."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.processes.desk import DeskTask
from preau.processes.models import Process
from preau.voting.models import Contest

from .models import Edition
from .policies import contests_of, may_draw_ballot_list, may_proclaim


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
    url = reverse("budgeting_desk:edition", args=[process.slug])
    vote = process.step_of_kind("vote")
    if vote is None:
        return None
    if may_proclaim(person, process) is None:
        results = process.step_of_kind("results")
        return DeskTask(
            title=process.title,
            verb=_("Proclamer les résultats"),
            url=url,
            process=process,
            due_at=results.opens_at if results else None,
        )
    if may_draw_ballot_list(person, process) is not None:
        return None
    contests = contests_of(process)
    if any(contest.state == Contest.State.CLOSED for contest in contests):
        return DeskTask(
            title=process.title, verb=_("Enregistrer un tirage au sort"), url=url, process=process
        )
    review = process.step_of_kind("review")
    if not contests and review is not None and review.opens_at and review.opens_at <= at:
        return DeskTask(
            title=process.title,
            verb=_("Dresser la liste des projets au vote"),
            url=url,
            process=process,
            due_at=vote.opens_at,
        )
    return None
