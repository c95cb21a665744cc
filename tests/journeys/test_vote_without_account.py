"""On a phone, without an account: by a letter, by a text message; and who decides it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from preau.electorate.codes import Recipient, make_codes
from preau.electorate.queries import electorate_of
from preau.kernel import clock
from preau.messaging.models import Text
from preau.processes.models import Requirement
from preau.voting.models import Ballot, RollEntry
from preau.voting.tests.conftest import Vote
from tests.conftest import DESK, PHONE, Town, check_axe, shoot, sign_in


@pytest.fixture
def vote(town: Town) -> Vote:
    return Vote(town.cast).open()


def _ask(vote: Vote, *kinds: str) -> None:
    Requirement.objects.filter(step=vote.step).delete()
    for order, kind in enumerate(kinds):
        rule: dict[str, Any] = {"least": 16} if kind == "age" else {}
        Requirement.objects.create(step=vote.step, order=order, kind=kind, rule=rule)


def _look(page: Page, name: str) -> None:
    check_axe(page, name)
    shoot(page, f"electorate-{name}")
    width: Any = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1], f"{name}: {width}"


def _choose(page: Page, vote: Vote) -> None:
    """One project of quartier Gare, up to « Confirmer »."""
    page.goto(f"/demarches/{vote.process.slug}/voter/gare/choisir/")
    option = vote.options(vote.gare)[0]
    page.locator(f"#geste-{option.pk}").tap()
    expect(page.locator(f"#geste-{option.pk}")).to_contain_text("Choix n°")
    page.goto(f"/demarches/{vote.process.slug}/voter/gare/relire/")
    page.get_by_role("button", name="Confirmer mon bulletin").tap()


def _fill_birth_date(page: Page) -> None:
    for label, value in (("Jour", "2"), ("Mois", "6"), ("Année", "1990")):
        page.get_by_label(label).fill(value)
    page.keyboard.press("Enter")


def test_vote_with_a_letter(town: Town, vote: Vote, open_page: Callable[..., Page]) -> None:
    _ask(vote, "code", "age")
    letter = make_codes(
        electorate=electorate_of(vote.step),
        label="Gare",
        recipients=[Recipient(zone_id=vote.gare.zone_id)],
        actor=town.cast.odile,
    )[0]
    page = open_page(PHONE, has_touch=True, is_mobile=True)
    _choose(page, vote)
    expect(page.get_by_role("heading", level=1)).to_have_text("Quel est votre code personnel ?")
    _look(page, "code")
    field = page.get_by_label("Quel est votre code personnel ?")
    field.fill("AAAA-BBBB-CCCC")
    page.get_by_role("button", name="Continuer").tap()
    expect(page.get_by_text("Ce code n’est pas reconnu").first).to_be_visible()
    assert field.input_value() == "AAAA-BBBB-CCCC"
    _look(page, "code-wrong")
    field.fill(letter.code.lower())
    page.get_by_role("button", name="Continuer").tap()
    _fill_birth_date(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre bulletin est dans l’urne")
    expect(page.get_by_text("vous avez voté sans compte")).to_be_visible()
    _look(page, "receipt")
    assert Ballot.objects.filter(contest=vote.gare).count() == 1


def test_vote_with_a_text_message(town: Town, vote: Vote, open_page: Callable[..., Page]) -> None:
    _ask(vote, "phone", "residence")
    page = open_page(PHONE, has_touch=True, is_mobile=True, java_script_enabled=True)
    _choose(page, vote)
    number = page.get_by_label("Quel est votre numéro de mobile ?")
    number.fill("02 48 57 80 00")
    page.get_by_role("button", name="Continuer").tap()
    expect(page.get_by_text("Écrivez un numéro de mobile français").first).to_be_visible()
    _look(page, "number-wrong")
    number.fill("06 12 34 56 78")
    page.get_by_role("button", name="Continuer").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Quel code avez-vous reçu ?")
    _look(page, "text-code")
    code = re.search(r"\b\d{6}\b", Text.objects.latest("pk").words)
    assert code
    page.get_by_label("Code à six chiffres").fill(code[0])
    page.get_by_role("button", name="Continuer").tap()
    page.get_by_label("Gare").tap()
    page.get_by_role("button", name="Continuer").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre bulletin est dans l’urne")
    assert RollEntry.objects.filter(contest=vote.gare).count() == 1


def test_say_who_votes_at_the_desk(town: Town, vote: Vote, open_page: Callable[..., Page]) -> None:
    """Owners choose rungs, read what a list would do, and print letters."""
    vote.step.opens_at = clock.now() + timedelta(days=3)
    vote.step.save()
    page = open_page(DESK)
    sign_in(page, town, town.cast.odile)
    page.goto(f"/bureau/demarches/{vote.process.slug}/electeurs/")
    _look(page, "desk-overview")
    page.get_by_role("link", name="Changer les règles").click()
    page.get_by_label(re.compile("Un code personnel reçu")).check()
    page.get_by_label(re.compile("Une adresse e-mail confirmée")).uncheck()
    page.get_by_label("Où voter sur papier").fill("hall de la mairie, 9 h à 17 h")
    _look(page, "desk-rules")
    page.get_by_role("button", name="Enregistrer les règles").click()
    expect(page.get_by_text("Aucun code n’a été fait")).to_be_visible()
    _look(page, "desk-warning")
    page.get_by_role("link", name="Liste des personnes").click()
    page.get_by_label("Ou son contenu").fill(
        "Nom;Prénoms;Date de naissance;Quartier\nOrme;Ana;2/6/1980;Gare\nPin;Luc;31/2/1990;\n"
    )
    page.get_by_role("button", name="Voir ce que ferait ce fichier").click()
    expect(page.get_by_text("31/2/1990")).to_have_count(2)  # in the text and beside its reason
    _look(page, "desk-roll")
    page.get_by_role("button", name=re.compile("Ajouter 1")).click()
    page.get_by_role("link", name="Codes par courrier").click()
    _look(page, "desk-no-batch")
    page.get_by_role("link", name="Faire des lettres").click()
    page.get_by_label("Nom du lot").fill("Foyers de la Gare")
    page.get_by_label("Nombre de lettres sans adresse").fill("3")
    _look(page, "desk-letters")
    with page.expect_download() as printed:
        page.get_by_role("button", name="Faire les lettres et les télécharger").click()
    assert printed.value.suggested_filename == "lettres-1-0001-1-0003.pdf"
    page.goto(f"/bureau/demarches/{vote.process.slug}/electeurs/codes/")
    _look(page, "desk-batches")
