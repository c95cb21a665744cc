"""Pictures, never served but re-encoded; documents of the site, given to be taken away."""

from __future__ import annotations

import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language_info

from preau.kernel.text import slug
from preau.tenancy.models import SiteOwned

from .files import ARCHIVES

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


#: Languages that a document may be in.
LANGUAGES = (
    *("fr", "en", "ar", "br", "ca", "de", "es", "eu", "it", "nl"),
    *("pl", "pt", "ro", "ru", "tr", "uk", "vi", "zh-hans"),
)


class Document(SiteOwned):
    """A document that the editors of the site give to everyone. Its address outlives its file."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=160)
    language = models.CharField(max_length=8, default="fr")
    #: Media type, told by its bytes; size in bytes; pages of a PDF.
    kind = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    pages = models.PositiveIntegerField(null=True)
    #: Of a PDF: its tags say what is a title, a list, a table. None for another kind of file.
    is_tagged = models.BooleanField(null=True)
    #: Of a PDF: its first pages hold words; a scan holds pictures of words.
    has_words = models.BooleanField(null=True)
    #: Grows with each new file: where it is kept.
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-updated_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str:
        """Below MEDIA_ROOT; the name that was typed is no part of it."""
        return f"{self.site_id}/documents/{self.key.hex[:2]}/{self.key.hex}-{self.version}"

    @property
    def ending(self) -> str:
        """``pdf``, ``odt``…"""
        return next((one for one, kind in ARCHIVES.items() if kind == self.kind), "pdf")

    @property
    def format(self) -> str:
        return self.ending.upper()

    @property
    def file_name(self) -> str:
        return f"{slug(self.title, longest=80)}.{self.ending}"

    @property
    def language_name(self) -> str:
        return str(get_language_info(self.language)["name_translated"]).lower()

    @property
    def is_hard_to_read(self) -> bool:
        """A screen reader would lose its way in it, or find nothing."""
        return self.is_tagged is False

    def get_absolute_url(self) -> str:
        return reverse("media:document", args=[self.key, self.file_name])
