"""What a site looks like."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from preau.tenancy.models import SiteOwned
from preau.ui.theme import Palette, palette
from preau.ui.theme import Theme as Look


class Theme(SiteOwned):
    """The visual identity of a site. Its stylesheet is computed, so nothing can be unreadable."""

    class Header(models.TextChoices):
        ROOF = "roof", _("Toit")
        PLAIN = "plain", _("Simple")

    brand = models.CharField(
        max_length=7, default="#1D4F91", validators=[RegexValidator(r"^#[0-9A-Fa-f]{6}$")]
    )
    header = models.CharField(max_length=8, choices=Header, default=Header.ROOF)
    #: Grows with each publication: it is in the address of the stylesheet, kept for ever.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site"], name="one_theme_per_site")]

    def __str__(self) -> str:
        return self.brand

    @property
    def palette(self) -> Palette:
        return palette(self.brand)

    def css(self) -> str:
        """Custom properties that override the house's own, and the header's style."""
        return Look(brand=self.brand, header_style=self.header).css()
