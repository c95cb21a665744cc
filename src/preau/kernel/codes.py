"""Codes that people read aloud, copy and type."""

from __future__ import annotations

import secrets

#: No 0/O, 1/I/L, 2/Z, 5/S, 8/B: what is heard or read can be typed without doubt.
ALPHABET = "ACDEFGHJKMNPQRTUVWXY34679"


def new_code(length: int = 6) -> str:
    """A random code of ``length`` signs of ``ALPHABET`` (4.6 bits each)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def new_digits(length: int = 6) -> str:
    """A random code of digits, for one-time codes sent by mail."""
    return "".join(secrets.choice("0123456789") for _ in range(length))


def tidy_code(typed: str) -> str:
    """What was typed, in capitals, without the spaces and hyphens people add."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())
