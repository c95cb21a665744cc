"""Two people, by keyboard: one looks at a clue and proposes, another sees the effect and decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from preau.voting.fraud.tests.conftest import Fraud
from preau.voting.models import Ballot
from preau.voting.tests.conftest import Vote
from tests.conftest import PHONE, Town, check_axe, shoot, sign_in


def _look(page: Page, name: str) -> None:
    check_axe(page, name)
    shoot(page, f"fraud-{name}")
    width: Any = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1], f"{name}: {width}"


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.focus()
    page.keyboard.press("Enter")


def test_set_aside_by_two(town: Town, open_page: Callable[..., Page]) -> None:
    vote = Vote(town.cast).open()
    fraud = Fraud(vote)
    here = f"/bureau/demarches/{vote.process.slug}/"
    first, second = open_page(PHONE), open_page(PHONE)
    sign_in(first, town, town.cast.odile)
    sign_in(second, town, fraud.second)
    first.goto(f"{here}indices/")
    _press(first, "Chercher des indices")
    expect(first.get_by_role("rowheader", name="Adresses numérotées")).to_be_visible()
    _look(first, "found")
    _press(first, "Examiner : Adresses numérotées")
    expect(first.get_by_role("checkbox")).to_have_count(6)
    first.get_by_label("Motif").fill("Six adresses de la même école.")
    _press(first, "Proposer la mise à l’écart")
    expect(first.locator(".error-summary")).to_be_focused()
    _look(first, "nobody-chosen")
    for box in first.get_by_role("checkbox").all():
        box.focus()
        first.keyboard.press("Space")
    _press(first, "Proposer la mise à l’écart")
    expect(first.get_by_text("Une autre personne le décide")).to_be_visible()
    expect(first.get_by_role("button", name="Confirmer la mise à l’écart")).to_have_count(0)
    _look(first, "proposed")
    second.goto("/bureau/")
    second.locator("a[href$='/ecarts/1/']").first.focus()
    second.keyboard.press("Enter")
    _press(second, "Voir l’effet sur le résultat")
    expect(second.get_by_text("6 bulletins sur 11")).to_be_visible()
    _look(second, "effect")
    second.get_by_label("Motif de la décision").fill("Vu avec l’école.")
    _press(second, "Confirmer la mise à l’écart")
    expect(second.get_by_text("Ces bulletins sont mis à l’écart")).to_be_visible()
    _look(second, "confirmed")
    assert Ballot.objects.filter(is_aside=True).count() == 6
    assert town.errors == []
