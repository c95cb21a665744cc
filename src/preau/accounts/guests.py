"""Who acts without an account: known by a random id that only their browser holds."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from .models import Guest, Person, User

_KEY = "guest"


def guest_of(request: HttpRequest) -> Guest | None:
    """The guest that this browser's session knows, if any."""
    held: dict[str, Any] | None = request.session.get(_KEY)
    if not held:
        return None
    born = held.get("born")
    return Guest(
        uuid.UUID(held["id"]),
        zone_id=held.get("zone"),
        birth_date=date.fromisoformat(born) if born else None,
    )


def start_guest(request: HttpRequest) -> Guest:
    """The guest of this browser, made when the first answer must be kept; current from then on."""
    guest = guest_of(request) or Guest(uuid.uuid4())
    keep_guest(request, guest)
    return guest


def keep_guest(request: HttpRequest, guest: Guest) -> None:
    """Remember what is known of ``guest`` in the session, and nowhere else."""
    request.session[_KEY] = {
        "id": str(guest.public_id),
        "zone": guest.zone_id,
        "born": guest.birth_date.isoformat() if guest.birth_date else None,
    }
    request.user = guest


def forget_guest(request: HttpRequest) -> None:
    """This browser knows no guest any more; what they did stays as it is."""
    request.session.pop(_KEY, None)


def person_of(request: HttpRequest) -> Person:
    """The signed-in person, else the guest of this browser, else nobody."""
    session: Any = request.session
    user = session.signed_in() or get_user(request)
    if isinstance(user, User):
        return user
    return guest_of(request) or AnonymousUser()


class KnowGuests:
    """After authentication: ``request.user`` is a guest where nobody has signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: person_of(request))  # type: ignore[assignment]  # a User, once read
        return self.get_response(request)
