"""Scores and gaps as people read them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django import template

from ..maths.scores import rounded
from ..papers.tables import signed
from ..report import decimal

register = template.Library()


@register.filter
def score(value: Decimal | Fraction | float | None) -> str:
    """« 14,25 »."""
    return "" if value is None else decimal(rounded(Fraction(value)))


@register.filter
def gap(value: Fraction | None) -> str:
    """« −1,50 », « +0,75 »."""
    return signed(value)
