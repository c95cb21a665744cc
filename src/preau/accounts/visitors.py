"""Who comes back before saying who they are: a token in the session, kept through sign-in."""

from __future__ import annotations

import secrets

from django.http import HttpRequest

from .sessions import VISITOR

_ZONE = "zone_declared"
_NAME = "name_declared"


def visitor_token(request: HttpRequest) -> str:
    """The token of this visitor, made at the first gesture that must be kept."""
    token = request.session.get(VISITOR)
    if not token:
        token = secrets.token_hex(16)
        request.session[VISITOR] = token
    return str(token)


def known_visitor(request: HttpRequest) -> str:
    """The token when there is one, else an empty word; never opens a session."""
    return str(request.session.get(VISITOR, ""))


def declare_zone(request: HttpRequest, zone_id: int) -> None:
    """Keep the neighbourhood a visitor named, until their account is known."""
    request.session[_ZONE] = zone_id


def declared_zone(request: HttpRequest) -> int | None:
    """The neighbourhood named before signing in: it is not asked a second time."""
    declared = request.session.get(_ZONE)
    return declared if isinstance(declared, int) else None


def declare_name(request: HttpRequest, name: str) -> None:
    """Keep the name a visitor wants to be shown by, until their account is known."""
    request.session[_NAME] = name


def declared_name(request: HttpRequest) -> str:
    """The name given before signing in, or an empty word: it is not asked a second time."""
    return str(request.session.get(_NAME, ""))
