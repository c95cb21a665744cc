"""Who has a page open in the editor just now."""

from __future__ import annotations

from datetime import timedelta

from preau.accounts.models import User
from preau.kernel import clock

from .models import Page, Presence

SEEN = timedelta(seconds=90)


def be_present(page: Page, person: User) -> list[str]:
    """Note that ``person`` is here; answers the names of the others. Two statements."""
    now = clock.now()
    Presence.objects.bulk_create(
        [Presence(page=page, user=person, seen_at=now)],
        update_conflicts=True,
        unique_fields=["site", "page", "user"],
        update_fields=["seen_at"],
    )
    others = Presence.objects.filter(page=page, seen_at__gt=now - SEEN).exclude(user=person)
    return [one.user.full_name for one in others.select_related("user").order_by("user__last_name")]
