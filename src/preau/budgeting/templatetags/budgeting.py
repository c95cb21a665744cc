"""Words and shapes of a count."""

from __future__ import annotations

from typing import Any

from django import template

from ..bar import envelope_bar
from ..results import ContestResult, decision_in_words

register = template.Library()

register.filter("why", decision_in_words)


@register.inclusion_tag("budgeting/bar.html", name="envelope_bar")
def show_bar(result: ContestResult, label: str, until: int | None = None) -> dict[str, Any]:
    """The envelope of ``result``, filled; after ``until`` steps when given."""
    return {"bar": envelope_bar(result, until=until), "label": label}
