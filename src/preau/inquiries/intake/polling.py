"""Where mails come from: a mailbox asked by IMAP, or a file handed over by the mail server.

``PREAU_MAILBOXES`` holds the mailbox of each address: ``{"plu@ville.fr": {"host": "imap.ville.fr",
"user": "plu", "password": "…"}}``. A mail server may instead pipe each mail into
``./preau manage take_mail plu@ville.fr``.
"""

from __future__ import annotations

import imaplib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction

from ..models import Inquiry
from .actions import take_mail

log = structlog.get_logger()
#: Mails taken in one go, so that a flood does not hold the worker.
MOST = 200


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

    A mail is flagged as seen once it is committed: if all stops in between it comes twice, and the
    second one is told as a duplicate.
    """
    where = settings.PREAU_MAILBOXES.get(inquiry.email)
    if not where:
        return 0
    taken = 0
    with mailbox(where) as box:
        _status, found = box.search(None, "UNSEEN")
        for place in bytes(found[0] or b"").split()[:MOST]:
            number = place.decode()
            _status, answer = box.fetch(number, "(BODY.PEEK[])")
            raw = next((one[1] for one in answer if isinstance(one, tuple)), b"")
            with transaction.atomic():
                take_mail(inquiry=inquiry, raw=bytes(raw))
            box.store(number, "+FLAGS", "\\Seen")
            taken += 1
    return taken


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
