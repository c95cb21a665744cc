"""Where a point falls."""

from __future__ import annotations

from collections.abc import Iterable

from .models import Zone


def quarters() -> list[Zone]:
    """The neighbourhoods of the site, in their order."""
    return list(Zone.objects.filter(kind=Zone.Kind.QUARTER))


def zone_at(longitude: float, latitude: float, zones: Iterable[Zone] | None = None) -> Zone | None:
    """The zone that holds the point (degrees, WGS84); None outside the territory.

    On a shared border the zone with the lowest number answers, so that the answer is stable.
    """
    for zone in sorted(quarters() if zones is None else zones, key=lambda each: each.number):
        if zone.holds(longitude, latitude):
            return zone
    return None
