"""A votation and a petition at 390 pixels: by touch, then by keyboard alone without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from preau.kernel import clock
from preau.petitions.models import Petition, Signature
from preau.votations.actions import Asked, open_votation
from preau.votations.tests.conftest import YES_NO, Held
from preau.voting.queries import my_ballot
from tests.conftest import PHONE, Town, check_axe, shoot, sign_in

from .test_vote_formats import _reach, _tick

ANSWERS = (("Un marché", "Le samedi."), ("Un jardin", ""), ("Un parking", ""))
GRADES = Asked(title="La place", words="Que faire de la place\u00a0?", ballot_format="grades",
               answers=ANSWERS)  # fmt: skip
RANKING = Asked(title="L’ordre", words="Par quoi commencer\u00a0?", ballot_format="ranked",
                answers=ANSWERS)  # fmt: skip


def _look(page: Page, name: str) -> None:
    check_axe(page, name)
    shoot(page, f"together-{name}")
    width: Any = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1], f"{name}: {width}"


@pytest.fixture
def held(town: Town) -> Held:
    """Three questions in one votation: yes or no, grades, a ranking."""
    found = Held(town.cast, YES_NO, GRADES, RANKING, quorum_ballots=2)
    open_votation(process=found.process, actor=town.cast.odile)
    found.again()
    return found


def _pks(held: Held, place: int) -> list[int]:
    return [one.pk for one in held.contests[place].listed]


def _confirm(page: Page, press: Callable[[Any], None], *, is_ranked: bool) -> None:
    if is_ranked:  # its order is read again first
        press(page.get_by_role("link", name="Mon bulletin", exact=True))
        press(page.get_by_role("link", name="Relire mon bulletin"))
    else:
        press(page.get_by_role("button", name="Relire mon bulletin"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Relisez votre bulletin")
    press(page.get_by_role("button", name="Confirmer mon bulletin"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre bulletin est dans l’urne")


def _boxes(held: Held, person: Any) -> list[Any]:
    found = [my_ballot(contest, person) for contest in held.contests]
    return [one.choices if one is not None else None for one in found]


def _expected(held: Held) -> list[Any]:
    """Yes; the market first grade, the car park second; the garden then the market."""
    yes, market, order = _pks(held, 0)[0], _pks(held, 1), _pks(held, 2)
    return [[yes], {str(market[0]): 0, str(market[2]): 1}, [order[1], order[0]]]


def _ways(held: Held) -> list[tuple[str, list[str]]]:
    """The ballot of each question, with the controls to use in their order."""
    yes, market, order = (_pks(held, place) for place in range(3))
    controls = [
        [f"input[name=choix][value='{yes[0]}']"],
        [f"input[name=note-{market[0]}][value='0']", f"input[name=note-{market[2]}][value='1']"],
        [f"#geste-{order[1]}", f"#geste-{order[0]}"],
    ]
    ways = [f"/demarches/{held.process.slug}/voter/{one.slug}/choisir/" for one in held.contests]
    return list(zip(ways, controls, strict=True))


def test_answer_three_questions_by_touch(
    town: Town, held: Held, open_page: Callable[..., Page]
) -> None:
    page = open_page(PHONE, has_touch=True, is_mobile=True)
    sign_in(page, town, town.cast.nadia)
    page.goto(held.url())
    _look(page, "votation")
    expect(page.get_by_text("Il en manque").first).to_be_visible()
    for place, (way, controls) in enumerate(_ways(held)):
        page.goto(way)
        page.wait_for_load_state("networkidle")
        _look(page, f"ballot-{place}")
        for number, selector in enumerate(controls, start=1):
            control = page.locator(selector)
            if control.get_attribute("type") == "radio":
                page.locator("label", has=control).tap()
                expect(control).to_be_checked()
            else:
                control.tap()
                expect(control).to_contain_text(f"Choix n°\u00a0{number}")
        _look(page, f"ballot-{place}-filled")
        _confirm(page, lambda one: one.tap(), is_ranked=place == 2)
        _look(page, f"ballot-{place}-done")
    assert _boxes(held, town.cast.nadia) == _expected(held)


def test_answer_three_questions_by_keyboard(
    town: Town, held: Held, open_page: Callable[..., Page]
) -> None:
    """Without JavaScript: Tab, arrows, Space and Enter are enough."""
    page = open_page(PHONE, java_script_enabled=False)
    sign_in(page, town, town.cast.nadia)
    for place, (way, controls) in enumerate(_ways(held)):
        page.goto(way)
        for number, selector in enumerate(controls, start=1):
            control = page.locator(selector)
            if control.get_attribute("type") == "radio":
                _tick(page, control)
            else:
                _reach(page, control)
                page.keyboard.press("Enter")
                expect(control).to_contain_text(f"Choix n°\u00a0{number}")  # the next page is here
        _confirm(page, lambda one: one.press("Enter"), is_ranked=place == 2)
    assert _boxes(held, town.cast.nadia) == _expected(held)
    page.goto(held.url())
    expect(page.get_by_text("Il en manque").first).to_be_visible()


@pytest.fixture
def petition(town: Town) -> Petition:
    """Two signatures are needed for it to be brought to the council."""
    from preau.blueprints import petition

    at = clock.now()
    process = petition.create(
        title="Des tilleuls", slug="tilleuls", actor=None,
        opens_at=at - timedelta(days=1), closes_at=at + timedelta(days=9),
        summary="Planter rue du Four.",
        settings={"asked": 2, "demand": "Plantons dix tilleuls rue du Four."},
    )  # fmt: skip
    nadia = town.cast.nadia
    nadia.birth_date = date(1990, 1, 1)
    nadia.save(update_fields=["birth_date"])
    found = Petition.objects.select_related("step__process").get(step__process=process)
    return found


@pytest.mark.parametrize("has_script", [True, False], ids=["touch", "keyboard"])
def test_sign_a_petition(
    town: Town, petition: Petition, open_page: Callable[..., Page], has_script: bool
) -> None:
    """A fault keeps what was typed; the gauge counts; a signature is taken back."""
    window = {"has_touch": True} if has_script else {"java_script_enabled": False}
    page = open_page(PHONE, **window)
    sign_in(page, town, town.cast.nadia)

    def press(name: str) -> None:
        button = page.get_by_role("button", name=name, exact=True)
        if has_script:
            button.tap()
        else:
            _reach(page, button)
            page.keyboard.press("Enter")

    def look(name: str) -> None:
        if has_script:
            _look(page, f"petition-{name}")

    page.goto(petition.url("petition"))
    expect(page.get_by_text("Il manque 2\u00a0signatures.")).to_be_visible()
    look("open")
    page.get_by_role("link", name="Signer").first.press("Enter")
    page.get_by_label("Votre adresse dans la commune").fill("2 rue du Four")
    press("Signer la pétition")
    expect(page.get_by_text("Cochez la case pour signer.").first).to_be_visible()
    expect(page.get_by_label("Votre adresse dans la commune")).to_have_value("2 rue du Four")
    look("refused")
    # The browser notes the refusal of the page (422); nothing else is wrong.
    town.errors[:] = [one for one in town.errors if "422" not in one]
    box = page.get_by_label("Je déclare remplir")
    box.check() if has_script else _tick(page, box)
    press("Signer la pétition")
    expect(page.get_by_text("Votre signature est comptée.")).to_be_visible()
    expect(page.get_by_text("Il manque 1\u00a0signature.")).to_be_visible()
    look("signed")
    assert Signature.objects.get().user == town.cast.nadia
    press("Retirer ma signature")
    expect(page.get_by_text("Il n’en reste rien.")).to_be_visible()
    assert not Signature.objects.exists()
