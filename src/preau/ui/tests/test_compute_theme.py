"""No brand colour can make the site unreadable."""

from __future__ import annotations

import random

import pytest

from preau.ui.theme import CRAIE, LEAST_TEXT, WHITE, contrast, palette, parse_hex


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
