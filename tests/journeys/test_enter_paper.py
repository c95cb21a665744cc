"""A polling place by keyboard alone: two readings of a batch, a third look, two signatures."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from preau.voting.models import Ballot
from preau.voting.paper.tests.conftest import Place
from preau.voting.tests.conftest import Vote
from tests.conftest import DESK, PHONE, Town, check_axe, shoot, sign_in

#: A practised hand: 60 words a minute are 200 ms a key.
KEY_MS = 200
SECONDS_A_BALLOT = 12


@pytest.fixture
def place(town: Town) -> Place:
    return Place(Vote(town.cast).open(), town.cast)


def _look(page: Page, name: str) -> None:
    check_axe(page, name)
    shoot(page, f"paper-{name}")
    width: Any = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1], f"{name}: {width}"


def _press(page: Page, name: str) -> None:
    """Reach a button or a link by keyboard and press it."""
    button = page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name))
    button.first.focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def _type(page: Page, *ballots: str) -> float:
    """Type ballots one after the other; the seconds that each took."""
    started = time.monotonic()
    for words in ballots:
        expect(page.locator("#typed")).to_be_focused()
        before = page.locator("h1").inner_text()
        page.keyboard.type(words, delay=KEY_MS)
        page.keyboard.press("Enter")
        expect(page.locator("h1")).not_to_have_text(before)
    return (time.monotonic() - started) / len(ballots)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_enter_a_batch_by_keyboard(
    place: Place, town: Town, open_page: Callable[..., Page], size: dict[str, int]
) -> None:
    batch = place.batch(3)
    here = f"/bureau/demarches/{place.vote.process.slug}/papier/lots/{batch.number}/"
    readings = [("1 3 2", "4 1", "b"), ("1 3 2", "4 2", "b")]
    pages = []
    for clerk, ballots in zip(place.clerks, readings, strict=False):
        page = open_page(size)
        sign_in(page, town, clerk)
        page.goto(here)
        _press(page, "Saisir les bulletins de ce lot")
        expect(page.locator("#typed")).to_be_focused()
        page.keyboard.type("1 9")
        expect(page.locator("[data-echo]")).to_contain_text("numéro inconnu")
        page.keyboard.press("Enter")
        expect(page.locator("#typed")).to_have_value("1 9")
        expect(page.locator(".field__error")).to_contain_text("n’est pas sur ce bulletin")
        _look(page, "entry-error")
        page.keyboard.press("Control+a")
        assert _type(page, *ballots) <= SECONDS_A_BALLOT
        _press(page, "Terminer ma lecture")
        expect(page.get_by_text("Votre lecture est terminée")).to_be_visible()
        pages.append(page)
    third = open_page(size)
    sign_in(third, town, place.clerks[2])
    third.goto(here)
    _look(third, "differences")
    _press(third, "Regarder les bulletins qui diffèrent")
    expect(third.locator(".notice")).to_contain_text("Deuxième lecture")
    _type(third, "4 2")
    _look(third, "third")
    _press(third, "Terminer ma lecture")
    _press(third, "Signer ce lot")
    expect(third.get_by_text("Votre signature est prise")).to_be_visible()
    pages[0].goto(here)
    _press(pages[0], "Signer et sceller ce lot")
    expect(pages[0].locator(".notice--success").first).to_contain_text("dans l’urne")
    _look(pages[0], "sealed")
    assert Ballot.objects.filter(channel="paper").count() == 3


def test_see_polling_place(place: Place, town: Town, open_page: Callable[..., Page]) -> None:
    place.sealed("1 2", "b")
    page = open_page(PHONE)
    sign_in(page, town, town.cast.odile)
    for path in ("", "regle/", "table/"):
        page.goto(f"/bureau/demarches/{place.vote.process.slug}/papier/{path}")
        _look(page, f"page-{path.strip('/') or 'overview'}")
