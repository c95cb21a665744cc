"""Pictures. What was uploaded is never served: only what we re-encoded."""

from __future__ import annotations

import uuid

from django.db import models
from django.urls import reverse

from preau.tenancy.models import SiteOwned

#: Widths in pixels of the renditions, smallest first.
WIDTHS = (480, 960, 1600)


class Picture(SiteOwned):
    """A picture with its alternative text, in WebP renditions no wider than the original."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    alt = models.CharField(max_length=300, blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    widths = models.JSONField(default=list)
    is_public = models.BooleanField(default=False)
    owner = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: Visitor that uploaded it before its author was known.
    visitor = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.alt or str(self.key)

    def path(self, width: int) -> str:
        """Path of a rendition below MEDIA_ROOT."""
        return f"{self.site_id}/{self.key.hex[:2]}/{self.key.hex}-{width}.webp"

    def url(self, width: int | None = None) -> str:
        return reverse("media:picture", args=[self.key, width or self.widths[0]])

    @property
    def largest_url(self) -> str:
        return self.url(self.widths[-1])

    @property
    def srcset(self) -> str:
        return ", ".join(f"{self.url(width)} {width}w" for width in self.widths)
