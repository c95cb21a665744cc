"""What a realisation expects of an agent, for the inbox."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max, Q
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.accounts.models import Role, User
from preau.accounts.policies import may_run_process
from preau.processes.desk import DeskTask, end_of
from preau.processes.desk_access import active_processes
from preau.processes.models import Process, StepState

from .models import Delivery, Milestone

#: Residents read something new about a project that is under way at least this often.
QUIET = timedelta(days=91)
#: A date is prepared from this many days before it.
AHEAD = timedelta(days=7)
#: Up to this many lines of a kind and process; beyond, one line leads to the table.
MOST_LINES = 20
#: Realisations about which something is still to be told.
UNDER_WAY = (Delivery.State.PLANNED, Delivery.State.STUDY, Delivery.State.WORKS)


def delivery_tasks(person: User, at: datetime) -> list[DeskTask]:
    """Milestones that are late or due within the week, and projects silent for three months.

    For the service in charge; whoever runs the process finds those of every service. Two
    statements whatever the number of processes and of realisations, none before the first step of
    realisation has opened.
    """
    processes = {one.pk: one for one in active_processes(person) if _has_begun(one, at)}
    mine = _in_charge(person, processes)
    if mine is None:
        return []
    kept = [
        _line(processes, one.delivery, one.planned_on, step=one.title) for one in _due(mine, at)
    ]
    told = [_line(processes, one, one.told_on + QUIET) for one in _silent(mine, at)]
    return [*_gathered(kept), *_gathered(told)]


def _has_begun(process: Process, at: datetime) -> bool:
    step = process.step_of_kind("delivery")
    return step is not None and step.state_at(at) is not StepState.FUTURE


def _in_charge(person: User, processes: dict[int, Process]) -> Q | None:
    """The realisations that this person follows; None for somebody who follows none."""
    services = {held.service_id for held in person.roles if held.role == Role.AGENT} - {None}
    run = [pk for pk in processes if may_run_process(person, pk) is None]
    if not (run or services):
        return None
    mine = Q(process__in=run) | Q(service__in=services)
    return mine & Q(process__in=list(processes), state__in=UNDER_WAY)


def _due(mine: Q, at: datetime) -> list[Milestone]:
    found = Milestone.objects.filter(delivery__in=Delivery.objects.filter(mine), done_on=None)
    found = found.filter(planned_on__lte=timezone.localdate(at) + AHEAD)
    return list(found.select_related("delivery__proposal", "delivery__service"))


def _silent(mine: Q, at: datetime) -> list[Any]:
    """Realisations about which nothing was told for three months, or will be within the week."""
    told_on = TruncDate(Coalesce(Max("news__at"), "proposal__status_at"))
    found = Delivery.objects.filter(mine).annotate(told_on=told_on)
    found = found.filter(told_on__lte=timezone.localdate(at) + AHEAD - QUIET)
    return list(found.select_related("proposal", "service"))


def _line(
    processes: dict[int, Process], delivery: Delivery, day: date, *, step: str = ""
) -> DeskTask:
    proposal = delivery.proposal
    return DeskTask(
        title=f"{proposal.title}\u00a0: {step}" if step else proposal.title,
        verb=_("Tenir une date annoncée") if step else _("Donner des nouvelles"),
        url=reverse("delivery_desk:sheet", args=[delivery.pk]),
        process=processes[delivery.process_id],
        due_at=end_of(day),
        asked_by=f"{delivery.service or ''}",
        number=proposal.number,
    )


def _gathered(lines: list[DeskTask]) -> list[DeskTask]:
    """The lines of each process, or a single one in their stead when they are too many."""
    found: list[DeskTask] = []
    for process in dict.fromkeys(line.process for line in lines):
        own = [line for line in lines if line.process == process]
        found += own if len(own) <= MOST_LINES else [_as_one(own)]
    return found


def _as_one(lines: list[DeskTask]) -> DeskTask:
    count, first = len(lines), lines[0]
    title = ngettext("%(n)s projet à suivre", "%(n)s projets à suivre", count) % {"n": count}
    return replace(
        first,
        title=title,
        url=reverse("delivery_desk:table", args=[first.process.slug]),
        due_at=min(line.due_at for line in lines if line.due_at),
        asked_by="",
        number=None,
        count=count,
    )
