"""Meetings as an iCalendar file (RFC 5545), to be read once or followed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from preau.kernel.icalendar import file_of, stamp, text

from .models import Meeting


def as_diary(meetings: Iterable[Meeting], *, name: str, base: str, at: datetime) -> str:
    """The meetings as a calendar called ``name``; ``base`` is the site's address."""
    host = base.split("//", 1)[-1].split(":", 1)[0]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Preau//Agenda//FR", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{text(name)}")
    for one in meetings:
        lines += [
            "BEGIN:VEVENT",
            f"UID:rencontre-{one.pk}@{host}",
            f"SEQUENCE:{one.sequence}",
            f"DTSTAMP:{stamp(at)}",
            f"DTSTART:{stamp(one.starts_at)}",
            f"DTEND:{stamp(one.ends_at)}",
            f"STATUS:{'CANCELLED' if one.is_cancelled else 'CONFIRMED'}",
            f"SUMMARY:{text(one.title)}",
            f"LOCATION:{text(one.place)}",
            f"DESCRIPTION:{text(one.text)}",
            f"URL:{base}{one.get_absolute_url()}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return file_of(lines)
