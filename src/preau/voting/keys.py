"""Keys that stand for a voter: on the roll for good, in the box until it closes."""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID


def voter_key(roll_key: str, elector: UUID) -> str:
    """An elector (``electorate.queries.elector_of``) on the roll; the same in each contest."""
    return _keyed(roll_key, elector)


def box_key(secret: str, elector: UUID) -> str:
    """The elector's place in a box; nobody can compute it once the secret is destroyed."""
    return _keyed(secret, elector)


def _keyed(key: str, elector: UUID) -> str:
    return hmac.new(bytes.fromhex(key), elector.bytes, hashlib.sha256).hexdigest()
