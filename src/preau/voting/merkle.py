"""Merkle tree as in RFC 9162 §2.1: one hash that commits to a list."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def root(leaves: Sequence[bytes]) -> str:
    """Root of the tree over ``leaves``, in hexadecimal; that of nothing for an empty list."""
    return _hash(leaves).hex()


def _hash(leaves: Sequence[bytes]) -> bytes:
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + _hash(leaves[:split]) + _hash(leaves[split:])).digest()
