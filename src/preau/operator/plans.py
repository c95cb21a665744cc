"""What a site may use."""

from __future__ import annotations

from collections.abc import Callable

from preau.tenancy.scope import current_site

from .models import Plan


def most(what: str) -> Callable[[], int | None]:
    """How many ``what`` the plan of the current site allows; None for no limit."""

    def limit() -> int | None:
        plan = Plan.objects.filter(site=current_site()).first()
        found: int | None = getattr(plan, f"most_{what}") if plan else None
        return found

    return limit
