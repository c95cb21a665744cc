"""Amounts, counts and dates as people read them, in French and in English.

Pure functions: aware times in, words out, in Django's current time zone and language. Spaces that
must not break are no-break ones (U+00A0).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import get_language

from preau.kernel import clock

NB = "\u00a0"
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_SHORT = (
    "janv.",
    "févr.",
    "mars",
    "avril",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
)


def is_english() -> bool:
    return (get_language() or "fr").startswith("en")


def number(value: float) -> str:
    """1204 → « 1 204 »; 12.5 → « 12,5 »; English: 1,204 and 12.5."""
    plain = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}".removesuffix(".0")
    if is_english():
        return plain
    return plain.replace(",", NB).replace(".", ",")


def percent(share: float | None) -> str:
    """0.125 → « 12,5 % »; English: 12.5%."""
    if share is None:
        return ""
    figure = f"{share * 100:.1f}".removesuffix(".0")
    return f"{figure}%" if is_english() else f"{figure.replace('.', ',')}{NB}%"


def numbered(number: int) -> str:
    """The name of a proposal by its number: « n° 87 »; English: no. 87."""
    return f"no.{NB}{number}" if is_english() else f"n°{NB}{number}"


def colon() -> str:
    """A colon with the space that French wants before it."""
    return ":" if is_english() else f"{NB}:"


def money(cents: float | None) -> str:
    """Cents → « 85 000 € », with cents only when there are some; English: €85,000."""
    if cents is None:
        return ""
    euros, rest = divmod(abs(round(cents)), 100)
    sign = "-" if cents < 0 else ""
    figure = f"{euros:,}" + (f".{rest:02d}" if rest else "")
    if is_english():
        return f"{sign}€{figure}"
    return f"{sign}{figure.replace(',', NB).replace('.', ',')}{NB}€"


def _local(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def _today() -> date:
    return timezone.localtime(clock.now()).date()


def day(value: date | datetime | None, *, with_year: bool | None = None) -> str:
    """« vendredi 12 juin », with the year when it is not this one (or when asked)."""
    if value is None:
        return ""
    on = _local(value)
    year = with_year if with_year is not None else on.year != _today().year
    if is_english():
        return f"{on:%A} {on.day} {on:%B}" + (f" {on.year}" if year else "")
    number_of_day = "1er" if on.day == 1 else str(on.day)
    words = f"{_DAYS[on.weekday()]} {number_of_day}{NB}{_MONTHS[on.month - 1]}"
    return words + (f" {on.year}" if year else "")


def short_day(value: date | datetime | None, *, with_year: bool | None = None) -> str:
    """« 1er févr. », with the year when it is not this one (or when asked)."""
    if value is None:
        return ""
    on = _local(value)
    shown = with_year if with_year is not None else on.year != _today().year
    year = f" {on.year}" if shown else ""
    if is_english():
        return f"{on.day} {on:%b}{year}"
    number_of_day = "1er" if on.day == 1 else str(on.day)
    return f"{number_of_day}{NB}{_SHORT[on.month - 1]}{year}"


def hour(value: datetime) -> str:
    """« 18 h », « 18 h 30 »; English: 18:30."""
    at = timezone.localtime(value)
    if is_english():
        return f"{at:%H:%M}"
    return f"{at.hour}{NB}h" + (f"{NB}{at.minute:02d}" if at.minute else "")


def moment(value: datetime | None) -> str:
    """« vendredi 12 juin à 18 h »."""
    if value is None:
        return ""
    return f"{day(value)} {'at' if is_english() else 'à'} {hour(value)}"


def deadline(value: datetime | None) -> str:
    """« jusqu’au vendredi 12 juin à 18 h »; midnight is said as the end of the day before."""
    if value is None:
        return ""
    at = timezone.localtime(value)
    if at.hour == at.minute == 0:
        eve = at - timedelta(minutes=1)
        return f"until {day(eve)}, midnight" if is_english() else f"jusqu’au {day(eve)} à minuit"
    return f"until {moment(value)}" if is_english() else f"jusqu’au {moment(value)}"


def period(start: datetime | None, end: datetime | None) -> str:
    """« 1er févr. – 15 mars », or one end alone; both with their year unless all is this year."""
    if start and end:
        last = end - timedelta(seconds=1)
        years = {_local(start).year, _local(last).year, _today().year}
        first_day, last_day = (short_day(one, with_year=len(years) > 1) for one in (start, last))
        return f"{first_day}{NB}– {last_day}"
    if start:
        return f"from {short_day(start)}" if is_english() else f"à partir du {short_day(start)}"
    return ""


def time_left(until: datetime | None, at: datetime | None = None) -> str:
    """« encore 9 jours »; hours below a day, minutes below an hour; empty when it has passed."""
    if until is None:
        return ""
    left = until - (at or clock.now())
    if left <= timedelta():
        return ""
    if left >= timedelta(days=2):
        return _left(left.days, "jour", "day")
    if left >= timedelta(hours=1):
        return _left(int(left.total_seconds() // 3600), "heure", "hour")
    return _left(max(1, int(left.total_seconds() // 60)), "minute", "minute")


def _left(count: int, french: str, english: str) -> str:
    plural = "s" if count > 1 else ""
    if is_english():
        return f"{count} {english}{plural} left"
    return f"encore {count}{NB}{french}{plural}"
