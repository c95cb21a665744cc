"""Voting on a phone by touch as a newcomer, by keyboard without JavaScript, and by dragging."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from preau.voting.models import Ballot, ReceiptLine
from preau.voting.queries import my_ballot
from preau.voting.tests.conftest import Vote
from tests.conftest import DESK, PHONE, Town, check_axe, shoot, sign_in

OASIS, BIKES, ORCHARD, BENCHES = range(4)


@pytest.fixture
def vote(town: Town) -> Vote:
    return Vote(town.cast).open()


def _look(page: Page, name: str) -> None:
    check_axe(page, name)
    shoot(page, f"vote-{name}")
    width: Any = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1], f"{name}: {width}"


def _heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def _code() -> str:
    from preau.messaging.models import Email

    found = re.search(r"\d{6}", Email.objects.filter(kind="sign_in_code").latest("pk").subject)
    assert found
    return found.group()


def test_vote_by_touch(vote: Vote, open_page: Callable[..., Page]) -> None:
    page = open_page(PHONE, has_touch=True, is_mobile=True)
    page.goto(f"/demarches/{vote.process.slug}/voter/")
    _look(page, "start")
    page.get_by_role("link", name="Commencer").tap()
    _heading(page, "Où habitez-vous ?")
    _look(page, "zone")
    page.get_by_label("Gare").tap()
    page.get_by_role("button", name="Voir les projets de ce quartier").tap()
    _heading(page, "Choisissez vos projets")
    _look(page, "choose")
    options = vote.options(vote.gare)
    for place in (ORCHARD, OASIS, BIKES):
        page.locator(f"#geste-{options[place].pk}").tap()
        expect(page.locator(f"#geste-{options[place].pk}")).to_contain_text("Choix n°")
    expect(page.get_by_role("status")).to_contain_text("choix 3 sur 3")
    page.locator(f"#geste-{options[BENCHES].pk}").tap()
    expect(page.get_by_text("Votre bulletin est complet", exact=True)).to_be_visible()
    _look(page, "full")
    page.get_by_role("button", name=re.compile("Remplacer le n°\\s2")).tap()
    expect(page.locator(f"#geste-{options[BENCHES].pk}")).to_contain_text("Choix n°")
    page.get_by_role("link", name="Mon bulletin", exact=True).tap()
    _heading(page, "Mon bulletin")
    page.locator(f"#monter-{options[BIKES].pk}").tap()
    expect(page.get_by_role("status")).to_contain_text("est votre choix n°\u00a02")
    expect(page.locator(f"#monter-{options[BIKES].pk}")).to_be_focused()
    page.locator(f"#retirer-{options[BENCHES].pk}").tap()
    expect(page.locator("#annuler")).to_be_focused()
    _look(page, "ballot")
    page.get_by_role("link", name="Relire mon bulletin").tap()
    _heading(page, "Relisez votre bulletin")
    _look(page, "review")
    page.get_by_role("button", name="Confirmer mon bulletin").tap()
    _prove_identity(page)
    _heading(page, "Votre bulletin est dans l’urne")
    _look(page, "receipt")
    ballot = Ballot.objects.get(contest=vote.gare)
    assert ballot.choices == [options[ORCHARD].pk, options[BIKES].pk]
    page.get_by_role("link", name="Vérifier ce reçu").tap()
    expect(page.get_by_role("heading", name="Dans l’urne")).to_be_visible()
    _look(page, "verify")


def _prove_identity(page: Page) -> None:
    """E-mail, code, birth date; the neighbourhood was named in the booth and is not asked."""
    page.get_by_label("Votre adresse e-mail").fill("zoe@example.org")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Code à six chiffres")).to_be_visible()
    page.get_by_label("Code à six chiffres").fill(_code())
    page.keyboard.press("Enter")
    for label, value in (("Jour", "2"), ("Mois", "6"), ("Année", "1990")):
        page.get_by_label(label).fill(value)
    page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("size", "script"), [(DESK, False), (PHONE, False), (PHONE, True)], ids=str
)
def test_vote_by_keyboard(
    town: Town,
    vote: Vote,
    open_page: Callable[..., Page],
    size: dict[str, int],
    script: bool,
) -> None:
    page = open_page(size, java_script_enabled=script)
    sign_in(page, town, town.cast.nadia)
    page.goto(f"/demarches/{vote.process.slug}/voter/gare/choisir/")
    first, second = (page.locator("h3").nth(place).inner_text() for place in (0, 1))
    for title in (first, second):
        _press(page, f"Ajouter à mon bulletin, {title}")
        expect(page.get_by_role("link", name=re.compile(f"Choix n°.*{title}"))).to_be_visible()
    _press(page, "Mon bulletin", exact=True)
    _press(page, f"Monter, {second}")
    expect(page.locator(".booth-rank h2").first).to_contain_text(second)
    _press(page, "Relire mon bulletin")
    _press(page, "Confirmer mon bulletin")
    _heading(page, "Votre bulletin est dans l’urne")
    ballot = my_ballot(vote.gare, town.cast.nadia)
    assert ballot is not None
    titles = {option.pk: option.title for option in vote.options(vote.gare)}
    assert [titles[pk] for pk in ballot.choices] == [second, first]
    assert not ReceiptLine.objects.exists()


def _press(page: Page, name: str, *, exact: bool = False) -> None:
    """Reach a link or button with Tab and press Enter."""
    wanted = re.compile(f"^{re.escape(name)}$" if exact else re.escape(name))
    target = page.locator("a, button").filter(has_text=wanted).first
    handle = target.element_handle()
    for _ in range(150):
        if handle is not None and handle.evaluate("one => one === document.activeElement"):
            page.keyboard.press("Enter")
            page.wait_for_load_state()
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to « {name} » by keyboard")


def test_rank_by_dragging(town: Town, vote: Vote, open_page: Callable[..., Page]) -> None:
    page = open_page(DESK)
    sign_in(page, town, town.cast.nadia)
    page.goto(f"/demarches/{vote.process.slug}/voter/gare/choisir/")
    options = vote.options(vote.gare)
    for option in options[:3]:
        page.locator(f"#geste-{option.pk}").click()
        expect(page.locator(f"#geste-{option.pk}")).to_contain_text("Choix n°")
    page.get_by_role("link", name="Mon bulletin", exact=True).click()
    page.wait_for_load_state("networkidle")  # what drags is loaded after the page
    last = page.locator(f"#poignee-{options[2].pk}")
    start, goal = last.bounding_box(), page.locator(".booth-rank").first.bounding_box()
    assert start
    assert goal
    page.mouse.move(start["x"] + 20, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(start["x"] + 20, goal["y"] + 4, steps=8)
    page.mouse.up()
    expect(page.locator(".booth-rank h2").first).to_contain_text(options[2].title)
    last.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".booth-rank h2").nth(1)).to_contain_text(options[2].title)
    expect(last).to_be_focused()
    shoot(page, "vote-dragged")
