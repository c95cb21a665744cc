"""Pieces of an iCalendar file (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

_LONGEST = 73


def _fold(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 bytes, never cut inside a letter."""
    piece = ""
    for sign in line:
        if len((piece + sign).encode()) > _LONGEST:
            yield piece
            piece = " "
        piece += sign
    yield piece


def text(words: str) -> str:
    """Words as the value of a property; control signs are left out."""
    words = words.replace("\r", "")
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        words = words.replace(sign, written)
    return "".join(sign for sign in words if ord(sign) >= 32)


def stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def file_of(lines: Iterable[str]) -> str:
    """The lines as a file: folded, each with its end."""
    return "".join(f"{piece}\r\n" for line in lines for piece in _fold(line))
