"""What a site looks like, version after version, and what frames all its pages."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from preau.tenancy.models import SiteOwned
from preau.ui.theme import Palette, palette
from preau.ui.theme import Theme as Sheet


class Look(SiteOwned):
    """A visual identity. Its stylesheet is computed, so that nothing can be unreadable."""

    class Header(models.TextChoices):
        ROOF = "roof", _("Toit")
        PLAIN = "plain", _("Simple")
        BAND = "band", _("Bandeau de couleur")
        PHOTO = "photo", _("Photo")

    class Fonts(models.TextChoices):
        HOUSE = "house", _("Bricolage et Atkinson")
        PLAIN = "plain", _("Atkinson partout, la plus lisible")
        CLASSIC = "classic", _("Titres à empattements et Atkinson")
        POSTER = "poster", _("Bricolage partout, comme une affiche")
        SYSTEM = "system", _("Celles de l’appareil")

    class Corners(models.TextChoices):
        HOUSE = "house", _("Adoucis")
        SQUARE = "square", _("Droits")
        ROUND = "round", _("Ronds")

    brand = models.CharField(
        max_length=7, default="#1D4F91", validators=[RegexValidator(r"^#[0-9A-Fa-f]{6}$")]
    )
    header = models.CharField(max_length=8, choices=Header, default=Header.ROOF)
    fonts = models.CharField(max_length=8, choices=Fonts, default=Fonts.HOUSE)
    corners = models.CharField(max_length=8, choices=Corners, default=Corners.HOUSE)
    logo = models.ForeignKey(
        "media.Picture", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    favicon = models.ForeignKey(
        "media.Picture", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    photo = models.ForeignKey(
        "media.Picture", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.brand

    @property
    def palette(self) -> Palette:
        return palette(self.brand)

    def choices(self) -> dict[str, Any]:
        """All that was chosen, ready to be another look's."""
        names = ("brand", "header", "fonts", "corners", "logo_id", "favicon_id", "photo_id")
        return {name: getattr(self, name) for name in names}

    def css(self) -> str:
        """Custom properties that override the house's own."""
        photo = self.photo.largest_url if self.photo else ""
        header = self.header if self.header != Look.Header.PHOTO or photo else Look.Header.ROOF
        return Sheet(
            brand=self.brand,
            header_style=header,
            photo_url=photo,
            fonts=self.fonts,
            corners=self.corners,
        ).css()


class Theme(Look):
    """A look that was published. The newest is the site's; older ones stay at their address."""

    #: Grows with each publication: it is in the address of the stylesheet, kept for ever.
    version = models.PositiveIntegerField(default=1)
    at = models.DateTimeField(null=True)
    author = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["site", "version"], name="one_theme_per_version")
        ]


class ThemeDraft(Look):
    """The look that is being chosen; nobody else sees it."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site"], name="one_theme_draft_per_site")]


class Frame(SiteOwned):
    """What stands around every page: menus, banner; and what the law asks to write.

    Each is a document read by ``pages.frames``.
    """

    menus = models.JSONField(default=dict, blank=True)
    banner = models.JSONField(default=dict, blank=True)
    legal = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site"], name="one_frame_per_site")]

    def __str__(self) -> str:
        return "frame"
