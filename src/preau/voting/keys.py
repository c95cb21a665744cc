"""Keys that stand for a voter: on the roll for good, in the box until it closes."""

from __future__ import annotations

import hashlib
import hmac

from preau.accounts.models import User


def voter_key(roll_key: str, voter: User) -> str:
    """The voter on the roll of an election; the same in each of its contests."""
    return _keyed(roll_key, voter)


def box_key(secret: str, voter: User) -> str:
    """The voter's place in a box; nobody can compute it once the secret is destroyed."""
    return _keyed(secret, voter)


def _keyed(key: str, voter: User) -> str:
    return hmac.new(bytes.fromhex(key), voter.public_id.bytes, hashlib.sha256).hexdigest()
