"""Arithmetic of colours: sRGB, relative luminance (WCAG 2.2), lightness in OKLCH."""

from __future__ import annotations

from functools import lru_cache

Rgb = tuple[float, float, float]

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


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _encoded(part: float) -> float:
    part = min(max(part, 0.0), 1.0)
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def luminance(rgb: Rgb) -> float:
    """Relative luminance (WCAG 2.2), from 0 to 1."""
    red, green, blue = (_linear(part) for part in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """Contrast ratio (WCAG 2.2), from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def at_luminance(rgb: Rgb, wanted: float) -> Rgb:
    """``rgb`` mixed with white or black until its luminance is ``wanted``."""
    towards = WHITE if luminance(rgb) < wanted else BLACK
    low, high = 0.0, 1.0
    for _round in range(16):
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


# OKLab as published by Björn Ottosson (2020); lightness is the eye's, hue stays while it changes.


def _to_oklab(rgb: Rgb) -> Rgb:
    red, green, blue = (_linear(part) for part in rgb)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _from_oklab(level: float, a: float, b: float) -> Rgb:
    long = (level + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (level - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (level - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


@lru_cache(maxsize=512)
def lightness(rgb: Rgb) -> float:
    """Lightness in OKLCH, from 0 to 1."""
    return _to_oklab(rgb)[0]


def at_lightness(rgb: Rgb, level: float) -> Rgb:
    """``rgb`` at another lightness, same hue, with as much of its chroma as sRGB can show."""
    _old, a, b = _to_oklab(rgb)
    for kept in (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0):
        linear = _from_oklab(level, a * kept, b * kept)
        if all(-0.0005 <= part <= 1.0005 for part in linear):
            break
    red, green, blue = linear
    return parse_hex(to_hex((_encoded(red), _encoded(green), _encoded(blue))))
