"""A process as a card: promise, place in its calendar."""

from __future__ import annotations

from typing import Any

from django import template

from preau.kernel import clock

from ..models import Process
from ..stages import stages

register = template.Library()


@register.inclusion_tag("processes/card.html")
def process_card(process: Process) -> dict[str, Any]:
    """A card of ``process``, which comes with its steps: no query."""
    found = stages(process, clock.now())
    return {
        "process": process,
        "stages": found,
        "current": next((one.step for one in found if one.look == "current"), None),
        "coming": next((one.step for one in found if one.look == "future"), None),
    }
