"""Observations on a map: those that everyone reads and that say a point, as GeoJSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from preau.territory.queries import quarters
from preau.ui.words import NB

from .models import Inquiry, Observation
from .queries import published

CHUNK = 1000
#: Pins that a page draws; the file holds them all.
MOST_PINS = 2000


def located(inquiry: Inquiry) -> QuerySet[Observation]:
    """Published observations that have a point."""
    found = published(inquiry).filter(latitude__isnull=False, longitude__isnull=False)
    return found.order_by("-number")


def as_feature(inquiry: Inquiry, one: Observation) -> dict[str, Any]:
    """One observation as a point of a map, with what everyone reads of it."""
    words = one.public_text.strip()
    return {
        "type": "Feature",
        "properties": {
            "number": one.number,
            "title": f"n°{NB}{one.number}",
            "note": words if len(words) <= 160 else f"{words[:160]}…",
            "parcel": one.parcel,
            "received_at": one.received_at.isoformat(timespec="seconds"),
            "url": inquiry.url("observation", one.number),
        },
        "geometry": {"type": "Point", "coordinates": [one.longitude, one.latitude]},
    }


def geojson(inquiry: Inquiry, *, with_ground: bool, with_points: bool) -> Iterator[str]:
    """A collection written as it is read; ``with_ground`` draws the quartiers and fewer pins."""
    yield '{"type":"FeatureCollection","features":['
    comma = ""
    for feature in [zone.as_feature() for zone in quarters()] if with_ground else []:
        yield comma + _written(feature)
        comma = ","
    found = located(inquiry) if with_points else Observation.objects.none()
    for one in (found[:MOST_PINS] if with_ground else found).iterator(chunk_size=CHUNK):
        yield comma + _written(as_feature(inquiry, one))
        comma = ","
    yield "]}"


def _written(feature: dict[str, Any]) -> str:
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":"))


def point_typed(latitude: str, longitude: str) -> tuple[float, float] | None:
    """The point of two typed figures; None when there is none. ``ValueError`` when it is nowhere."""
    if not latitude.strip() and not longitude.strip():
        return None
    point = float(latitude), float(longitude)
    if not (-90 <= point[0] <= 90 and -180 <= point[1] <= 180):
        raise ValueError("a point lies on the Earth")
    return point
