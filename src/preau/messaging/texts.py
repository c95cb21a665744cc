"""Text messages: written with the act, delivered once by the worker, then emptied."""

from __future__ import annotations

import structlog
from django.db import transaction

from preau.kernel import clock
from preau.tenancy.scope import current_site

from .models import Text
from .senders import keeps_here, sender
from .tasks import deliver_text

log = structlog.get_logger()
MOST_ATTEMPTS = 4


def send_text(*, to: str, words: str) -> Text:
    """Write a message to the number ``to`` (``+33…``) and hand it to the worker.

    The row and the job belong to the caller's transaction.
    """
    text = Text.objects.create(to=to, words=words, created_at=clock.now())
    deliver_text.defer(site_id=current_site().pk, text_id=text.pk)
    return text


def deliver_now(text_id: int) -> bool:
    """Send one waiting message; True when it left. Number and words go with it."""
    with transaction.atomic():
        waiting = Text.objects.select_for_update(skip_locked=True)
        text = waiting.filter(pk=text_id, state=Text.State.WAITING).first()
        if text is None:
            return False
        text.attempts += 1
        try:
            sender()(text.to, text.words)
        except OSError as error:
            text.error = str(error)[:300]
            if text.attempts >= MOST_ATTEMPTS:
                text.state = Text.State.FAILED
                text.to = text.words = ""
            text.save()
            log.warning("text_not_sent", text=text.pk, attempt=text.attempts, error=str(error))
            return False
        text.state, text.sent_at, text.error = Text.State.SENT, clock.now(), ""
        if not keeps_here():
            text.to = text.words = ""
        text.save()
        return True
