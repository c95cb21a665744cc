"""Quotes in a synthesis: «\u00a0[[12]]\u00a0» is contribution no. 12, linked, its words when alone."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from .models import Consultation, Contribution

MARK = re.compile(r"\[\[\s*(\d{1,8})\s*\]\]")


def quoted(consultation: Consultation, words: str) -> dict[int, Contribution]:
    """The contributions in sight that ``words`` quotes, by number: one statement."""
    numbers = {int(one) for one in MARK.findall(words)}
    if not numbers:
        return {}
    found = Contribution.objects.visible().filter(consultation=consultation, number__in=numbers)
    return {one.number: one for one in found.select_related("passage")}


def plain_quotes(words: str) -> str:
    """The marks as words, for paper."""
    return MARK.sub(lambda mark: _("avis n°\u00a0%(n)s") % {"n": mark.group(1)}, words)
