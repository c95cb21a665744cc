"""Moments of the year when a step is better not held, or held with care."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: First day of the month of an election, and its name. Six months before it, an authority may not
#: praise what it does (article L52-1 of the electoral code).
ELECTIONS = (
    (date(2027, 4, 1), gettext_lazy("l’élection présidentielle")),
    (date(2028, 3, 1), gettext_lazy("les élections départementales et régionales")),
    (date(2029, 6, 1), gettext_lazy("les élections européennes")),
    (date(2032, 3, 1), gettext_lazy("les élections municipales")),
)


@dataclass(frozen=True)
class Season:
    """Days between which a warning holds; both are in."""

    first: date
    last: date
    words: Any


def _seasons(year: int) -> list[Season]:
    return [
        Season(date(year, 7, 8), date(year, 8, 31), _("les vacances d’été")),
        Season(date(year, 12, 20), date(year + 1, 1, 3), _("les fêtes de fin d’année")),
    ]


def warnings(opens: date, closes: date | None) -> list[str]:
    """What to know of these days, in words; nothing when they are ordinary."""
    last = closes or opens
    if (last - opens).days > 120:
        return []  # so long a step avoids nothing
    found = [
        season
        for year in range(opens.year - 1, last.year + 1)
        for season in _seasons(year)
        if season.first <= last and opens <= season.last
    ]
    said = [_("Ces dates touchent %(season)s.") % {"season": one.words} for one in found]
    for month, name in ELECTIONS:
        start = date(month.year - (month.month <= 6), (month.month + 5) % 12 + 1, 1)
        if start <= last and opens < month:
            words = _("Période préélectorale (%(election)s)\u00a0: informez sans promouvoir.")
            said.append(words % {"election": name})
    return said
