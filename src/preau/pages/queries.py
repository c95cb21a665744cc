"""What a page shows, ready to be included; the theme's address, without a query a page."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from preau.kernel import clock
from preau.tenancy.scope import current_site
from preau.ui.props import Link
from preau.ui.theme import Palette

from .blocks import DEFAULT_HOME, Shared, block_kinds
from .models import Page, Revision, Theme
from .models.tree import HOME, Blocks

MEMORY = 5.0
_known: dict[int, tuple[float, str, Palette | None]] = {}


@dataclass(frozen=True)
class Piece:
    """A block ready to be included; ``key`` makes the identifiers of its page unique."""

    key: str
    kind: str
    template: str
    context: dict[str, Any]


@dataclass(frozen=True)
class Found:
    """A page that everyone reads: its place, its words, the way to it."""

    page: Page
    revision: Revision
    above: list[Link]


def page_at(path: str, at: datetime | None = None) -> Found | None:
    """What everyone reads at that path, or None. Two statements."""
    steps = path.split("/")
    paths = ["/".join(steps[: length + 1]) for length in range(len(steps))]
    pages = list(Page.objects.filter(path__in=paths).read_at(at or clock.now()))
    page = next((one for one in pages if one.path == path), None)
    if page is None:
        return None
    read = Revision.objects.in_bulk([one.live for one in pages])
    titles = {one.path: (read[one.live].title, one.get_absolute_url()) for one in pages}
    above = [Link(*titles[one]) for one in paths if one in titles]
    return Found(page, read[page.live], above)


def pages_below(path: str, at: datetime) -> list[Revision]:
    """What everyone reads directly under that path, in the order of the tree."""
    pages = list(Page.objects.filter(parent__path=path).read_at(at).order_by("order", "pk"))
    read = Revision.objects.in_bulk([one.live for one in pages])
    for one in pages:
        read[one.live].page = one
    return [read[one.live] for one in pages]


def pieces_of(blocks: Blocks, request: HttpRequest, *, at: datetime | None = None) -> list[Piece]:
    """The blocks that are shown at that moment with what they found; empty ones are left out."""
    shared = Shared(request, at or clock.now())
    shown = [one for one in blocks if is_shown(one, shared.at)]
    contents = [block_kinds.get(one["kind"]).read(one["data"], one["version"]) for one in shown]
    contents = [one.filled() for one in contents]
    shared.note(contents)
    found = []
    for block, content in zip(shown, contents, strict=True):
        kind = block_kinds.get(block["kind"])
        context = kind.load(content, shared)
        if context is not None:
            key = f"b-{block['id']}"
            found.append(Piece(key, kind.code, kind.template, {**context, "key": key}))
    return found


def is_shown(block: dict[str, Any], at: datetime) -> bool:
    """Not hidden, and within its moments when it has some."""
    if block.get("hidden"):
        return False
    opens, closes = (parse_datetime(block.get(name) or "") for name in ("opens", "closes"))
    return (opens is None or opens <= at) and (closes is None or at < closes)


def home_blocks() -> Blocks:
    """What the home holds; at first, what every site shows."""
    found = page_at(HOME)
    if found is not None:
        return list(found.revision.blocks)
    return [
        {"id": code, "kind": code, "version": block_kinds.get(code).version, "data": {}}
        for code in DEFAULT_HOME
    ]


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
