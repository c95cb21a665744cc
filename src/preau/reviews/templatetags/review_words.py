"""Words of the sheet that need a little thought."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

from ..desk.thread_views import here_words
from ..extra import said_of
from ..models import Opinion
from ..notes import Here

register = template.Library()


@register.filter
def here(others: Sequence[Here]) -> str:
    """Who else has the sheet open, as a sentence; nothing when nobody has."""
    return here_words([one.name for one in others])


@register.filter
def extra_said(opinion: Opinion) -> list[tuple[str, str]]:
    """Answers to the round's own questions, in words."""
    return said_of(opinion)
