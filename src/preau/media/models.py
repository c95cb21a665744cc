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
    #: Kept by the editors of the site, who choose among these pictures for its pages.
    in_library = models.BooleanField(default=False)
    title = models.CharField(max_length=120, blank=True)
    #: Says nothing that the words beside it do not say: read aloud as nothing.
    is_decorative = models.BooleanField(default=False)
    credit = models.CharField(max_length=120, blank=True)
    #: The point that must stay seen when the picture is cut: a cell of a grid of five by five.
    focus_x = models.PositiveSmallIntegerField(default=2)
    focus_y = models.PositiveSmallIntegerField(default=2)
    owner = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: Visitor that uploaded it before its author was known.
    visitor = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.alt or str(self.key)

    @property
    def focus(self) -> str:
        """Class that keeps the focal point in sight; there is no inline style."""
        return f"focus-{min(self.focus_x, 4)}-{min(self.focus_y, 4)}"

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
