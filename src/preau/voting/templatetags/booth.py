from __future__ import annotations

from datetime import timedelta

from django import template

from preau.kernel import clock
from preau.processes.models import Step

register = template.Library()
#: The booth says once more that the vote is about to close.
LAST_MINUTES = timedelta(minutes=15)


@register.filter
def closes_soon(step: Step) -> bool:
    """True in the last quarter of an hour of an open vote."""
    if step.closes_at is None:
        return False
    return timedelta() < step.closes_at - clock.now() <= LAST_MINUTES
