"""A member reads by keyboard on a phone, the president decides at a desk, the secretary compares."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from preau.juries.models import Conflict, Grant, Reading
from preau.juries.tests.world import EUROS, build
from preau.kernel import clock

from ..conftest import DESK, PHONE, Town, check_axe, shoot, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def world(town: Town) -> Any:
    """Three applications, three members, two readers each; an envelope for one and a half."""
    made = build(town.cast, clock.now(), files=3, members=3, envelope_cents=2_500 * EUROS)
    made.share()
    return made


def _look(page: Page, name: str) -> None:
    shoot(page, name)
    check_axe(page, name)
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wide, f"{name} is wider than the screen"


def _forgive_refused_forms(town: Town) -> None:
    """The browser notes that a page answered 422; nothing else may be wrong."""
    town.errors[:] = [one for one in town.errors if "422" not in one]


def test_read_by_keyboard_on_a_phone(
    town: Town, world: Any, open_page: Callable[..., Page]
) -> None:
    member = world.members[1]
    first = member.readings.order_by("proposal__number")[0]
    page = open_page(PHONE)
    sign_in(page, town, member.user)
    page.goto(world.jury.url("readings"))
    _look(page, "jury-readings")
    page.get_by_role("link", name=f"Projet {first.proposal.number}", exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Projet {first.proposal.number}")
    use = page.get_by_role("group", name="Utilité").first
    use.get_by_role("radio", name="0", exact=True).focus()
    page.keyboard.press("ArrowRight")
    use.get_by_label("Pourquoi cette note").fill("Le besoin n’est pas montré.")
    expect(page.locator("[data-autosave-status]")).to_contain_text("Enregistré à")
    _look(page, "jury-read")
    page.get_by_role("button", name="Terminer cette lecture").press("Enter")
    expect(page.get_by_text("Donnez une note.").first).to_be_visible()
    _look(page, "jury-read-lacks")
    page.get_by_label("Note, de 0 à 20").fill("14")
    page.get_by_role("button", name="Terminer cette lecture").press("Enter")
    expect(page.get_by_text("terminée", exact=False).first).to_be_visible()
    _look(page, "jury-readings-done")
    reading = Reading.objects.get(pk=first.pk)
    assert reading.state == Reading.State.DONE
    tie = page.get_by_role("button", name="J’ai un lien avec ce dossier").last
    tie.press("Enter")
    expect(page.get_by_text("C’est noté", exact=False)).to_be_visible()
    assert Conflict.objects.get().juror_id == member.pk
    page.get_by_role("link", name="Mes liens").press("Enter")
    expect(page.get_by_role("heading", name="Liens déjà dits")).to_be_visible()
    _look(page, "jury-conflicts")
    _forgive_refused_forms(town)


def test_deliberate_at_a_desk(town: Town, world: Any, open_page: Callable[..., Page]) -> None:
    world.finish_all({1: (5, 18), 2: (4, 12), 3: (4, 12)})
    page = open_page(DESK)
    sign_in(page, town, world.owner)
    for name in ("home", "members", "grid", "settings", "calibration", "ranking", "report"):
        page.goto(world.jury.desk_url(name))
        _look(page, f"jury-desk-{name}")
    president = open_page(DESK)
    sign_in(president, town, world.members[0].user)
    president.goto(world.jury.url("deliberation"))
    president.get_by_role("button", name="Ouvrir la délibération").click()
    president.get_by_role("link", name="Dossier suivant").click()
    expect(president.get_by_role("heading", level=1)).to_have_text("Projet 1")
    president.get_by_role("radio", name="Retenue", exact=True).check()
    president.get_by_label("Montant accordé").fill("900")
    expect(president.locator("[data-left]")).to_have_text("1\u202f600\u00a0€")
    _look(president, "jury-rule")
    president.get_by_role("button", name="Écrire la décision").click()
    expect(president.get_by_role("heading", level=1)).to_have_text("Projet 2")
    president.get_by_role("radio", name="Retenue", exact=True).check()
    president.get_by_label("Montant accordé").fill("1 700")
    expect(president.locator(".jury-envelope--over")).to_be_visible()
    president.get_by_role("button", name="Écrire la décision").click()
    expect(president.get_by_text("dépasseraient l’enveloppe").first).to_be_visible()
    _look(president, "jury-rule-over")
    president.get_by_label("Montant accordé").fill("1 600")
    president.get_by_role("button", name="Écrire la décision").click()
    president.get_by_role("radio", name="Liste complémentaire").check()
    president.get_by_label("Motif").fill("L’enveloppe est épuisée.")
    president.get_by_label("Ce qui départage").fill("Le projet 2 est prêt.")
    president.get_by_role("button", name="Écrire la décision").click()
    expect(president.get_by_role("button", name="Clore la délibération")).to_be_visible()
    _look(president, "jury-deliberation")
    president.get_by_role("button", name="Clore la délibération").click()
    expect(president.get_by_role("link", name="Procès-verbal (PDF)")).to_be_visible()
    assert Grant.objects.count() == 3
    page.goto(world.jury.desk_url("letters"))
    _look(page, "jury-desk-letters")
    page.get_by_role("button", name="Publier les décisions").click()
    expect(page.get_by_text("Les décisions sont publiques.").first).to_be_visible()
    visitor = open_page(PHONE)
    visitor.goto(world.jury.url("home"))
    _look(visitor, "jury-home")
    _forgive_refused_forms(town)
