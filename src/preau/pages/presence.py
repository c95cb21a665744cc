"""Who has a page open in the editor just now."""

from __future__ import annotations

from datetime import timedelta

from preau.accounts.models import User
from preau.kernel import clock

from .models import Page, Presence

SEEN = timedelta(seconds=90)


def be_present(page: Page, person: User) -> None:
    """Note that ``person`` has the page open: a plain visit writes nothing, a sign of life does."""
    Presence.objects.update_or_create(page=page, user=person, defaults={"seen_at": clock.now()})


def others_on(page: Page, person: User) -> list[str]:
    """Names of the others who have it open."""
    seen = Presence.objects.filter(page=page, seen_at__gt=clock.now() - SEEN)
    others = seen.exclude(user=person).select_related("user").order_by("user__last_name")
    return [one.user.full_name for one in others]
