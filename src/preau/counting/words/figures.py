"""Numbers as people write them, in each language."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from preau.counting.exact import Number

Money = Callable[[Number], str]
NBSP = "\u00a0"


def amount(number: Number, lang: str = "fr") -> str:
    """« 12 345,5 » in French, « 12,345.5 » in English; other rationals to two decimals."""
    sign = "−" if number < 0 else ""
    hundredths = abs(round(Fraction(number) * 100))
    units, cents = divmod(hundredths, 100)
    whole = f"{units:,}"
    if lang == "fr":
        whole = whole.replace(",", NBSP)
    if not cents:
        return sign + whole
    return f"{sign}{whole}{',' if lang == 'fr' else '.'}{cents:02d}".rstrip("0")


def counted(number: Number, one: str, many: str, lang: str = "fr") -> str:
    """« 1 point », « 2 points »; zero is singular in French and plural in English."""
    single = -2 < number < 2 if lang == "fr" else number == 1
    return f"{amount(number, lang)}{NBSP if lang == 'fr' else ' '}{one if single else many}"
