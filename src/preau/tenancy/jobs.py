"""Jobs carry the site they work for."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.utils import timezone, translation

from .models import Site
from .scope import use_site


def for_site(work: Callable[..., Any]) -> Callable[..., Any]:
    """Let a task take ``site_id`` and do its work as that site, in its time zone and language."""

    @wraps(work)
    def with_site(*, site_id: int, **arguments: Any) -> Any:
        site = Site.objects.get(pk=site_id)
        with (
            use_site(site),
            timezone.override(site.zone_info),
            translation.override(site.language),
        ):
            return work(**arguments)

    return with_site


def each_site(work: Callable[[], Any]) -> None:
    """Do ``work`` for every active site in turn (periodic jobs)."""
    for site in Site.objects.filter(state=Site.State.ACTIVE).order_by("pk"):
        with (
            use_site(site),
            timezone.override(site.zone_info),
            translation.override(site.language),
        ):
            work()
