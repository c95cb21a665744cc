"""Words of the sheet that need a little thought."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

from ..desk.thread_views import here_words
from ..notes import Here

register = template.Library()


@register.filter
def here(others: Sequence[Here]) -> str:
    """Who else has the sheet open, as a sentence; nothing when nobody has."""
    return here_words([one.name for one in others])
