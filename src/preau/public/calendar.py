"""The dates of a process as an iCalendar file (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from preau.kernel.icalendar import file_of, stamp, text
from preau.processes.models import Process, Step


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
        f"X-WR-CALNAME:{text(process.title)}",
    ]
    for step in process.ordered_steps:
        for kind, words, moment in _dates(step):
            start = moment if kind == "ouverture" else moment - timedelta(minutes=15)
            lines += [
                "BEGIN:VEVENT",
                f"UID:etape-{step.pk}-{kind}@{host}",
                f"DTSTAMP:{stamp(at)}",
                f"DTSTART:{stamp(start)}",
                f"DTEND:{stamp(start + timedelta(minutes=15))}",
                f"SUMMARY:{text(f'{words} ({process.title})')}",
                f"URL:{address}",
                "END:VEVENT",
            ]
    lines.append("END:VCALENDAR")
    return file_of(lines)
