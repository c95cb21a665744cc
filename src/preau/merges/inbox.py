"""Pairs of ideas to look at, for those who bring ideas together."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.accounts.models import User
from preau.processes.desk import DeskTask
from preau.processes.desk_access import active_processes

from .models import Duplicate
from .policies import may_merge


def merge_tasks(person: User, at: datetime) -> list[DeskTask]:
    """One line for each process whose pairs wait; one statement in all."""
    mine = {one.pk: one for one in active_processes(person) if may_merge(person, one, at) is None}
    if not mine:
        return []
    waiting = Duplicate.objects.filter(process__in=mine).to_look_at().order_by()
    return [
        DeskTask(
            title=ngettext(
                "%(n)s paire d’idées qui se ressemblent",
                "%(n)s paires d’idées qui se ressemblent",
                count,
            )
            % {"n": count},
            verb=_("Regrouper ou garder séparées"),
            url=reverse("merges_desk:pairs", args=[mine[pk].slug]),
            process=mine[pk],
            count=count,
        )
        for pk, count in waiting.values_list("process").annotate(Count("pk"))
    ]
