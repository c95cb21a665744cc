"""Who comes back before saying who they are: a token in the session, kept through sign-in."""

from __future__ import annotations

import secrets

from django.http import HttpRequest

_KEY = "visitor"


def visitor_token(request: HttpRequest) -> str:
    """The token of this visitor, made at the first gesture that must be kept."""
    token = request.session.get(_KEY)
    if not token:
        token = secrets.token_hex(16)
        request.session[_KEY] = token
    return str(token)


def known_visitor(request: HttpRequest) -> str:
    """The token when there is one, else an empty word; never opens a session."""
    return str(request.session.get(_KEY, ""))
