"""The one clock of the house, so that tests and rehearsals can stop it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_stopped_at: ContextVar[datetime | None] = ContextVar("preau_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC; the stopped one inside ``stopped``."""
    return _stopped_at.get() or datetime.now(UTC)


def stopped_moment() -> datetime | None:
    """Where the clock is stopped; None while it runs."""
    return _stopped_at.get()


@contextmanager
def stopped(at: datetime) -> Iterator[datetime]:
    """Stop the clock at ``at`` (aware) for the current context."""
    if at.tzinfo is None:
        raise ValueError("the clock takes aware times only")
    token = _stopped_at.set(at)
    try:
        yield at
    finally:
        _stopped_at.reset(token)
