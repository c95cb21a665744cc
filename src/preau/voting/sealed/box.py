"""Sealing a ballot to the key of a board, and opening it: libsodium's sealed boxes, nothing else.

No framework here: the board's own machine runs this very file (``./preau ceremony``).
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

#: What a sealed box adds to what it holds: a one-time public key and an authenticator.
OVERHEAD = 48
#: Ballots are padded to a multiple of this, the same for all those of a vote.
STEP = 256
RECEIPT_SIGNS = 25  # of 4 bits: the first 100 bits of the hash


class SealError(ValueError):
    """A key, or what was sealed, is not what it should be; the message is for people."""


def length_for(options: int) -> int:
    """Length of any ballot of this many options once padded."""
    return STEP * (1 + (64 + 48 * options) // STEP)


def public_key_of(private: str) -> str:
    """The public half of a private key, both in hexadecimal."""
    try:
        return bytes(PrivateKey(bytes.fromhex(private)).public_key).hex()
    except (ValueError, TypeError, CryptoError):
        raise SealError("this is not a private key") from None


def seal(public: str, content: bytes, length: int) -> bytes:
    """Seal ``content``, padded to ``length`` bytes, for who holds the private key."""
    if len(content) >= length:
        raise SealError(f"a ballot of {len(content)} bytes does not fit in {length}")
    try:
        box = SealedBox(PublicKey(bytes.fromhex(public)))
    except (ValueError, TypeError, CryptoError):
        raise SealError("this is not a public key") from None
    return bytes(box.encrypt(sodium_pad(content, length)))


def open_sealed(private: str, sealed: bytes, length: int) -> bytes:
    """What was sealed. Raises ``SealError`` when it was not sealed for this key, or was changed."""
    try:
        padded = SealedBox(PrivateKey(bytes.fromhex(private))).decrypt(sealed)
        return bytes(sodium_unpad(padded, length))
    except (ValueError, TypeError, CryptoError):
        raise SealError("this was not sealed for this key") from None


def write_ballot(contest: int, choices: Any) -> bytes:
    """A ballot as it is sealed; it names its contest, so that it counts in no other one."""
    said = {"choices": choices, "contest": contest}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def read_ballot(content: bytes, contest: int) -> Any:
    """The choices of an opened ballot. Raises ``SealError`` when it is not one of this contest."""
    try:
        said = json.loads(content)
    except ValueError:
        raise SealError("this is not a ballot") from None
    if not isinstance(said, dict) or said.get("contest") != contest or "choices" not in said:
        raise SealError("this is not a ballot of this contest")
    return said["choices"]


def receipt_of(sealed: bytes) -> str:
    """The receipt of a sealed ballot: it says that these very bytes are in the box."""
    return hashlib.sha256(sealed).hexdigest()[:RECEIPT_SIGNS]
