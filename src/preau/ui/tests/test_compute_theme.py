"""No brand colour can make the site unreadable."""

from __future__ import annotations

import random

import pytest

from preau.ui.colour import WHITE, contrast, luminance, parse_hex
from preau.ui.theme import CRAIE, LEAST_TEXT, SCALE, VEIL, Theme, palette


def test_keep_two_thousand_colours_readable() -> None:
    chance = random.Random(7)
    for _ in range(2000):
        asked = f"#{chance.randrange(1 << 24):06X}"
        found = palette(asked)
        ink, tint = parse_hex(found.brand_ink), parse_hex(found.brand_tint)
        assert found.ratio >= LEAST_TEXT, asked
        for ground in (WHITE, CRAIE, tint):
            assert contrast(ink, ground) >= LEAST_TEXT, asked
        assert contrast(parse_hex(found.brand_dark), parse_hex(found.on_brand)) >= LEAST_TEXT, asked


def test_keep_default_brand() -> None:
    assert palette("#1D4F91").brand == "#1D4F91"
    assert not palette("#1D4F91").is_corrected


@pytest.mark.parametrize("wrong", ["", "#12", "bleu", "#12345G"])
def test_refuse_what_is_no_colour(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"colour|invalid literal"):
        palette(wrong)


def test_say_why_a_colour_changes() -> None:
    assert palette("#1D4F91").reason == ""
    assert "foncée" in str(palette("#FF6600").reason)
    assert "liens" in str(palette("#F5C542").reason)


def test_keep_hue_when_darkening() -> None:
    red, green, blue = parse_hex(palette("#FF6600").brand)
    assert red > green > blue


def test_scale_from_ground_to_ink() -> None:
    steps = [luminance(parse_hex(step)) for step in palette("#B24326").scale]
    assert steps == sorted(steps, reverse=True)
    for step, wanted in zip(steps, SCALE, strict=True):
        assert step == pytest.approx(wanted, abs=0.02)


def test_a_band_is_readable_in_every_colour() -> None:
    assert "--header-ground:var(--brand)" in Theme(header_style="band").css()
    chance = random.Random(11)
    for _ in range(500):
        found = palette(f"#{chance.randrange(1 << 24):06X}")
        assert contrast(parse_hex(found.on_brand), parse_hex(found.brand)) >= LEAST_TEXT
        assert contrast(parse_hex("#20242E"), parse_hex(found.brand_tint)) >= LEAST_TEXT


def test_write_header_styles() -> None:
    assert "--roof:0px" in Theme(header_style="plain").css()
    photo = Theme(header_style="photo", photo_url='/medias/a".jpg').css()
    assert 'url("/medias/a%22.jpg")' in photo
    veiled = 1 - VEIL / 100 + VEIL / 100 * 0x2E / 255
    assert contrast((veiled, veiled, veiled), WHITE) >= LEAST_TEXT
