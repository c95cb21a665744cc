"""What voting shows on the pages of others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from preau.accounts.guests import guest_of
from preau.accounts.models import User
from preau.accounts.visitors import known_visitor
from preau.kernel import clock

from ..actions import guest_votes
from ..models import BallotDraft, Contest


def to_confirm(person: User, request: HttpRequest) -> dict[str, Any] | None:
    """Ballots begun by this visitor and not confirmed, while their box is open."""
    visitor, at = known_visitor(request), clock.now()
    if not visitor:
        return None
    drafts = BallotDraft.objects.filter(
        visitor=visitor,
        contest__state=Contest.State.OPEN,
        contest__opens_at__lte=at,
        contest__closes_at__gt=at,
    ).select_related("contest__election__step__process")
    return {"drafts": list(drafts)} if drafts else None


def to_attach(person: User, request: HttpRequest) -> dict[str, Any] | None:
    """Votes that this browser cast without an account, to be kept in this one or forgotten here."""
    guest = guest_of(request)
    votes = guest_votes(guest=guest, account=person) if guest is not None else []
    return {"votes": votes, "is_free": any(one.is_free for one in votes)} if votes else None
