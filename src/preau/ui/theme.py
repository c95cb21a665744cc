"""A site's colours from one brand colour, so that no choice can be unreadable."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, get_args

from django.utils.translation import gettext_lazy as _

from preau.ui.colour import (
    WHITE,
    Rgb,
    at_lightness,
    at_luminance,
    contrast,
    lightness,
    luminance,
    parse_hex,
    to_hex,
)

HeaderStyle = Literal["roof", "plain", "band", "photo"]
HEADER_STYLES: tuple[str, ...] = get_args(HeaderStyle)
#: Pairs of fonts for titles and texts; nothing is fetched but what the house already serves.
FONTS: dict[str, str] = {
    "house": "",
    "plain": '--font-display:"Atkinson Hyperlegible Next","Atkinson fallback",system-ui,sans-serif;',
    "classic": '--font-display:Charter,"Bitstream Charter","Sitka Text",Cambria,Georgia,serif;',
    "poster": '--font-text:"Bricolage Grotesque","Bricolage fallback",system-ui,sans-serif;',
    "system": "--font-display:system-ui,sans-serif;--font-text:system-ui,sans-serif;",
}
CORNERS: dict[str, str] = {
    "house": "",
    "square": "--r-tag:2px;--r-control:2px;--r-card:2px;",
    "round": "--r-tag:10px;--r-control:22px;--r-card:24px;",
}

#: Relative luminances of the eight steps of the scale, from ground to ink.
SCALE = (0.9, 0.81, 0.7, 0.59, 0.5, 0.19, 0.11, 0.025)
TINT = 0.81
#: WCAG 2.2: text on its ground (1.4.3), shapes beside their ground (1.4.11).
LEAST_TEXT, LEAST_SHAPE = 4.5, 3.0
CRAIE, ARDOISE = parse_hex("#FBF7EF"), parse_hex("#20242E")
#: Everything that stands at the top in the brand's colour, and a light ground below it.
BAND = (
    "--roof:0px;--roof-strip:0px;--roof-drawing:0;--roof-ground:var(--brand-tint);--on-roof:#20242E;"
    "--header-ground:var(--brand);--header-ink:var(--on-brand);--header-mine:var(--on-brand);"
    "--header-mark:var(--on-brand);--header-line:var(--brand);--header-edge:var(--on-brand);"
)
#: Ink laid over a photo. At 60 % white words on a white photo would stop at 4.2:1.
VEIL = 66


def _readable_on(rgb: Rgb, *grounds: Rgb, least: float = LEAST_TEXT) -> Rgb:
    """The lightest neighbour of ``rgb``, of the same hue, that is read on all the grounds."""
    level = lightness(rgb)
    while min(contrast(rgb, ground) for ground in grounds) < least and level > 0:
        level = max(0.0, level - 0.005)
        rgb = at_lightness(rgb, level)
    return rgb


@dataclass(frozen=True)
class Palette:
    """Computed colours, in hexadecimal."""

    asked: str
    brand: str
    brand_dark: str
    brand_tint: str
    brand_ink: str
    on_brand: str
    scale: tuple[str, ...]

    @property
    def is_corrected(self) -> bool:
        """True when links and outlines, or buttons, could not keep the colour that was asked."""
        return self.asked != self.brand or self.asked != self.brand_ink

    @property
    def ratio(self) -> float:
        """Contrast of the button's words on the button."""
        return contrast(parse_hex(self.brand), parse_hex(self.on_brand))

    @property
    def reason(self) -> Any:
        """Why the colour shown is not the one asked, in words an agent can read; or nothing."""
        if self.asked != self.brand:
            return _(
                "Les mots blancs ne se liraient pas sur cette couleur\u00a0: "
                "elle est foncée juste assez pour qu’on les lise."
            )
        if self.asked != self.brand_ink:
            return _(
                "Cette couleur reste celle des boutons et de l’en-tête. "
                "Pour les liens, elle est foncée juste assez pour qu’on les lise sur fond clair."
            )
        return ""

    def css(self) -> str:
        """The custom properties that override the default ones."""
        return f":root{{{self.properties()}}}\n"

    def properties(self) -> str:
        names = ("brand", "brand_dark", "brand_tint", "brand_ink", "on_brand")
        plain = "".join(f"--{name.replace('_', '-')}:{getattr(self, name)};" for name in names)
        steps = "".join(f"--brand-{place}:{step};" for place, step in enumerate(self.scale, 1))
        return plain + steps


def palette(brand: str) -> Palette:
    """Colours of a site from its brand colour; ``ValueError`` when ``brand`` is no colour.

    A light brand keeps its ground with dark words on it; a middle one is darkened until white
    words are read. Links and outlines (``brand_ink``) are read on white, craie and the tint.
    """
    rgb = parse_hex(brand)
    tint = at_luminance(rgb, TINT)
    if contrast(rgb, ARDOISE) >= LEAST_TEXT and luminance(rgb) > 0.35:
        ground, words = rgb, ARDOISE
        dark = at_luminance(rgb, max(0.3, luminance(rgb) * 0.82))
    else:
        ground, words = _readable_on(rgb, WHITE), WHITE
        dark = _readable_on(at_luminance(ground, min(0.06, luminance(ground) * 0.6)), tint)
    return Palette(
        asked=to_hex(rgb),
        brand=to_hex(ground),
        brand_dark=to_hex(dark),
        brand_tint=to_hex(tint),
        brand_ink=to_hex(_readable_on(rgb, WHITE, CRAIE, tint)),
        on_brand=to_hex(words),
        scale=tuple(to_hex(at_luminance(rgb, step)) for step in SCALE),
    )


@dataclass(frozen=True)
class Theme:
    """What a site chooses: a brand colour, a style of header, a photo for it."""

    brand: str = "#1D4F91"
    header_style: str = "roof"
    #: Address of the header's photo, on this site; used by the ``photo`` style only.
    photo_url: str = ""
    #: Codes of ``FONTS`` and ``CORNERS``.
    fonts: str = "house"
    corners: str = "house"

    @cached_property
    def palette(self) -> Palette:
        return palette(self.brand)

    @property
    def corrected(self) -> str:
        """The colour really used on buttons and headers."""
        return self.palette.brand

    @property
    def reason(self) -> Any:
        return self.palette.reason

    def css(self) -> str:
        """The site's stylesheet: custom properties, nothing else."""
        shapes = FONTS.get(self.fonts, "") + CORNERS.get(self.corners, "")
        return f":root{{{self.palette.properties()}{self._header()}{shapes}}}\n"

    def _header(self) -> str:
        if self.header_style == "plain":
            return "--roof:0px;"
        if self.header_style == "band":
            return BAND
        if self.header_style == "photo" and self.photo_url:
            address = self.photo_url.replace("\\", "").replace('"', "%22").replace("\n", "")
            veil = f"rgb(32 36 46 / {VEIL}%)"
            return (
                f'--roof-image:linear-gradient({veil},{veil}),url("{address}");'
                "--roof-ground:#20242E;--on-roof:#fff;"
            )
        return ""
