"""A tablet of a polling place: unlocked, voted on, wiped; then without its connection, and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from preau.voting.models import Ballot, StandCast
from preau.voting.paper.tests.conftest import Place
from preau.voting.stand.tests.conftest import PIN, Tablet
from preau.voting.tests.conftest import Vote
from tests.conftest import DESK, PHONE, Town, check_axe, shoot, sign_in


@pytest.fixture
def tablet(town: Town) -> Tablet:
    return Tablet(Place(Vote(town.cast).open(), town.cast))


def _look(page: Page, name: str) -> None:
    check_axe(page, name)
    shoot(page, f"stand-{name}")
    width: Any = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1], f"{name}: {width}"


def _enrolled(page: Page, town: Town, tablet: Tablet) -> Page:
    page.context.add_cookies([{"name": "tablette", "value": str(tablet.token), "url": town.origin}])
    page.goto("/bureau-de-vote/")
    expect(page.get_by_role("heading", name="Déverrouiller un bulletin")).to_be_visible()
    return page


def _unlock(page: Page, first: str, *, sworn: bool = False) -> None:
    page.get_by_label("Nom", exact=True).fill("Morin")
    page.get_by_label("Prénom").fill(first)
    for name, value in (("Jour", "1"), ("Mois", "6"), ("Année", "1980")):
        page.get_by_label(name).fill(value)
    if sworn:
        page.get_by_label("La personne a signé une déclaration").check()
    page.get_by_label("Code des agents").fill(PIN)
    page.get_by_role("button", name="Déverrouiller un bulletin").click()


def _vote(page: Page, *places: int) -> None:
    expect(page.get_by_role("heading", name="Votre bulletin")).to_be_focused()
    for place, option in enumerate(places, start=1):
        page.locator(f"#toute-la-ville-{place}").select_option(index=option)
    page.get_by_role("button", name="Relire mon bulletin").click()
    expect(page.get_by_role("heading", name="Relisez votre bulletin")).to_be_focused()


def _kept_page(page: Page) -> str:
    """The page that the worker keeps, once it has it."""
    for _try in range(50):
        kept = page.evaluate("caches.match(location.href).then((kept) => kept?.text())")
        if kept:
            return str(kept)
        page.wait_for_timeout(100)
    raise AssertionError("the page was not kept")


def _open_again(page: Page, kept: str) -> None:
    """Reloaded without a connection, twice: the page that was kept, the queue, new receipts."""
    stock = "document.querySelector('[data-stand]').dataset.stock"
    page.reload()
    expect(page.get_by_text("Bulletins en attente de connexion : 1")).to_be_visible()
    first = page.evaluate(f"JSON.parse({stock})[0]")
    assert first in kept, "it comes from the tablet, not from the server"
    _unlock(page, "Max", sworn=True)
    _vote(page, 1)
    page.get_by_role("button", name="Confirmer mon bulletin").click()
    expect(page.locator(".stand__receipts li")).to_have_text(first)
    page.reload()
    expect(page.get_by_text("Bulletins en attente de connexion : 2")).to_be_visible()
    said = page.evaluate("JSON.parse(localStorage.getItem('preau-stand-stock'))")
    assert said == {"first": first, "used": 1}, "this receipt is not given twice"


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_vote_through_a_lost_connection(
    tablet: Tablet, town: Town, open_page: Callable[..., Page], size: dict[str, int]
) -> None:
    page = _enrolled(open_page(size), town, tablet)
    _look(page, "table")
    _unlock(page, "Ève")
    _vote(page, 2, 1)
    _look(page, "review")
    page.get_by_role("button", name="Confirmer mon bulletin").click()
    expect(page.get_by_text("Votre bulletin est dans l’urne.")).to_be_visible()
    _look(page, "done")
    page.get_by_role("button", name="J’ai terminé").click()
    expect(page.get_by_label("Nom", exact=True)).to_have_value("")
    assert Ballot.objects.filter(channel="stand").count() == 1
    _unlock(page, "Ève")
    expect(page.get_by_text("a déjà voté en personne")).to_be_visible()
    kept = _kept_page(page)
    page.context.set_offline(True)
    _unlock(page, "Lou")
    expect(page.get_by_text("Faites signer une déclaration")).to_be_visible()
    _unlock(page, "Lou", sworn=True)
    _vote(page, 3)
    page.get_by_role("button", name="Confirmer mon bulletin").click()
    expect(page.get_by_text("votre bulletin est gardé ici, chiffré")).to_be_visible()
    receipt = page.locator(".stand__receipts li").inner_text()
    page.get_by_role("button", name="J’ai terminé").click()
    expect(page.get_by_text("Bulletins en attente de connexion : 1")).to_be_visible()
    assert Ballot.objects.filter(channel="stand").count() == 1
    _open_again(page, kept)
    page.context.set_offline(False)
    expect(page.get_by_text("Rien n’attend sur cette tablette.")).to_be_visible(timeout=40_000)
    assert Ballot.objects.filter(channel="stand", receipt=receipt).count() == 1
    assert StandCast.objects.count() == 3
    town.errors[:] = [one for one in town.errors if "Failed to load resource" not in one]


def test_wipe_after_a_minute(tablet: Tablet, town: Town, open_page: Callable[..., Page]) -> None:
    page = open_page(PHONE)
    page.clock.install()
    _enrolled(page, town, tablet)
    _unlock(page, "Zoé")
    expect(page.get_by_role("heading", name="Votre bulletin")).to_be_visible()
    page.locator("#toute-la-ville-1").select_option(index=1)
    page.clock.run_for(61_000)
    expect(page.get_by_role("heading", name="Déverrouiller un bulletin")).to_be_visible()
    assert page.locator("#toute-la-ville-1").input_value() == ""
    assert page.get_by_label("Prénom").input_value() == ""
    assert Ballot.objects.filter(channel="stand").count() == 0


def test_say_so_without_script(tablet: Tablet, town: Town, open_page: Callable[..., Page]) -> None:
    page = open_page(PHONE, java_script_enabled=False)
    page.goto("/bureau-de-vote/")
    expect(page.get_by_role("heading", name="Enregistrer cette tablette")).to_be_visible()
    page.context.add_cookies([{"name": "tablette", "value": str(tablet.token), "url": town.origin}])
    page.goto("/bureau-de-vote/")
    expect(page.get_by_text("Cette tablette a besoin de JavaScript")).to_be_visible()
    expect(page.get_by_role("link", name="Voter en ligne")).to_be_visible()
    expect(page.get_by_role("button", name="Déverrouiller")).to_be_hidden()


def test_see_tablets(tablet: Tablet, town: Town, open_page: Callable[..., Page]) -> None:
    """The desk page of tablets, by keyboard: one is revoked."""
    page = open_page(PHONE)
    sign_in(page, town, town.cast.odile)
    page.goto(f"/bureau/demarches/{tablet.device.election.step.process.slug}/papier/tablettes/")
    _look(page, "tablets")
    page.get_by_role("button", name="Ajouter et donner son code").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    _look(page, "tablets-error")
    page.get_by_role("button", name="Révoquer").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("révoquée", exact=True)).to_be_visible()
    _look(page, "tablets-revoked")
