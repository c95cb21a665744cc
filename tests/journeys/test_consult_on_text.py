"""A text discussed on a phone without a script, then read, answered and summed up at the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from preau.kernel import clock
from preau.texts.models import Consultation, Contribution
from tests.conftest import DESK, PHONE, Town, check_axe, shoot, sign_in

HERE = "/demarches/charte/consultation/consultation/"
BUREAU = "/bureau/demarches/charte/consultation/consultation/"


@pytest.fixture
def consultation(town: Town) -> Consultation:
    """A text of two passages, open."""
    from preau.blueprints import consultation as blueprint
    from preau.texts.reading import read_words
    from preau.texts.writing import add_text, publish_version

    at = clock.now()
    process = blueprint.create(
        title="La charte des cours",
        slug="charte",
        actor=town.cast.odile,
        opens_at=at - timedelta(days=3),
        closes_at=at + timedelta(days=20),
        settings={"rules": "Tout le monde.", "information": "En mairie.", "follow_up": "Un vote."},
        summary="Dites ce que la charte doit changer.",
    )
    found = Consultation.objects.get(step__process=process)
    found.step = process.ordered_steps[0]
    words = "# Les cours\n\nLes bancs sont en bois.\n\nLes cours ouvrent à dix-huit heures.\n"
    text = add_text(consultation=found, title="La charte", pieces=read_words(words), actor=None)
    publish_version(version=text.versions.get(), note="", actor=None)
    return found


def _look(page: Page, name: str) -> None:
    check_axe(page, name)
    shoot(page, f"consult-{name}")
    width: Any = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1], f"{name}: {width}"


def _hear_refusal(town: Town) -> None:
    """A form that is refused answers 422: the console tells it, and nothing else."""
    assert all("422" in said for said in town.errors), town.errors
    town.errors.clear()


def test_amend_on_a_phone_without_script(
    town: Town, consultation: Consultation, open_page: Callable[..., Page]
) -> None:
    """From the process to the amendment, its compare, its report: plain pages only."""
    page = open_page(PHONE, java_script_enabled=False)
    sign_in(page, town, town.cast.nadia)
    page.goto("/demarches/charte/")
    page.get_by_role("link", name="Lire le texte et donner mon avis").first.click()
    page.get_by_role("link", name="Lire passage par passage").click()
    page.get_by_role("link", name="Donner le premier avis").first.click()
    page.get_by_role("button", name="Donner mon avis").click()
    expect(page.get_by_role("link", name="Choisissez une position.")).to_be_visible()
    _hear_refusal(town)
    page.get_by_role("radio", name="À modifier").check()
    page.get_by_label("Pourquoi").fill("Le bois s’use.")
    page.get_by_text("Proposer une autre rédaction").click()
    page.get_by_label("Votre rédaction du passage").fill("Les bancs sont en pierre.")
    page.get_by_role("button", name="Donner mon avis").click()
    expect(page.get_by_text("est publié.")).to_be_visible()
    expect(page.locator("ins")).to_contain_text("pierre")
    page.get_by_role("link", name="avis n°").first.click()
    expect(page.get_by_role("heading", name="La rédaction proposée")).to_be_visible()
    assert Contribution.objects.get().rewrite == "Les bancs sont en pierre."


def test_read_and_answer_at_the_desk(
    town: Town, consultation: Consultation, open_page: Callable[..., Page]
) -> None:
    """No fault on any state, public at 390 px and desk at 1280."""
    from preau.texts.actions import Words, contribute
    from preau.texts.models import Passage

    passage = Passage.objects.select_related("version__text").get(key="1-1")
    passage.version.text.consultation = consultation
    words = Words("amend", "Le bois s’use.", "Les bancs sont en pierre.")
    contribute(passage=passage, words=words, person=town.cast.nadia)
    phone = open_page(PHONE)
    for name, path in (
        ("start", ""),
        ("text", "texte/la-charte/"),
        ("passage", "texte/la-charte/1-1/"),
        ("one", "avis/1/"),
        ("list", "avis/"),
        ("report", "avis/1/signaler/"),
    ):
        phone.goto(HERE + path)
        _look(phone, name)
    phone.goto(HERE + "texte/la-charte/1-1/")
    phone.get_by_text("Proposer une autre rédaction").click()
    phone.get_by_text("Ajouter une source").click()
    _look(phone, "passage-unfolded")
    desk = open_page(DESK)
    sign_in(desk, town, town.cast.odile)
    desk.goto(BUREAU + "avis/")
    desk.get_by_label("Cocher l’avis n°").check()
    desk.get_by_role("button", name="Répondre et prévenir les auteurs").click()
    expect(desk.get_by_role("link", name="Choisissez la suite donnée.")).to_be_visible()
    _look(desk, "table-refused")
    _hear_refusal(town)
    desk.get_by_label("Cocher l’avis n°").check()
    desk.get_by_label("Retenue", exact=True).check()
    desk.get_by_label("Pourquoi").fill("La pierre dure plus longtemps.")
    desk.get_by_role("button", name="Répondre et prévenir les auteurs").click()
    expect(desk.get_by_text("L’auteur est prévenu dans trente minutes.")).to_be_visible()
    desk.get_by_role("button", name="Annuler cette réponse").press("Enter")
    expect(desk.get_by_text("La réponse à 1 avis est annulée")).to_be_visible()
    _look(desk, "answer-taken-back")
    desk.goto(BUREAU + "synthese/")
    desk.get_by_label("La synthèse").fill("La pierre, comme le dit l’[[1]].")
    desk.get_by_role("button", name="Publier et prévenir les participants").click()
    expect(desk.get_by_text("La synthèse est publiée.")).to_be_visible()
    for name in ("synthese/", "", "reglages/", "recueils/", "textes-proches/", "avis/1/"):
        desk.goto(BUREAU + name)
        _look(desk, f"desk-{name.strip('/').replace('/', '-')}")
    phone.goto(HERE + "synthese/")
    _look(phone, "synthesis")
