"""Depositing on a phone as a newcomer, by keyboard without JavaScript; reading the list."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from preau.kernel import clock
from preau.processes.models import Process, Requirement, Step
from preau.proposals.actions import Deposit, submit_proposal
from preau.proposals.models import CollectionSettings, Draft, Proposal, Theme
from tests.conftest import DESK, PHONE, Town, check_axe, shoot, sign_in

IDEA = "Poser trois bancs avec un dossier, à l’ombre des tilleuls, devant l’école."


@pytest.fixture
def step(town: Town) -> Step:
    at = clock.now()
    town.cast.zone()
    nature = Theme.objects.create(code="nature", name="Nature en ville", drawing="nature")
    process = Process.objects.create(
        title="Budget participatif 2027", slug="bp", blueprint="bp", state="published"
    )
    step = Step.objects.create(
        process=process,
        order=1,
        kind="collection",
        title="Dépôt des idées",
        slug="depot",
        opens_at=at - timedelta(days=3),
        closes_at=at + timedelta(days=9),
    )
    CollectionSettings.objects.create(step=step, criteria=["Est-ce que votre idée sert à tous ?"])
    Requirement.objects.create(step=step, order=1, kind="email")
    for number in range(30):
        submit_proposal(
            step=step,
            author=town.cast.nadia,
            send_receipt=False,
            deposit=Deposit(
                title=f"Fontaine à boire numéro {number}",
                idea=IDEA,
                theme=nature,
                zone_id=town.cast.zone().pk,
                longitude=1.43 + number / 10_000,
                latitude=47.01,
                declared_cost_cents=12_000_00,
            ),
        )
    return step


def _look(page: Page, name: str) -> None:
    check_axe(page, name)
    shoot(page, f"deposit-{name}")
    width: Any = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1], f"{name}: {width}"


def _heading(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def _go_on(page: Page) -> None:
    page.get_by_role("button", name="Continuer", exact=True).click()


def test_deposit_on_a_phone(town: Town, step: Step, open_page: Callable[..., Page]) -> None:
    page = open_page(PHONE, has_touch=True, is_mobile=True)
    page.goto("/demarches/bp/proposer/")
    _look(page, "start")
    page.get_by_role("button", name="Commencer").tap()
    _go_on(page)
    expect(page.get_by_role("heading", name="Réponses à corriger")).to_be_visible()
    _look(page, "error")
    page.get_by_label("Titre").fill("Fontaine à boire près de l’école")
    _go_on(page)
    _heading(page, re.compile("ressemblent à la vôtre"))
    _look(page, "similar")
    page.get_by_role("link", name="La mienne est différente").tap()
    _heading(page, re.compile("Où se situe votre idée"))
    page.locator("[data-map] .map-name").first.wait_for()
    _look(page, "place")
    page.locator("[data-map]").tap()
    expect(page.get_by_text("Un point est posé sur la carte").first).to_be_visible()
    expect(page.get_by_label("À un endroit précis")).to_be_checked()
    expect(page.locator("[data-autosave-status]")).to_contain_text("Enregistré")
    _go_on(page)
    if "proches" in page.url:
        page.get_by_role("link", name="La mienne est différente").tap()
    page.get_by_label("Ce que vous proposez").fill(IDEA)
    _look(page, "idea")
    _go_on(page)
    _look(page, "photo")
    _go_on(page)
    page.get_by_label("Coût estimé, en euros").fill("9 500 €")
    _look(page, "cost")
    _go_on(page)
    page.get_by_label("Seul ou seule").check()
    expect(page.get_by_label("Adresse e-mail de cet adulte")).to_be_hidden()
    page.get_by_label("Nom affiché").fill("Zoé")
    _look(page, "author")
    _go_on(page)
    _heading(page, "Relisez votre idée")
    _look(page, "review")
    page.get_by_role("button", name="Déposer mon idée").tap()
    _prove_address(page)
    _heading(page, "Votre idée est déposée")
    _look(page, "receipt")
    proposal = Proposal.objects.get(number=31)
    assert (proposal.author_name, proposal.zone, proposal.declared_cost_cents) == (
        "Zoé",
        town.cast.zone(),
        9_500_00,
    )


def _prove_address(page: Page) -> None:
    from preau.messaging.models import Email

    page.get_by_label("Votre adresse e-mail").fill("zoe@example.org")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Code à six chiffres")).to_be_visible()
    found = re.search(r"\d{6}", Email.objects.filter(kind="sign_in_code").latest("pk").subject)
    assert found
    page.get_by_label("Code à six chiffres").fill(found.group())
    page.keyboard.press("Enter")


def test_deposit_without_javascript(town: Town, step: Step, open_page: Callable[..., Page]) -> None:
    page = open_page(DESK, java_script_enabled=False)
    sign_in(page, town, town.cast.paul)
    page.goto("/demarches/bp/proposer/")
    page.get_by_role("button", name="Commencer").press("Enter")
    page.get_by_label("Titre").fill("Un frigo solidaire")
    page.keyboard.press("Enter")
    page.get_by_label("À un endroit précis").press("Space")
    page.get_by_label("Quartier", exact=True).select_option("gare")
    page.get_by_label("Lieu en mots").fill("Place du Marché")
    page.keyboard.press("Enter")
    page.get_by_label("Ce que vous proposez").fill(IDEA)
    _go_on(page)
    _go_on(page)
    _go_on(page)
    page.get_by_label("Seul ou seule").press("Space")
    page.get_by_label("Nom affiché").fill("Paul")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Déposer mon idée").press("Enter")
    _heading(page, "Votre idée est déposée")
    assert Proposal.objects.get(number=31).place == "Place du Marché"


def test_go_on_elsewhere(town: Town, step: Step, open_page: Callable[..., Page]) -> None:
    library, bus = open_page(DESK), open_page(PHONE)
    library.goto("/demarches/bp/proposer/")
    library.get_by_role("button", name="Commencer").click()
    library.get_by_label("Titre").fill("Un frigo solidaire")
    library.get_by_role("button", name="Continuer plus tard").click()
    _heading(library, "Votre brouillon est gardé")
    _look(library, "later")
    code = library.locator(".resume-code").inner_text().replace(" ", "")
    bus.goto("/reprendre/")
    _look(bus, "resume")
    bus.get_by_label("Code de six signes").fill(code.lower())
    bus.keyboard.press("Enter")
    _heading(bus, re.compile("Où se situe votre idée"))
    assert Draft.objects.get().data["title"] == "Un frigo solidaire"


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_read_ideas(
    town: Town, step: Step, open_page: Callable[..., Page], viewport: dict[str, int]
) -> None:
    page = open_page(viewport)
    size = "phone" if viewport is PHONE else "desk"
    for view in ("liste", "carte", "tableau"):
        page.goto(f"/demarches/bp/projets/?vue={view}")
        if view == "carte":
            page.locator("[data-map]").scroll_into_view_if_needed()
            page.locator("[data-map] .map-name").first.wait_for()
        _look(page, f"{view}-{size}")
    page.goto("/demarches/bp/projets/3/")
    _look(page, f"idea-{size}")
    page.goto("/demarches/bp/projets/?q=introuvable&quartier=gare")
    _look(page, f"empty-{size}")


def test_filter_in_place(town: Town, step: Step, open_page: Callable[..., Page]) -> None:
    page = open_page(DESK)
    page.goto("/demarches/bp/projets/")
    page.evaluate("window.same = true")
    page.get_by_role("checkbox", name="Nature en ville").check()
    expect(page.get_by_role("status")).to_have_text("30 projets")
    expect(page.get_by_role("checkbox", name="Nature en ville")).to_be_focused()
    assert page.evaluate("window.same"), "the page was not loaded again"
    assert "theme=nature" in page.url
    page.get_by_role("link", name="Tout effacer").click()
    expect(page.get_by_role("checkbox", name="Nature en ville")).not_to_be_checked()
