"""A call for projects on a phone: applied for without a script; then with one, read by axe."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from preau.calls.models import Application, Call, Part
from preau.kernel import clock
from tests.conftest import DESK, PHONE, Town, check_axe, shoot, sign_in

HERE = "/demarches/appel/appel/dossiers/"
BUREAU = "/bureau/demarches/appel/appel/dossiers/"


@pytest.fixture
def call(town: Town, settings: Any, tmp_path: Path) -> Call:
    """Open around this very moment."""
    from preau.calls.tests.world import open_call

    settings.MEDIA_ROOT = tmp_path
    return open_call(clock.now())


@pytest.fixture
def paper(tmp_path: Path) -> str:
    found = tmp_path / "document.pdf"
    found.write_bytes(b"%PDF-1.7 un document")
    return str(found)


def _look(page: Page, name: str) -> None:
    check_axe(page, name)
    shoot(page, f"call-{name}")
    width: Any = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1], f"{name}: {width}"


def _hear_refusal(town: Town) -> None:
    """A form that is refused answers 422 or 409: the console tells it, and nothing else."""
    assert all("422" in said or "409" in said for said in town.errors), town.errors
    town.errors.clear()


def test_apply_on_a_phone_without_script(
    town: Town, call: Call, paper: str, open_page: Callable[..., Page]
) -> None:
    """From the check of eligibility to the receipt, by plain pages only."""
    page = open_page(PHONE, java_script_enabled=False)
    sign_in(page, town, town.cast.nadia)
    page.goto("/demarches/appel/")
    page.get_by_role("link", name="Préparer un dossier").first.click()
    for one in call.conditions.all():
        group = page.get_by_role("group", name=one.question)
        group.get_by_label("Oui" if one.expects else "Non").check()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Nom du projet").fill("Un verger pour tous")
    page.get_by_label("Nom du porteur").fill("Les Amis du Moulin")
    page.get_by_role("button", name="Commencer le dossier").click()
    page.get_by_role("link", name="Le porteur et le projet").click()
    page.get_by_label("Le projet en quelques lignes").fill("Planter vingt fruitiers.")
    page.get_by_label("Association", exact=True).check()
    page.get_by_label("SIRET ou RNA").fill("W123456789")
    page.get_by_label("Adresse du siège").fill("2 rue du Four")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Le projet", exact=True).click()
    page.get_by_label("À quel besoin").fill("Des fruits.")
    page.get_by_label("Que ferez-vous").fill("Planter.")
    page.get_by_label("Toute la population").check()
    page.get_by_role("button", name="Enregistrer").click()
    for section in ("Les moyens", "Les effets et la suite"):
        page.get_by_role("link", name=section).click()
        page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Le budget").click()
    page.get_by_label("Dépense 1, intitulé").fill("Arbres")
    page.get_by_label("Dépense 1, montant").fill("2 000")
    page.get_by_role("button", name="ajouter des lignes").click()
    page.get_by_label("Recette 1, intitulé").fill("Cotisations")
    page.get_by_label("Recette 1, montant").fill("400")
    page.get_by_label("Recette 1, origine").select_option("own")
    page.get_by_label("Montant demandé").fill("1 600")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_role("link", name="Les documents").click()
    for kind in call.piece_kinds.filter(is_required=True):
        box = page.get_by_role("region", name=kind.title)
        box.locator("input[type=file]").set_input_files(paper)
        if kind.expires:
            box.get_by_label("Valable jusqu’au").fill("2099-01-01")
        box.get_by_role("button", name="Joindre").click()
        expect(page.get_by_text("document joint").first).to_be_visible()
    page.get_by_role("link", name="Toutes les parties du dossier").click()
    expect(page.get_by_text("6 parties complètes sur 6")).to_be_visible()
    page.get_by_role("link", name="Relire et déposer").click()
    page.get_by_role("button", name="Déposer le dossier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre dossier est déposé")
    assert Application.objects.get().asked_cents == 160_000


def test_write_read_and_check(town: Town, call: Call, open_page: Callable[..., Page]) -> None:
    """Totals while typing, a draft that saves itself, two who write at once, then the desk."""
    from preau.calls.tests.world import begin, fill, send

    one = begin(call, town.cast.nadia)
    here = f"{HERE}dossiers/{one.pk}/"
    page = open_page(PHONE)
    sign_in(page, town, town.cast.nadia)
    for name, path in (("home", HERE), ("check", HERE + "eligibilite/"), ("tasks", here)):
        page.goto(path)
        _look(page, name)
    page.goto(HERE + "eligibilite/")
    page.get_by_role("button", name="Continuer").click()
    _look(page, "check-refused")
    _hear_refusal(town)
    page.goto(here + "partie/budget/")
    page.get_by_label("Dépense 1, intitulé").fill("Arbres")
    page.keyboard.press("Tab")
    expect(page.locator("[data-autosave-status]")).to_contain_text("Enregistré")
    assert Part.objects.get(section="budget").data["expenses"] == [["Arbres", ""]]
    page.get_by_label("Dépense 1, montant").fill("2 000,50")
    expect(page.locator('[data-total="e"]')).to_have_text("2\u202f000,50\u00a0€")
    _look(page, "budget")
    page.goto(here + "partie/porteur/")
    page.get_by_label("SIRET ou RNA").fill("123")
    page.get_by_role("button", name="Enregistrer").press("Enter")
    expect(page.get_by_role("link", name="Écrivez un SIRET").first).to_be_visible()
    _look(page, "holder-refused")
    _hear_refusal(town)
    fill(one, town.cast.nadia)
    for name, path in (("pieces", "documents/"), ("team", "equipe/"), ("review", "relire/")):
        page.goto(here + path)
        _look(page, name)
    send(one, town.cast.nadia)
    page.goto(here + "recu/")
    _look(page, "receipt")
    desk = open_page(DESK)
    sign_in(desk, town, town.cast.odile)
    for name, path in (("desk", ""), ("sheet", f"dossiers/{one.pk}/"), ("settings", "reglages/"), ("questions", "questions/"), ("following", f"dossiers/{one.pk}/suivi/")):  # fmt: skip
        desk.goto(BUREAU + path)
        _look(desk, name)
    desk.goto(f"{BUREAU}dossiers/{one.pk}/")
    desk.get_by_text("Demander une pièce").click()
    desk.get_by_label("Ce qui manque").fill("La page 2.")
    desk.get_by_role("button", name="Demander la pièce").click()
    _look(desk, "sheet-refused")
    _hear_refusal(town)
