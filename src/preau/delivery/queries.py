"""What became of the promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, Sum

from preau.processes.models import Process

from .models import Delivery


@dataclass(frozen=True)
class Promises:
    """An edition at a glance; money in cents."""

    total: int
    done: int
    dropped: int
    late: int
    #: Done on the promised day or before.
    on_time: int
    voted_cents: int
    spent_cents: int


def promises(process: Process, day: date) -> Promises:
    """Promised, done, late and given up, with the money voted and spent, in one query."""
    late = (
        Q(promised_on__isnull=False)
        & ~Q(state=Delivery.State.DROPPED)
        & (Q(done_on__isnull=True, promised_on__lt=day) | Q(done_on__gt=F("promised_on")))
    )
    row = Delivery.objects.filter(process=process).aggregate(
        total=Count("pk"),
        done=Count("pk", filter=Q(state=Delivery.State.DONE)),
        dropped=Count("pk", filter=Q(state=Delivery.State.DROPPED)),
        late=Count("pk", filter=late),
        on_time=Count("pk", filter=Q(done_on__lte=F("promised_on"))),
        voted_cents=Sum("voted_cost_cents", default=0),
        spent_cents=Sum("spent_cents", default=0),
    )
    return Promises(**row)
