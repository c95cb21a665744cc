"""Ideas that no service looks after yet, for those who assign them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Exists
from django.urls import reverse
from django.utils.translation import gettext as _

from preau.accounts.models import Service, User
from preau.kernel.refusal import Refusal
from preau.processes.desk import DeskTask
from preau.processes.desk_access import active_processes
from preau.processes.models import Process
from preau.proposals.desk.policies import may_change_in_bulk
from preau.proposals.desk.selection import NONE, WAITING, WAITING_STATUSES
from preau.proposals.models import Proposal

#: Fewer are assigned one by one, from their own lines or as they arrive.
LEAST = 21


def assigning_tasks(person: User, at: datetime) -> list[DeskTask]:
    """One line for each process whose ideas wait for a service; one statement in all.

    It opens the table on those ideas: from there, all of them are one lot.
    """
    mine = {one.pk: one for one in active_processes(person) if not _refusal(person, one, at)}
    if not mine:
        return []
    rows = (
        Proposal.objects.visible()
        .filter(Exists(Service.objects.all()), process__in=mine, service__isnull=True)
        .filter(status__in=WAITING_STATUSES)
        .order_by()
        .values_list("process")
        .annotate(n=Count("pk"))
        .filter(n__gte=LEAST)
    )
    return [_line(mine[pk], count) for pk, count in rows]


def _refusal(person: User, process: Process, at: datetime) -> bool | Refusal:
    """Nothing is assigned where nothing is reviewed, nor once the review is over."""
    step = process.step_of_kind("review")
    is_over = step is None or (step.closes_at is not None and step.closes_at <= at)
    return is_over or may_change_in_bulk(person, process) or False


def _line(process: Process, count: int) -> DeskTask:
    step, table = (
        process.step_of_kind("review"),
        reverse("proposals_desk:table", args=[process.slug]),
    )
    return DeskTask(
        title=_("%(n)s idées sans service") % {"n": count},
        verb=_("Confier à un service"),
        url=f"{table}?statut={WAITING}&service={NONE}",
        process=process,
        due_at=step.closes_at if step else None,
    )
