"""Each format at 390 pixels: by touch, then by keyboard alone, with JavaScript and without."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from preau.voting.queries import my_ballot
from preau.voting.tests.conftest import Vote
from tests.conftest import PHONE, Town, check_axe, shoot, sign_in

OASIS, BIKES, ORCHARD, BENCHES = range(4)
QUESTION = "Faut-il fermer la rue des Lilas aux voitures le dimanche\u00a0?"
GRADES = ["Très bien", "Bien", "Assez bien", "Passable", "À rejeter"]


@dataclass(frozen=True)
class Case:
    """A format, what is answered about options by place, what the bar and the box then say."""

    code: str
    answers: dict[int, str]
    bar: str
    held: Any
    limits: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.code


CASES = [
    Case("approval", {OASIS: "", ORCHARD: ""}, "2 choix sur 3", [0, 2], {"max_choices": 3}),
    Case("single", {BIKES: ""}, "Votre choix", [1]),
    Case("yes-no", {1: ""}, "Votre choix\u00a0: Non", [1], {"question": QUESTION}),
    Case("basket", {OASIS: "", BIKES: ""}, "il reste 40\u00a0000\u00a0€", [0, 1]),
    Case("points", {OASIS: "3", BIKES: "2"}, "il en reste 5", {0: 3, 1: 2}),
    Case("for-against", {OASIS: "1", ORCHARD: "-1"}, "1 pour, 1 contre", {0: 1, 2: -1}),
    Case(
        "grades", {OASIS: "0", BENCHES: "4"}, "2 mentions sur 4", {0: 0, 3: 4}, {"grades": GRADES}
    ),
]


def _look(page: Page, name: str) -> None:
    check_axe(page, name)
    shoot(page, f"format-{name}")
    width: Any = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1], f"{name}: {width}"


def _control(page: Page, option: Any, said: str) -> Locator:
    """What answers about an option: its box, its button, its figure."""
    figure = page.locator(f"input[inputmode][name=note-{option.pk}]")
    if figure.count():
        return figure
    if said:
        return page.locator(f"input[name=note-{option.pk}][value='{said}']")
    return page.locator(f"input[name=choix][value='{option.pk}']")


def _held(vote: Vote, told: Any) -> Any:
    ids = [option.pk for option in vote.options(vote.gare)]
    if isinstance(told, dict):
        return {str(ids[place]): mark for place, mark in told.items()}
    return [ids[place] for place in told]


def _check_box(vote: Vote, town: Town, case: Case) -> None:
    ballot = my_ballot(vote.gare, town.cast.nadia)
    assert ballot is not None
    assert ballot.choices == _held(vote, case.held)


@pytest.fixture(params=CASES, ids=str)
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.param
    return found


@pytest.fixture
def vote(town: Town, case: Case) -> Vote:
    return Vote(town.cast).reformat(case.code, **case.limits).open()


def test_vote_by_touch(town: Town, vote: Vote, case: Case, open_page: Callable[..., Page]) -> None:
    page = open_page(PHONE, has_touch=True, is_mobile=True)
    sign_in(page, town, town.cast.nadia)
    page.goto(f"/demarches/{vote.process.slug}/voter/gare/choisir/")
    page.wait_for_load_state("networkidle")
    _look(page, f"{case.code}-empty")
    options = vote.options(vote.gare)
    for place, said in case.answers.items():
        control = _control(page, options[place], said)
        if case.code == "points":
            for _ in range(int(said)):
                more = page.get_by_role("button", name=f"Un point de plus, {options[place].title}")
                more.tap()
        else:
            page.locator("label", has=control).tap()
            expect(control).to_be_checked()
    expect(page.locator("#barre")).to_contain_text(case.bar)
    expect(page.get_by_role("status")).to_contain_text(case.bar)
    _look(page, f"{case.code}-filled")
    page.reload()
    expect(page.locator("#barre")).to_contain_text(case.bar)
    page.get_by_role("button", name="Relire mon bulletin").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Relisez votre bulletin")
    _look(page, f"{case.code}-review")
    page.get_by_role("button", name="Confirmer mon bulletin").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre bulletin est dans l’urne")
    _check_box(vote, town, case)


@pytest.mark.parametrize("script", [False, True], ids=["plain", "script"])
def test_vote_by_keyboard(
    town: Town, vote: Vote, case: Case, open_page: Callable[..., Page], script: bool
) -> None:
    page = open_page(PHONE, java_script_enabled=script)
    sign_in(page, town, town.cast.nadia)
    page.goto(f"/demarches/{vote.process.slug}/voter/gare/choisir/")
    options = vote.options(vote.gare)
    for place, said in case.answers.items():
        control = _control(page, options[place], said)
        if case.code == "points":
            _reach(page, control)
            page.keyboard.type(said)
        else:
            _tick(page, control)
    review = page.get_by_role("button", name="Relire mon bulletin")
    _reach(page, review)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Relisez votre bulletin")
    page.get_by_role("button", name="Confirmer mon bulletin").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre bulletin est dans l’urne")
    _check_box(vote, town, case)


def _tick(page: Page, control: Locator) -> None:
    """Tab to the box, or to its group and along it with the arrows."""
    if control.get_attribute("type") == "checkbox":
        _reach(page, control)
        page.keyboard.press("Space")
        return
    _reach(page, page.locator(f"input[name='{control.get_attribute('name')}']"))
    page.keyboard.press("Space")
    for _ in range(8):
        if control.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError("the arrows do not lead there")


def _reach(page: Page, wanted: Locator) -> None:
    for _ in range(120):
        if wanted.evaluate_all("all => all.includes(document.activeElement)"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("no way there with Tab")


def test_take_out_of_a_basket_too_full(town: Town, open_page: Callable[..., Page]) -> None:
    vote = Vote(town.cast).reformat("basket").open()
    page = open_page(PHONE, has_touch=True, is_mobile=True)
    sign_in(page, town, town.cast.nadia)
    page.goto(f"/demarches/{vote.process.slug}/voter/gare/choisir/")
    page.wait_for_load_state("networkidle")
    options = vote.options(vote.gare)
    for option in (options[BIKES], options[BENCHES]):
        page.locator("label", has=_control(page, option, "")).tap()
    expect(page.locator("#barre")).to_contain_text("20\u00a0000\u00a0€ de trop")
    _look(page, "basket-over")
    page.get_by_role("button", name="Relire mon bulletin").tap()
    expect(page.get_by_text("Retirer n°\u00a02")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Confirmer"))).to_have_count(0)
    _look(page, "basket-refused")
    page.get_by_role("link", name="Corriger mon bulletin").tap()
    page.wait_for_load_state("networkidle")
    page.locator("label", has=_control(page, options[BIKES], "")).tap()
    expect(page.locator("#barre")).to_contain_text("il reste 20\u00a0000\u00a0€")
    page.get_by_role("button", name="Relire mon bulletin").tap()
    expect(page.get_by_role("button", name="Confirmer mon bulletin")).to_be_visible()
