"""Chance that stays the same for one visitor, without knowing who it is."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from preau.processes.models import Process
from preau.processes.queries import step_of_the_moment

_COOKIE = "preau_ordre"
_AGE = 60 * 60 * 24 * 60
#: While these steps are open no idea may stand first for everybody.
_FAIR_KINDS = frozenset({"collection", "vote"})


def default_order(process: Process, at: datetime) -> str:
    """Chance while ideas come in or are voted on; else the newest first."""
    step = step_of_the_moment(process, at)
    is_fair = step is not None and step.kind in _FAIR_KINDS and step.state_at(at) == "open"
    return "hasard" if is_fair else "recent"


def seed_of(request: HttpRequest) -> int:
    """The visitor's own number, drawn at their first list; the cookie holds nothing else."""
    known = request.COOKIES.get(_COOKIE, "")
    if known.isdecimal() and len(known) < 10:
        return int(known)
    drawn = getattr(request, "_drawn_order", None)
    if drawn is None:
        drawn = secrets.randbelow(10**9)
        request._drawn_order = drawn  # type: ignore[attr-defined]
    return int(drawn)


def remember_order(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let the visitor find the same order again; such a page is theirs alone."""
    if _COOKIE not in request.COOKIES:
        response.set_cookie(
            _COOKIE,
            str(seed_of(request)),
            max_age=_AGE,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure(),
        )
    response["Cache-Control"] = "private, no-cache"
    return response
