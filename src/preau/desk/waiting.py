"""How much waits for an agent, said on every desk page without asking every app again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from preau.accounts.models import User
from preau.ledger.models import Entry
from preau.processes.desk import DeskTask, tasks_for

#: Dates pass without an act: a count is believed no longer than this.
MEMORY = timedelta(minutes=1)
MOST = 10_000
#: Agent → the last act that was known, when it was counted, how much waited.
_known: dict[int, tuple[int, datetime, int]] = {}


def forget_counts() -> None:
    _known.clear()


def waiting_for(person: User, at: datetime, tasks: Sequence[DeskTask] | None = None) -> int:
    """How many things wait for ``person`` at ``at``. One statement while nobody acts on the site.

    ``tasks`` are given by the page that has just read them all.
    """
    if tasks is not None:
        return sum(task.count for task in tasks)
    head = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    act, counted_at, count = _known.get(person.pk, (-1, at, 0))
    if act != head or not timedelta() <= at - counted_at < MEMORY:
        count = sum(task.count for task in tasks_for(person, at))
        if len(_known) >= MOST:
            _known.clear()
        _known[person.pk] = (head, at, count)
    return count
