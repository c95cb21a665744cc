"""Every component, in every state, whatever the brand colour: axe finds nothing."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import DESK, PHONE, Town, check_axe, shoot

NARROW = {"width": 320, "height": 700}
_chance = random.Random(11)
BRANDS = ["#1D4F91", "#F5C542", "#FF6600", "#FFFFFF", "#000000"] + [
    f"#{_chance.randrange(1 << 24):06X}" for _place in range(3)
]


def _unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details.disclosure').forEach(one => one.open = true)")
    page.locator("[data-map]").scroll_into_view_if_needed()
    expect(page.locator(".pin span").first).to_be_visible()


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_pass_axe(town: Town, open_page: Callable[..., Page], screen: dict[str, int]) -> None:
    page = open_page(screen)
    page.goto("/_ui/")
    _unfold(page)
    check_axe(page)
    shoot(page, f"gallery-{screen['width']}")
    page.goto("/_ui/bulletin/")
    check_axe(page)
    shoot(page, f"gallery-ballot-{screen['width']}")
    mail = open_page(screen)
    mail.set_content(page.evaluate("fetch('/_ui/courriel/').then(one => one.text())"))
    check_axe(mail, "mail")


def test_pass_axe_with_any_brand(town: Town, open_page: Callable[..., Page]) -> None:
    page = open_page(DESK)
    for brand in BRANDS:
        page.goto(f"/_ui/?couleur=%23{brand[1:]}")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        check_axe(page, brand)


def test_fit_320_pixels(town: Town, open_page: Callable[..., Page]) -> None:
    page = open_page(NARROW)
    for path in ("/_ui/", "/_ui/bulletin/"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], path


def test_read_without_script(town: Town, open_page: Callable[..., Page]) -> None:
    page = open_page(DESK, java_script_enabled=False)
    page.goto("/_ui/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("[data-handle]")).to_have_count(0)
    page.goto("/_ui/bulletin/")
    expect(page.locator("[data-handle]").first).to_be_hidden()


def test_order_by_keyboard_and_by_drag(town: Town, open_page: Callable[..., Page]) -> None:
    page = open_page(DESK)
    page.goto("/_ui/bulletin/")
    titles, status = page.locator("[data-item] h2"), page.locator("#status")
    first, second = titles.all_inner_texts()
    # The module is there once the end of the list is marked.
    expect(page.locator("[data-move='-1'][data-end]")).to_have_count(1)
    page.get_by_role("button", name=f"Descendre {first}").press("Enter")
    expect(titles).to_have_text([second, first])
    expect(status).to_have_text(f"{first} est votre choix n° 2")
    # « Descendre » reached its end: the hand is on its twin, and the end explains itself.
    expect(page.get_by_role("button", name=f"Monter {first}")).to_be_focused()
    down = page.get_by_role("button", name=f"Descendre {first}")
    assert down.get_attribute("aria-disabled") == "true"
    handle = page.locator("[data-item]", has_text=first).locator("[data-handle]")
    handle.press("ArrowUp")
    expect(titles).to_have_text([first, second])
    start, end = handle.bounding_box(), page.locator("[data-item]").nth(1).bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 20, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(start["x"] + 20, end["y"] + end["height"] * 0.8, steps=6)
    page.mouse.up()
    expect(titles).to_have_text([second, first])


def test_open_and_leave_dialog(town: Town, open_page: Callable[..., Page]) -> None:
    page = open_page(DESK)
    page.goto("/_ui/", wait_until="networkidle")
    opener = page.get_by_role("button", name="Quitter", exact=True)
    opener.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_role("heading", name="Quitter le bulletin")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(opener).to_be_focused()


def test_light_pin_from_list(town: Town, open_page: Callable[..., Page]) -> None:
    page = open_page(DESK)
    page.goto("/_ui/")
    _unfold(page)
    page.locator("[data-pin='87'] a").focus()
    expect(page.locator(".pin__plate.is-lit")).to_have_text("87")
    pin = page.get_by_role("button", name="87 Une cour-oasis")
    pin.press("Enter")
    expect(page.locator(".leaflet-popup")).to_contain_text("Une cour-oasis")
