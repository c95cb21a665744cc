"""A site's colours from one brand colour, so that no choice can be unreadable."""

from __future__ import annotations

from dataclasses import dataclass

Rgb = tuple[float, float, float]

#: Relative luminances of the steps: two tints for grounds, two inks for text and shapes.
TINT, INK, DARK = 0.81, 0.19, 0.06
#: WCAG: text on its ground.
LEAST_TEXT = 4.5
CRAIE: Rgb = (0xFB / 255, 0xF7 / 255, 0xEF / 255)
WHITE: Rgb = (1.0, 1.0, 1.0)
BLACK: Rgb = (0.0, 0.0, 0.0)


def parse_hex(colour: str) -> Rgb:
    """« #1D4F91 » → three numbers between 0 and 1; ``ValueError`` otherwise."""
    bare = colour.strip().lstrip("#")
    if len(bare) != 6:
        raise ValueError(f"not a colour: {colour!r}")
    return (int(bare[0:2], 16) / 255, int(bare[2:4], 16) / 255, int(bare[4:6], 16) / 255)


def to_hex(rgb: Rgb) -> str:
    return "#" + "".join(f"{round(min(max(part, 0), 1) * 255):02X}" for part in rgb)


def luminance(rgb: Rgb) -> float:
    """Relative luminance (WCAG 2.2)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """Contrast ratio (WCAG 2.2), from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def at_luminance(rgb: Rgb, wanted: float) -> Rgb:
    """``rgb`` mixed with white or black until its luminance is ``wanted``."""
    towards = WHITE if luminance(rgb) < wanted else BLACK
    low, high = 0.0, 1.0
    for _round in range(24):
        middle = (low + high) / 2
        mixed = _mix(rgb, towards, middle)
        nearer = luminance(mixed) < wanted if towards is WHITE else luminance(mixed) > wanted
        low, high = (middle, high) if nearer else (low, middle)
    return parse_hex(to_hex(_mix(rgb, towards, high)))


def _mix(one: Rgb, other: Rgb, part: float) -> Rgb:
    return (
        one[0] + (other[0] - one[0]) * part,
        one[1] + (other[1] - one[1]) * part,
        one[2] + (other[2] - one[2]) * part,
    )


def _readable_on(rgb: Rgb, *grounds: Rgb) -> Rgb:
    """The lightest mix with black that is read on all the grounds."""
    wanted = luminance(rgb)
    while min(contrast(rgb, ground) for ground in grounds) < LEAST_TEXT and wanted > 0:
        wanted = max(0.0, wanted - 0.005)
        rgb = at_luminance(rgb, wanted)
    return rgb


@dataclass(frozen=True)
class Palette:
    """Computed colours, in hexadecimal. ``is_corrected`` tells that the brand had to be darkened."""

    asked: str
    brand: str
    brand_dark: str
    brand_tint: str
    brand_ink: str
    on_brand: str

    @property
    def is_corrected(self) -> bool:
        return self.asked != self.brand_ink

    @property
    def ratio(self) -> float:
        """Contrast of the button's words on the button."""
        return contrast(parse_hex(self.brand), parse_hex(self.on_brand))

    def css(self) -> str:
        """The custom properties that override the default ones."""
        names = ("brand", "brand_dark", "brand_tint", "brand_ink", "on_brand")
        lines = "".join(f"--{name.replace('_', '-')}:{getattr(self, name)};" for name in names)
        return f":root{{{lines}}}\n"


def palette(brand: str) -> Palette:
    """Colours of a site from its brand colour.

    A light brand keeps its ground with dark words on it; a middle one is darkened until white
    words are read. Links and outlines (``brand_ink``) are read on white, craie and the tint.
    """
    rgb = parse_hex(brand)
    ink = parse_hex("#20242E")
    tint = at_luminance(rgb, TINT)
    if contrast(rgb, ink) >= LEAST_TEXT and luminance(rgb) > 0.35:
        ground, words = rgb, ink
        dark = at_luminance(rgb, max(0.3, luminance(rgb) * 0.82))
    else:
        ground = _readable_on(rgb, WHITE)
        words, dark = WHITE, at_luminance(ground, min(DARK, luminance(ground) * 0.6))
    reading = _readable_on(rgb, WHITE, CRAIE, tint)
    tint_words = _readable_on(dark, tint) if words is WHITE else ink
    return Palette(
        asked=to_hex(rgb),
        brand=to_hex(ground),
        brand_tint=to_hex(tint),
        brand_dark=to_hex(tint_words if words is WHITE else dark),
        brand_ink=to_hex(reading),
        on_brand=to_hex(words),
    )
