"""A map of neighbourhoods drawn by the server: outlines, a figure in each, a pattern by class."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from preau.territory.models import Zone

#: Width of the drawing, in its own units; its height follows the town.
WIDTH = 600.0
_MARGIN = 6.0
#: Details finer than this part of the width are not drawn.
_FINEST = 0.002


@dataclass(frozen=True)
class ZoneShape:
    """One zone of the map. ``shade`` 0, 1 or 2 is a pattern, never a hue alone."""

    zone: Zone
    figure: int
    shade: int
    url: str
    path: str
    x: str
    y: str


@dataclass(frozen=True)
class ZoneMap:
    shapes: list[ZoneShape]
    view_box: str

    @property
    def has_none(self) -> bool:
        return any(shape.figure == 0 for shape in self.shapes)


def zone_map(rows: Iterable[tuple[Zone, int, str]]) -> ZoneMap | None:
    """Draw (zone, figure, address) rows; None when fewer than two zones have an outline.

    Equirectangular, corrected at the middle latitude: right for a town.
    """
    drawn = [(zone, figure, url, zone.geometry) for zone, figure, url in rows if zone.geometry]
    if len(drawn) < 2:
        return None
    bounds = [geometry.bounds for _zone, _figure, _url, geometry in drawn if geometry]
    west, south = min(b[0] for b in bounds), min(b[1] for b in bounds)
    east, north = max(b[2] for b in bounds), max(b[3] for b in bounds)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 2 * _MARGIN) / ((east - west) * squeeze)
    height = (north - south) * scale + 2 * _MARGIN
    most = max(figure for _zone, figure, _url, _geometry in drawn)

    def place(longitude: float, latitude: float) -> tuple[str, str]:
        x = (longitude - west) * squeeze * scale + _MARGIN
        return f"{x:.1f}", f"{(north - latitude) * scale + _MARGIN:.1f}"

    shapes = []
    for zone, figure, url, geometry in drawn:
        rings = _rings(geometry.simplify((east - west) * _FINEST))
        path = " ".join(
            "M" + " L".join(",".join(place(*point[:2])) for point in ring) + " Z" for ring in rings
        )
        middle = _largest(geometry).representative_point()  # type: ignore[no-untyped-call]  # shapely says no type
        x, y = place(middle.x, middle.y)
        shapes.append(ZoneShape(zone, figure, _shade(figure, most), url, path, x, y))
    return ZoneMap(shapes, f"0 0 {WIDTH:.0f} {height:.0f}")


def _shade(figure: int, most: int) -> int:
    if figure == 0:
        return 0
    return 2 if figure * 2 > most else 1


def _polygons(geometry: BaseGeometry) -> list[Polygon]:
    if isinstance(geometry, MultiPolygon):
        return list(geometry.geoms)
    return [geometry] if isinstance(geometry, Polygon) else []


def _largest(geometry: BaseGeometry) -> BaseGeometry:
    return max(_polygons(geometry), key=lambda one: one.area, default=geometry)


def _rings(geometry: BaseGeometry) -> Iterator[list[tuple[float, ...]]]:
    for polygon in _polygons(geometry):
        for ring in (polygon.exterior, *polygon.interiors):
            yield list(ring.coords)
