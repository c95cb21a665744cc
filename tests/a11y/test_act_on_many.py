"""An agent works on many ideas without a mouse; every state of those pages is clean."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.conftest import DESK, Town, check_axe, shoot, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

TABLE = "/bureau/demarches/bp/propositions/"


@pytest.fixture
def process(town: Town) -> Any:
    """A review under way today, with six ideas and a service."""
    from preau.kernel import clock
    from preau.processes.models import Process, Step
    from preau.reviews.tests.world import make_world

    world, at, day = make_world(), clock.now(), timedelta(days=1)
    for step, opens in ((world.deposit, -40), (world.review, -10), (world.vote, 60)):
        dates = {"opens_at": at + opens * day, "closes_at": at + (opens + 29) * day}
        Step.objects.filter(pk=step.pk).update(**dates)
    town.cast.service()
    for place in range(6):
        world.propose(f"Un banc au soleil, place {place}", town.cast.nadia)
    return Process.objects.with_steps().get(pk=world.process.pk)


def _work() -> None:
    from preau.lots.models import Lot
    from preau.lots.steps import advance

    while advance(Lot.objects.latest("pk")):
        pass


def test_change_and_undo_by_keyboard(
    town: Town, process: Any, open_page: Callable[..., Page]
) -> None:
    from preau.proposals.models import Proposal

    page = open_page(DESK)
    sign_in(page, town, town.cast.odile)
    page.goto(TABLE)
    check_axe(page, "table")
    page.locator(".picker summary").press("Enter")
    check_axe(page, "picker")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert "(2)" in page.locator("[data-picked]").inner_text()
    page.locator("#act").select_option("status")
    page.get_by_role("button", name="Préparer le lot").press("Enter")
    check_axe(page, "form of a lot")
    page.get_by_role("button", name="Voir l’effet").press("Enter")
    page.wait_for_selector(".error-summary")
    check_axe(page, "errors")
    page.get_by_label("Raison commune").fill("Étude lancée.")
    page.get_by_role("button", name="Voir l’effet").press("Enter")
    page.wait_for_selector("text=2 idées changent")
    check_axe(page, "rehearsal")
    shoot(page, "lot-rehearsed")
    page.get_by_role("button", name="Agir sur 2 idées").press("Enter")
    page.wait_for_selector("progress")
    check_axe(page, "running")
    _work()
    page.wait_for_selector("#state:has-text('2 faites')")  # the page looked again by itself
    check_axe(page, "report")
    assert Proposal.objects.filter(status="checking").count() == 2
    page.get_by_role("button", name="Annuler ce lot").press("Enter")
    _work()
    page.wait_for_selector("#state:has-text('2 annulées')")
    assert Proposal.objects.filter(status="checking").count() == 0
    page.goto("/bureau/demarches/bp/lots/")
    check_axe(page, "lots")


def test_edit_cells_and_board_by_keyboard(
    town: Town, process: Any, open_page: Callable[..., Page]
) -> None:
    from preau.proposals.models import Proposal

    page = open_page(DESK)
    sign_in(page, town, town.cast.odile)
    page.goto(f"{TABLE}?groupe=service&colonnes=service.echeance.personne")
    check_axe(page, "groups")
    cell = page.locator("#n2 a.cell").first
    cell.press("Enter")
    page.wait_for_selector("#n2 [data-cell-form]")
    check_axe(page, "cell")
    page.keyboard.press("Escape")
    assert page.locator("#n2 a.cell").first.evaluate("one => one === document.activeElement")
    page.keyboard.press("Enter")
    page.locator("#n2 select").select_option(label="Espaces verts")
    page.locator("#n2 button").press("Enter")
    page.wait_for_selector("#n2 a.cell:has-text('Espaces verts')")
    assert Proposal.objects.get(number=2).service is not None
    page.goto(f"{TABLE}tableau/")
    check_axe(page, "board")
    page.locator("[data-card='1'] summary").press("Enter")
    check_axe(page, "move")
    page.locator("[data-card='1']").get_by_role("button", name="En analyse").press("Enter")
    page.get_by_label("Raison commune").fill("Étude lancée.")
    page.get_by_role("button", name="Agir tout de suite").press("Enter")
    page.wait_for_selector("h1:has-text('Propositions par statut')")
    assert Proposal.objects.get(number=1).status == "review"
    for path in (f"{TABLE}vues/", f"{TABLE}lot/?acte=paste", f"{TABLE}1/case/quartier/"):
        page.goto(path)
        check_axe(page, path)


def test_drag_a_card(town: Town, process: Any, open_page: Callable[..., Page]) -> None:
    page = open_page(DESK)
    sign_in(page, town, town.cast.odile)
    page.goto(f"{TABLE}tableau/")
    page.drag_and_drop("[data-card='3'] p", "[data-target='checking'] h2")
    page.wait_for_selector("h1:has-text('Changer le statut')")
    assert page.locator("[name=status]").input_value() == "checking"


def test_publish_answers_by_keyboard(
    town: Town, process: Any, open_page: Callable[..., Page]
) -> None:
    from preau.proposals.models import Proposal

    page = open_page(DESK)
    sign_in(page, town, town.cast.odile)
    page.goto("/bureau/demarches/bp/reponses/")
    check_axe(page, "nothing prepared")
    page.goto(f"{TABLE}1/")
    page.get_by_label("Ne pas retenir").check()
    page.locator("[name=motive]").select_option(index=1)
    page.wait_for_selector("[data-preview] .lead")
    page.get_by_role("button", name="Garder pour la publication groupée").press("Enter")
    page.wait_for_selector("text=personne ne la lit encore")
    page.goto("/bureau/demarches/bp/reponses/")
    check_axe(page, "answers")
    page.get_by_role("link", name="Un banc au soleil, place 0").press("Enter")
    check_axe(page, "one answer")
    shoot(page, "answer-to-publish")
    page.go_back()
    page.get_by_role("button", name="Répéter la publication").press("Enter")
    page.wait_for_selector("text=Un message partira")
    page.get_by_label("À une date").check()
    page.get_by_label("Jour").fill("2041-06-12")
    page.get_by_label("Heure").fill("09:00")
    page.get_by_role("button", name="Agir sur une idée").press("Enter")
    page.wait_for_selector("#state:has-text('Prévu')")
    check_axe(page, "planned")
    assert Proposal.objects.get(number=1).status == "submitted"


def test_fit_a_phone_without_script(
    town: Town, process: Any, open_page: Callable[..., Page]
) -> None:
    """At 320 pixels nothing is cut, and a lot is done and followed by plain pages."""
    page = open_page({"width": 320, "height": 700}, java_script_enabled=False)
    sign_in(page, town, town.cast.odile)
    page.goto(TABLE)
    page.locator("input[value=filter]").check()
    page.locator("#act").select_option("status")
    page.get_by_role("button", name="Préparer le lot").click()
    page.get_by_label("Raison commune").fill("Étude lancée.")
    page.get_by_role("button", name="Voir l’effet").click()
    page.get_by_role("button", name="Agir sur 6 idées").click()
    assert page.get_by_text("0 sur 6").is_visible()
    _work()
    page.get_by_role("link", name="Actualiser").click()
    assert page.get_by_role("heading", name="6 faites").is_visible()


@pytest.mark.parametrize("path", ["", "tableau/", "vues/", "lot/?acte=paste"])
def test_cut_nothing_at_320_pixels(
    town: Town, process: Any, open_page: Callable[..., Page], path: str
) -> None:
    page = open_page({"width": 320, "height": 700})
    sign_in(page, town, town.cast.odile)
    page.goto(f"{TABLE}{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    check_axe(page, path)


def test_work_through_the_inbox_by_keyboard(
    town: Town, process: Any, open_page: Callable[..., Page]
) -> None:
    from preau.proposals.models import Proposal

    page = open_page(DESK)
    sign_in(page, town, town.cast.odile)
    page.goto("/bureau/")
    check_axe(page, "inbox")
    focused = "document.activeElement.textContent"
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert "place 1" in page.evaluate(focused)
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('place 1')")
    page.wait_for_load_state()  # its keys are listened to once its modules ran
    page.keyboard.press("Escape")
    page.wait_for_selector("h1:has-text('À traiter')")
    expect(page.locator(":focus")).to_contain_text("place 1")
    page.keyboard.press("e")
    page.wait_for_selector("h2:has-text('Qui suit cette idée')")
    check_axe(page, "hand on")
    page.get_by_role("button", name="Changer l’échéance").press("Enter")
    page.wait_for_selector(".error-summary")
    check_axe(page, "hand on, errors")
    page.get_by_role("button", name="Prendre").press("Enter")
    page.wait_for_selector("text=À vous")
    assert Proposal.objects.get(number=2).agent == town.cast.odile
    page.wait_for_load_state()
    page.keyboard.press("?")
    expect(page.get_by_text("Réaffecter ou reporter la ligne")).to_be_visible()
    check_axe(page, "shortcuts")
