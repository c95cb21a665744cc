"""Zones: quartiers, secteurs, communes; once per site."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.functional import cached_property
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry
from shapely.prepared import PreparedGeometry, prep

from preau.kernel.text import sort_key
from preau.tenancy.models import SiteOwned


class Zone(SiteOwned):
    """A part of the territory. ``polygon`` is a GeoJSON geometry in WGS84, or empty."""

    class Kind(models.TextChoices):
        QUARTER = "quarter"
        SECTOR = "sector"
        TOWN = "town"

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.QUARTER)
    number = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=80)
    polygon = models.JSONField(default=dict, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="children"
    )
    sort_key = models.CharField(max_length=160, editable=False)

    class Meta:
        ordering = ["number", "sort_key"]
        constraints = [models.UniqueConstraint(fields=["site", "slug"], name="one_zone_per_slug")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_key = sort_key(self.name)[:160]
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they come

    @cached_property
    def geometry(self) -> BaseGeometry | None:
        return shape(self.polygon) if self.polygon else None

    @cached_property
    def _prepared(self) -> PreparedGeometry | None:
        return prep(self.geometry) if self.geometry is not None else None

    def holds(self, longitude: float, latitude: float) -> bool:
        """True when the point (degrees, WGS84) is inside or on the outline."""
        return self._prepared is not None and self._prepared.covers(Point(longitude, latitude))

    def as_feature(self) -> dict[str, Any]:
        """GeoJSON feature for maps."""
        return {
            "type": "Feature",
            "id": self.pk,
            "properties": {"name": self.name, "slug": self.slug, "number": self.number},
            "geometry": self.polygon or None,
        }
