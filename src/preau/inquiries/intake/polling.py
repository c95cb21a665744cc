"""Where mails come from: a mailbox asked by IMAP, or a file handed over by the mail server.

``PREAU_MAILBOXES`` holds the mailbox of each address: ``{"plu@ville.fr": {"host": "imap.ville.fr",
"user": "plu", "password": "…"}}``. A mail server may instead pipe each mail into
``./preau manage take_mail plu@ville.fr``.
"""

from __future__ import annotations

import imaplib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction

from preau.kernel import clock

from ..models import Inquiry
from .actions import take_mail

log = structlog.get_logger()
#: Mails taken in one go, so that a flood does not hold the worker.
MOST = 200
#: What we flag a mail with once it is taken; « seen » where the server keeps no flag of others.
TAKEN = "PreauTaken"


@contextmanager
def mailbox(where: dict[str, Any]) -> Iterator[imaplib.IMAP4]:
    """The mailbox, open; TLS unless told otherwise."""
    port = int(where.get("port", 993))
    kind = imaplib.IMAP4 if where.get("plain") else imaplib.IMAP4_SSL
    box = kind(where["host"], port, timeout=30)
    try:
        box.login(where["user"], where["password"])
        box.select("INBOX")
        yield box
    finally:
        box.logout()


def poll(inquiry: Inquiry) -> int:
    """Take what waits in the mailbox of this inquiry; how many came.

    A mail counts as received when its server took it, so that an hour when nobody asked makes none
    late. It is flagged once committed: if all stops in between it comes twice, and the second one
    is told as a duplicate.
    """
    where = settings.PREAU_MAILBOXES.get(inquiry.email)
    if not where:
        return 0
    taken = 0
    with mailbox(where) as box:
        flag = TAKEN if _takes_flags(box) else "\\Seen"
        wanted = f"UNKEYWORD {TAKEN}" if flag == TAKEN else "UNSEEN"
        _status, found = box.search(None, wanted)
        for place in bytes(found[0] or b"").split()[:MOST]:
            number = place.decode()
            _status, answer = box.fetch(number, "(INTERNALDATE BODY.PEEK[])")
            said, raw = next((one for one in answer if isinstance(one, tuple)), (b"", b""))
            with transaction.atomic():
                take_mail(inquiry=inquiry, raw=bytes(raw), received_at=_received_at(said, answer))
            box.store(number, "+FLAGS", flag)
            taken += 1
    return taken


def _takes_flags(box: imaplib.IMAP4) -> bool:
    """The server keeps a flag of ours: somebody who reads the mailbox then hides nothing from us."""
    _kind, said = box.response("PERMANENTFLAGS")
    return any(b"\\*" in bytes(one) for one in said or [] if isinstance(one, bytes))


def _received_at(said: bytes, answer: list[Any]) -> datetime | None:
    """When the server took the mail, from wherever in its answer; None when it does not say."""
    for words in (said, *(one for one in answer if isinstance(one, bytes))):
        found = imaplib.Internaldate2tuple(words)
        if found is not None:
            return min(datetime.fromtimestamp(time.mktime(found), UTC), clock.now())
    return None


def poll_all() -> int:
    """Every inquiry of the current site that has a mailbox; one that fails keeps no other back.

    The last inquiry of an address takes its mails: a complementary one after the first.
    """
    taken, read = 0, set()
    found = Inquiry.objects.exclude(email="").select_related("step__process").order_by("-pk")
    for inquiry in found:
        if inquiry.email in read:
            continue
        read.add(inquiry.email)
        try:
            taken += poll(inquiry)
        except (OSError, imaplib.IMAP4.error) as error:
            log.warning("mailbox_not_read", inquiry=inquiry.pk, error=str(error))
    return taken
