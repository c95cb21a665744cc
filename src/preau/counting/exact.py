"""Exact numbers: integers and rationals in, canonical bytes out. No float decides anything here."""

from __future__ import annotations

import hashlib
import json
import re
from fractions import Fraction
from typing import Any

Number = int | Fraction

_DECIMAL = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d{1,2})?")


def exact(text: str) -> Number:
    """Read « 4000 », « 4000.0 » or « 12,50 » without rounding, or raise ValueError."""
    text = text.strip()
    if not _DECIMAL.fullmatch(text):
        raise ValueError(f"not a number: {text!r}")
    return whole(Fraction(text.replace(",", ".")))


def whole(number: Number) -> Number:
    """The same number, as an int when it is one."""
    return number.numerator if number.denominator == 1 else number


def plain(value: Any) -> Any:
    """What JSON can hold. A rational is a decimal number when it ends (2.5), else « p/q »."""
    if isinstance(value, Fraction):
        return _plain_fraction(value)
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def _plain_fraction(value: Fraction) -> int | float | str:
    if value.denominator == 1:
        return value.numerator
    shown = float(value)  # for the eye only: kept when it says exactly the same thing
    return shown if Fraction(repr(shown)) == value else f"{value.numerator}/{value.denominator}"


def canonical(value: Any) -> bytes:
    """The one way to write a value as JSON: sorted keys, no spaces, UTF-8, a final newline."""
    text = json.dumps(plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode() + b"\n"


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
