"""Keyed hashes: what names somebody is kept under the electorate's own key, never in clear."""

from __future__ import annotations

import hashlib
import hmac

from .models import Electorate


def key_of(electorate: Electorate, kind: str, *words: str) -> str:
    """Hash of ``words`` that only this electorate's key can compute; of no use in another vote."""
    said = "\0".join((kind, *words)).encode()
    return hmac.new(bytes.fromhex(electorate.key), said, hashlib.sha256).hexdigest()
