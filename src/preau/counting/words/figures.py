"""Numbers as people write them, in each language."""

from __future__ import annotations

from fractions import Fraction

from preau.counting.exact import Number

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
