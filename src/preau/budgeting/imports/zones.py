"""Outlines of neighbourhoods from GeoJSON, and which one a ballot file speaks of."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from shapely.geometry import mapping, shape
from shapely.validation import make_valid

from preau.kernel.text import search_key, slug
from preau.territory.models import Zone

from .errors import ImportRefused

_NUMBER = re.compile(r"^\s*(\d+)\s*[-–.:)]")
_NAME_HINTS = ("nom_quartier", "name", "nom", "libelle", "label", "title")
_NUMBER_HINTS = ("number", "quartier", "numero", "num", "id", "code")


def leading_number(text: str) -> int | None:
    """« 6 - Saint-Cyprien » → 6; None without a leading number."""
    found = _NUMBER.match(text)
    return int(found.group(1)) if found else None


def bare_name(text: str) -> str:
    """The name without its leading number, with single spaces."""
    return re.sub(r"\s+", " ", _NUMBER.sub("", text)).strip() or text


def load_zones(path: Path) -> list[Zone]:
    """Create or update one zone per feature of a GeoJSON file, in the order of their numbers."""
    try:
        features = json.loads(path.read_text("utf-8"))["features"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ImportRefused(
            f"{path} : ce fichier n’est pas un GeoJSON lisible ({error})."
        ) from error
    zones = []
    for place, feature in enumerate(features, start=1):
        properties = feature.get("properties") or {}
        name = _tidy(str(_first(properties, _NAME_HINTS) or f"Zone {place}"))
        number = _first(properties, _NUMBER_HINTS)
        outline = make_valid(shape(feature["geometry"]))
        zone, _created = Zone.objects.update_or_create(
            slug=slug(name),
            defaults={
                "name": name[:120],
                "number": int(number) if str(number).isdigit() else place,
                "polygon": mapping(outline),
            },
        )
        zones.append(zone)
    return sorted(zones, key=lambda zone: zone.number)


def _first(properties: dict[str, Any], hints: tuple[str, ...]) -> Any:
    return next(
        (properties[hint] for hint in hints if properties.get(hint) not in (None, "")), None
    )


def _tidy(name: str) -> str:
    """Single spaces, and one on each side of a slash: names are typed in many ways."""
    return re.sub(r"\s*/\s*", " / ", re.sub(r"\s+", " ", name)).strip()


def zone_of(district: str, zones: list[Zone]) -> Zone | None:
    """The zone that a district name means, by its leading number, else by its words."""
    number = leading_number(district)
    if number is not None:
        return next((zone for zone in zones if zone.number == number), None)
    key = search_key(district)
    return next((zone for zone in zones if search_key(zone.name) == key), None)


def make_zone(district: str, place: int) -> Zone:
    """A zone without outline, for a district that no outline file describes."""
    name = bare_name(district)
    zone, _created = Zone.objects.get_or_create(
        slug=slug(name), defaults={"name": name[:120], "number": leading_number(district) or place}
    )
    return zone
