"""Doing one after the other what must not be done at the same moment."""

from __future__ import annotations

import hashlib

from django.db import connection

from .scope import current_site


def take_turn(what: str, key: object) -> None:
    """Wait until nobody else of this site does ``what`` for ``key``; held until the commit.

    For what no row can be locked for: a number to come, a count of tries.
    """
    named = f"{what} {current_site().pk} {key}".encode()
    lock = int.from_bytes(hashlib.blake2b(named, digest_size=8).digest(), signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])
