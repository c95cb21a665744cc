"""The blocks of a page, ready to be included; the theme's address, without a query a page."""

from __future__ import annotations

import time
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from preau.tenancy.scope import current_site
from preau.ui.theme import Palette

from .blocks import DEFAULT_HOME, Page, block_kinds
from .models import Block, Theme

MEMORY = 5.0
_known: dict[int, tuple[float, str, Palette | None]] = {}


def blocks_of(page: str, request: HttpRequest) -> list[tuple[str, dict[str, Any]]]:
    """Templates of the visible blocks with their context, in order; empty ones are left out."""
    stored = [(one.kind, one.data) for one in Block.objects.filter(page=page, is_visible=True)]
    shared = Page(request)
    found = []
    for kind, data in stored or [(code, {}) for code in DEFAULT_HOME]:
        block = block_kinds.get(kind)
        context = block.load(data, shared)
        if context is not None:
            found.append((block.template, context))
    return found


def theme_address() -> str:
    """Address of the site's stylesheet, or nothing where the house's own colours do.

    Each process remembers it for a few seconds: a publication is seen everywhere after that.
    """
    return _look()[0]


def mail_look() -> dict[str, Any]:
    """The site's colours for the frame of its mails; nothing where the house's own do."""
    colours = _look()[1]
    return {"theme": {"palette": colours}} if colours else {}


def _look() -> tuple[str, Palette | None]:
    site_id, moment = current_site().pk, time.monotonic()
    known = _known.get(site_id)
    if known and known[0] > moment:
        return known[1:]
    theme = Theme.objects.first()
    address = reverse("pages:theme", args=[theme.version]) if theme else ""
    colours = theme.palette if theme else None
    if len(_known) > 10_000:
        _known.clear()
    _known[site_id] = (moment + MEMORY, address, colours)
    return address, colours


def forget_themes() -> None:
    """Forget what this process remembers of themes (after a publication, and between tests)."""
    _known.clear()
