"""Ideas that had enough supports and wait for their answer."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.accounts.models import User
from preau.accounts.policies import may_run_process
from preau.processes.desk import DeskTask
from preau.processes.desk_access import active_processes
from preau.proposals.models import Proposal, Status

from .queries import BLUEPRINT, REACHED


def box_tasks(person: User, at: datetime) -> list[DeskTask]:
    """One line per box; one query, none for who runs no box."""
    boxes = {
        one.pk: one
        for one in active_processes(person)
        if one.blueprint == BLUEPRINT and may_run_process(person, one.pk) is None
    }
    if not boxes:
        return []
    waiting = (
        Proposal.objects.visible()
        .filter(process__in=boxes, status=Status.REVIEW, events__kind=REACHED, box_answer=None)
        .order_by()
        .values_list("process")
        .annotate(n=Count("pk", distinct=True))
    )
    return [
        DeskTask(
            ngettext("%(n)s idée très soutenue", "%(n)s idées très soutenues", count)
            % {"n": count},
            _("Répondre publiquement"),
            reverse("proposals_desk:table", args=[boxes[pk].slug]) + "?statut=review",
            boxes[pk],
            count=count,
        )
        for pk, count in waiting
    ]
