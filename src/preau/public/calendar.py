"""The dates of a process as an iCalendar file (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from preau.processes.models import Process, Step

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


def _text(words: str) -> str:
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        words = words.replace(sign, written)
    return words


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _dates(step: Step) -> Iterator[tuple[str, str, datetime]]:
    """Opening and closing of a step: two moments, since weeks in a diary hide everything else."""
    title = step.title
    if step.opens_at is not None:
        yield "ouverture", _("%(step)s : ouverture") % {"step": title}, step.opens_at
    if step.closes_at is not None:
        yield "cloture", _("%(step)s : dernière heure") % {"step": title}, step.closes_at


def as_calendar(process: Process, *, host: str, address: str, at: datetime) -> str:
    """The calendar of ``process``; ``host`` makes identifiers that stay the same when dates move.

    An event lasts a quarter of an hour: after an opening, before a closing.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Preau//Calendrier//FR",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(process.title)}",
    ]
    for step in process.ordered_steps:
        for kind, words, moment in _dates(step):
            start = moment if kind == "ouverture" else moment - timedelta(minutes=15)
            lines += [
                "BEGIN:VEVENT",
                f"UID:etape-{step.pk}-{kind}@{host}",
                f"DTSTAMP:{_stamp(at)}",
                f"DTSTART:{_stamp(start)}",
                f"DTEND:{_stamp(start + timedelta(minutes=15))}",
                f"SUMMARY:{_text(f'{words} ({process.title})')}",
                f"URL:{address}",
                "END:VEVENT",
            ]
    lines.append("END:VCALENDAR")
    return "".join(f"{piece}\r\n" for line in lines for piece in _fold(line))
