"""The next step of a lot, whatever its state: what the worker asks."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from preau.kernel import clock

from .models import Lot
from .policies import REGRET
from .rehearsal import rehearse_chunk
from .undoing import undo_chunk
from .working import run_chunk

#: A lot of this size is rehearsed while the agent waits; beyond, the worker does it.
AT_ONCE = 30


def advance_small(lot: Lot) -> None:
    """The next step of a small lot at once, without waiting for the worker."""
    if lot.lines.count() <= AT_ONCE:
        advance(Lot.objects.select_related("actor", "process").get(pk=lot.pk))


def advance(lot: Lot) -> bool:
    """Rehearse, run or undo one chunk of ``lot``; True when work is left."""
    if lot.state == Lot.State.PLANNED:
        begin_due(lot, clock.now())
    match lot.state:
        case Lot.State.PREPARED:
            return lot.rehearsed_at is None and rehearse_chunk(lot)
        case Lot.State.RUNNING:
            return run_chunk(lot)
        case Lot.State.UNDOING:
            return undo_chunk(lot)
    return False


@transaction.atomic
def begin_due(lot: Lot, at: datetime) -> None:
    """A planned lot starts at its hour, unless it was called off or put off meanwhile."""
    held = Lot.objects.select_for_update().get(pk=lot.pk)
    if held.state == Lot.State.PLANNED and held.starts_at and held.starts_at <= at:
        begin(held, at)
    lot.state, lot.undo_until = held.state, held.undo_until


def begin(lot: Lot, at: datetime) -> None:
    """From now on the lines are done, and the mails wait for half an hour."""
    lot.state, lot.starts_at, lot.undo_until = Lot.State.RUNNING, at, at + REGRET
    lot.save(update_fields=["state", "starts_at", "undo_until"])
