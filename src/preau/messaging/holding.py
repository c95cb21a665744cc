"""Mails that wait for their hour, so that what caused them can still be undone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from preau.kernel import clock
from preau.tenancy.scope import current_site

from .models import Email
from .tasks import deliver_email


@dataclass(frozen=True)
class Hold:
    """Which act the mails belong to, which part of it, and until when they wait."""

    batch: str
    part: int
    until: datetime


_hold: ContextVar[Hold | None] = ContextVar("preau_mail_hold", default=None)


def holding_now() -> Hold | None:
    """The hold of the work in progress, if any."""
    return _hold.get()


@contextmanager
def hold_mails(*, batch: str, part: int = 0, until: datetime) -> Iterator[None]:
    """Every mail written inside waits for ``until`` and belongs to ``part`` of ``batch``."""
    token = _hold.set(Hold(batch, part, until))
    try:
        yield
    finally:
        _hold.reset(token)


def stop_mails(*, batch: str) -> int:
    """Keep the mails of ``batch`` that have not left from leaving; how many were stopped.

    A mail that is leaving at this very moment is waited for, and counts as gone.
    """
    waiting = Email.objects.filter(batch=batch, state=Email.State.WAITING)
    return waiting.update(state=Email.State.HELD)


def has_left(*, batch: str, part: int) -> bool:
    """True when a mail of this part is with its reader already."""
    return Email.objects.filter(batch=batch, part=part, state=Email.State.SENT).exists()


def drop_mails(*, batch: str, part: int) -> int:
    """Forget the stopped mails of a part that was undone."""
    return Email.objects.filter(batch=batch, part=part, state=Email.State.HELD).delete()[0]


@transaction.atomic
def free_mails(*, batch: str, part: int) -> int:
    """Let the stopped mails of a part go after all, now."""
    held = Email.objects.select_for_update().filter(batch=batch, part=part, state=Email.State.HELD)
    freed = list(held)
    for mail in freed:
        mail.state, mail.send_after = Email.State.WAITING, clock.now()
        mail.save(update_fields=["state", "send_after"])
        deliver_email.defer(site_id=current_site().pk, email_id=mail.pk)
    return len(freed)
