"""Sealing a ballot to the key of a board, and opening it: libsodium's sealed boxes, nothing else.

No framework here: the board's own machine runs this very file (``./preau ceremony``).
"""

from __future__ import annotations

import json
from typing import Any

from nacl.bindings import sodium_pad
from nacl.exceptions import CryptoError
from nacl.public import PublicKey, SealedBox

from preau.counting.bundle.sealed import (
    SealError,
    open_sealed,
    public_key_of,
    read_ballot,
    receipt_of,
)

__all__ = [
    "SealError",
    "length_for",
    "open_sealed",
    "public_key_of",
    "read_ballot",
    "receipt_of",
    "seal",
    "write_ballot",
]

#: What a sealed box adds to what it holds: a one-time public key and an authenticator.
OVERHEAD = 48
#: Ballots are padded to a multiple of this, the same for all those of a vote.
STEP = 256


def length_for(options: int) -> int:
    """Length of any ballot of this many options once padded."""
    return STEP * (1 + (64 + 48 * options) // STEP)


def seal(public: str, content: bytes, length: int) -> bytes:
    """Seal ``content``, padded to ``length`` bytes, for who holds the private key."""
    if len(content) >= length:
        raise SealError(f"a ballot of {len(content)} bytes does not fit in {length}")
    try:
        box = SealedBox(PublicKey(bytes.fromhex(public)))
    except (ValueError, TypeError, CryptoError):
        raise SealError("this is not a public key") from None
    return bytes(box.encrypt(sodium_pad(content, length)))


def write_ballot(contest: int, choices: Any) -> bytes:
    """A ballot as it is sealed; it names its contest, so that it counts in no other one."""
    said = {"choices": choices, "contest": contest}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
