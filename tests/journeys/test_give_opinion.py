"""One opinion in the browser: from the link of a mail on a phone, from the inbox with keys."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from preau.kernel import clock
from preau.messaging.models import Email
from preau.processes.models import Process, Step
from preau.proposals.actions import Deposit, submit_proposal
from preau.reviews.models import Opinion
from preau.reviews.opinions import ask_opinions
from tests.conftest import DESK, PHONE, Town, check_axe, shoot, sign_in

IDEA = "Poser trois bancs avec un dossier, à l’ombre des tilleuls, devant l’école."


@pytest.fixture
def opinions(town: Town) -> list[Opinion]:
    """Three ideas under review, the service of Irène asked about each."""
    at, cast = clock.now(), town.cast
    assert cast.irene
    process = Process.objects.create(
        title="Budget participatif 2027", slug="bp", blueprint="bp", state="published"
    )
    spans = (("collection", "Dépôt", -30, -10), ("review", "Analyse", -9, 30))
    deposit, review = (
        Step.objects.create(
            process=process,
            order=order,
            kind=kind,
            title=title,
            slug=kind,
            opens_at=at + timedelta(days=start),
            closes_at=at + timedelta(days=end),
        )
        for order, (kind, title, start, end) in enumerate(spans, start=1)
    )
    found = []
    for number in range(3):
        idea = submit_proposal(
            step=deposit,
            author=cast.nadia,
            send_receipt=False,
            deposit=Deposit(title=f"Des bancs, place {number + 1}", idea=IDEA),
        )
        found += ask_opinions(
            proposal=idea, step=review, services=[cast.service()], actor=cast.odile
        )
    return found


def _look(page: Page, name: str) -> None:
    check_axe(page, name)
    shoot(page, f"opinion-{name}")
    width: Any = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1], f"{name}: {width}"


def _path_in(mail: Email) -> str:
    word = next(one for one in mail.text.split() if "/avis/" in one)
    return word[word.index("/avis/") :]


def test_sign_from_the_link_of_a_mail(
    town: Town, opinions: list[Opinion], open_page: Callable[..., Page]
) -> None:
    """Two screens, three gestures, no account."""
    page = open_page(PHONE, has_touch=True, is_mobile=True)
    mail = Email.objects.filter(kind="opinion").order_by("pk")[0]
    start = time.monotonic()
    page.goto(_path_in(mail))
    _look(page, "link")
    page.get_by_role("button", name="Signer l’avis").tap()
    expect(page.get_by_role("heading", name="Choisissez un avis.")).to_be_visible()
    _look(page, "link-refused")
    page.get_by_text("Favorable", exact=True).tap()
    page.get_by_label("En quelques mots").fill("Oui, au printemps.")
    page.get_by_text("Coûts, délai, risques").tap()
    _look(page, "link-costs")
    page.get_by_role("button", name="Signer l’avis").tap()
    expect(page.get_by_text("est signé par Irène Caron")).to_be_visible()
    _look(page, "link-done")
    assert time.monotonic() - start < 120
    opinions[0].refresh_from_db()
    assert (opinions[0].stance, opinions[0].signed_by) == ("favourable", town.cast.irene)


def test_sign_one_after_the_other(
    town: Town, opinions: list[Opinion], open_page: Callable[..., Page]
) -> None:
    """From the inbox by keyboard; what is typed saves itself; the next idea opens by itself."""
    page = open_page(DESK)
    sign_in(page, town, town.cast.irene)
    page.goto("/bureau/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(
        page.get_by_role("heading", name="L’avis de votre service, Espaces verts")
    ).to_be_visible()
    _look(page, "sheet")
    words = page.get_by_label("En quelques mots")
    words.fill("Possible à l’automne.")
    words.blur()
    expect(page.locator("[data-autosave-status]").get_by_text("Enregistré à")).to_be_visible()
    opinions[0].refresh_from_db()
    assert opinions[0].words == "Possible à l’automne."
    page.get_by_label("Favorable", exact=True).check()
    page.get_by_role("button", name="Signer l’avis").press("Enter")
    expect(page.get_by_text("Avis signé. Voici la suivante")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Des bancs, place 2")
    _look(page, "next")


def test_ask_and_conclude(
    town: Town, opinions: list[Opinion], open_page: Callable[..., Page]
) -> None:
    """The pilot's side: asking, the thread, the study file, the rounds; no fault on any state."""
    page = open_page(DESK)
    sign_in(page, town, town.cast.odile)
    page.goto("/bureau/demarches/bp/propositions/1/")
    for fold in ("Demander des avis", "Fiche d’analyse", "Écrire la synthèse"):
        page.get_by_text(fold, exact=False).first.click()
    page.get_by_text("Coût d’investissement", exact=True).click()
    _look(page, "pilot")
    page.get_by_label("Votre note").fill("@Irène Caron, qu’en dites-vous ?")
    page.get_by_role("button", name="Écrire dans le fil").click()
    expect(page.get_by_text("La note est dans le fil.")).to_be_visible()
    for name, path in (
        ("rounds", "/bureau/demarches/bp/tours/"),
        ("services", "/bureau/services/"),
        ("service", f"/bureau/services/{town.cast.service().pk}/"),
        ("rule", "/bureau/services/repartition/0/"),
        ("import", "/bureau/services/importer/"),
    ):
        page.goto(path)
        _look(page, name)
