"""Words of questions in templates."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.utils.html import conditional_escape, urlize
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_BOLD = re.compile(r"\*\*(.+?)\*\*")


@register.filter
def rich(text: str) -> SafeString:
    """A description in paragraphs: « - » starts a list, **bold**, addresses become links."""
    pieces = re.split(r"\n\s*\n", str(text).replace("\r\n", "\n").strip())
    drawn = [_piece(one.strip()) for one in pieces if one.strip()]
    return mark_safe("\n".join(drawn))  # noqa: S308 - each line was escaped in _line


def _piece(text: str) -> str:
    lines = text.split("\n")
    if all(one.lstrip().startswith("- ") for one in lines):
        items = "".join(f"<li>{_line(one.lstrip()[2:])}</li>" for one in lines)
        return f"<ul>{items}</ul>"
    return f"<p>{'<br>'.join(_line(one) for one in lines)}</p>"


def _line(text: str) -> str:
    return _BOLD.sub(r"<b>\1</b>", urlize(conditional_escape(text), nofollow=True))


@register.filter
def is_faulty(id: Any, parts: Any) -> bool:
    """True when a part of the question is among those to correct."""
    return id in parts
