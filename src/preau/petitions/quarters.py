"""The quarters of the year, on the clock of the town: one local petition each."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def quarter_of(at: datetime) -> str:
    """« 2027-T1 » for a moment of the first quarter of 2027, local time."""
    day = timezone.localtime(at).date()
    return f"{day.year}-T{(day.month - 1) // 3 + 1}"


def next_quarter(at: datetime) -> date:
    """The first day of the quarter after that of ``at``."""
    day = timezone.localtime(at).date()
    month = (day.month - 1) // 3 * 3 + 4
    return date(day.year + month // 13, 1 if month == 13 else month, 1)
