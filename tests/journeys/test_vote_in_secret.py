"""A secret vote: cast on a phone without JavaScript, then opened at the desk by three parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from preau.voting.actions import close_contest
from preau.voting.models import SealedBallot
from preau.voting.receipts import Receipt
from preau.voting.tests.conftest import Vote
from preau.voting.tests.secrets import Board, make_secret
from tests.conftest import DESK, PHONE, Town, check_axe, shoot, sign_in

SMALLEST = {"width": 320, "height": 640}


@pytest.fixture
def board() -> Board:
    return Board()


@pytest.fixture
def sealed(town: Town, board: Board) -> Vote:
    return make_secret(Vote(town.cast), board).open()


def _look(page: Page, name: str) -> None:
    check_axe(page, name)
    shoot(page, f"secret-{name}")
    width: Any = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1], f"{name}: {width}"


def test_cast_without_javascript(sealed: Vote, town: Town, open_page: Callable[..., Page]) -> None:
    page = open_page(PHONE, java_script_enabled=False)
    sign_in(page, town, town.cast.nadia)
    base = f"/demarches/{sealed.process.slug}/voter/gare"
    page.goto(f"{base}/choisir/")
    page.locator(f"#geste-{sealed.options(sealed.gare)[0].pk}").click()
    page.goto(f"{base}/relire/")
    expect(page.get_by_text("Le serveur scelle votre bulletin")).to_be_visible()
    page.get_by_role("button", name="Confirmer mon bulletin").click()
    words = Receipt(SealedBallot.objects.get().receipt).words
    expect(page.get_by_text(words)).to_be_visible()
    page.goto(f"{base}/recu/")
    expect(page.get_by_text(words)).to_have_count(0)


def test_read_what_is_public(sealed: Vote, open_page: Callable[..., Page]) -> None:
    sealed.cast_many(sealed.gare, [[0]] * 11)
    page = open_page(SMALLEST)
    for name, address in (("secrecy", "secret/"), ("log", "gare/journal/")):
        page.goto(f"/demarches/{sealed.process.slug}/voter/{address}")
        _look(page, name)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_open_at_the_desk(
    sealed: Vote, board: Board, town: Town, open_page: Callable[..., Page], size: Any
) -> None:
    sealed.cast_many(sealed.gare, [[0], [1], [0]])
    page = open_page(size)
    sign_in(page, town, town.cast.odile)
    desk = f"/bureau/demarches/{sealed.process.slug}"
    page.goto(f"{desk}/heures-du-vote/")
    _look(page, "hours")
    close_contest(contest=sealed.end().gare)
    page.goto(f"{desk}/urne-scellee/")
    _look(page, "to-open")
    page.get_by_label("Part n° 1 sur trois").fill("trop courte")
    page.get_by_role("button", name="Ouvrir l’urne et dépouiller").click()
    _look(page, "part-wrong")
    for place in (1, 2, 3):
        page.get_by_label(f"Part n° {place} sur trois").fill(board.parts[place])
    page.get_by_role("button", name="Ouvrir l’urne et dépouiller").click()
    expect(page.get_by_text("3 bulletins ouverts")).to_be_visible()
    _look(page, "opened")
