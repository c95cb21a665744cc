"""A page made of blocks, inside the frame of the public site."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from preau.ui.props import Link

from .models.tree import Blocks
from .queries import Piece, pieces_of


def show_page(
    request: HttpRequest,
    title: str,
    blocks: Blocks,
    summary: str = "",
    *,
    above: list[Link] | None = None,
    is_home: bool = False,
    **more: Any,
) -> HttpResponse:
    """The blocks with what they find; a page with a film may put its player in a frame."""
    pieces = pieces_of(blocks, request, at=more.pop("at", None))
    context = {"title": title, "summary": summary, "above": above, "is_home": is_home, **more}
    heroes = [one for one in pieces if one.kind == "hero"]
    context |= {"hero": heroes[0] if heroes else None}
    context |= {"pieces": [one for one in pieces if one is not context["hero"]]}
    players = _players(pieces)
    context["has_film"] = bool(players)
    response = render(request, "pages/page.html", context)
    if players:
        # What django-csp's own decorator sets: this answer's policy and no other's.
        vars(response)["_csp_update"] = {"frame-src": players}
    return response


def _players(pieces: list[Piece]) -> list[str]:
    """Origins that this page may frame once its reader asks for a film."""
    found = {one.context["film"].origin for one in pieces if one.kind == "video"}
    return ["'self'", *sorted(found)] if found else []
