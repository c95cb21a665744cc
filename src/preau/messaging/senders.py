"""Ways for a text message to leave: a setting names one (``PREAU_TEXT_SENDER``)."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable

from django.conf import settings
from django.utils.module_loading import import_string

KEEP = "preau.messaging.senders.keep"
TIMEOUT = 15


def keep(to: str, words: str) -> None:
    """Nothing leaves: the message stays in its row, read at ``/_courrier/`` in the demo alone."""


def by_http(to: str, words: str) -> None:
    """Post ``{"to": …, "text": …}`` to ``PREAU_TEXT_URL``; ``OSError`` when it is not taken."""
    url = settings.PREAU_TEXT_URL
    if not url.startswith("https://"):
        raise OSError("PREAU_TEXT_URL must be an https address")
    request = urllib.request.Request(  # noqa: S310 (https, checked above)
        url,
        data=json.dumps({"to": to, "text": words}).encode(),
        headers={
            "Content-Type": "application/json",
            "Authorization": f"Bearer {settings.PREAU_TEXT_TOKEN}",
        },
        method="POST",
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT):  # noqa: S310
        return


def sender() -> Callable[[str, str], None]:
    """The way that this installation has chosen."""
    found: Callable[[str, str], None] = import_string(settings.PREAU_TEXT_SENDER)
    return found


def keeps_here() -> bool:
    """True when nothing leaves: messages are read in the demo, and nowhere otherwise."""
    return bool(settings.PREAU_TEXT_SENDER == KEEP)


def can_send() -> bool:
    """True when a message reaches somebody: it leaves, or the demo shows it."""
    return settings.PREAU_DEMO or not keeps_here()
