"""Words of questions in templates."""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()


@register.filter
def is_faulty(id: Any, parts: Any) -> bool:
    """True when a part of the question is among those to correct."""
    return id in parts
