"""A public inquiry in a browser: deposit on a phone to the receipt, then the commissioner's desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import DESK, PHONE, Town, check_axe, sign_in

HERE = "/demarches/plu/enquete/enquete/"
BUREAU = "/bureau/demarches/plu/enquete/enquete/"


@pytest.fixture
def judge(town: Town, settings: Any, tmp_path: Any) -> Any:
    """An open inquiry, and its commissioner."""
    from preau.inquiries.tests.world import commissioner, make
    from preau.kernel import clock

    settings.MEDIA_ROOT = tmp_path
    at = clock.now()
    days = {"order_on": None, "notice_on": None}
    opens_at = at - timedelta(days=3)
    make(town.cast, opens_at=opens_at, closes_at=at + timedelta(days=40), made_at=opens_at, **days)
    return commissioner()


def fits(page: Page) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{page.url} overflows by {wide}"


def test_deposit_then_study(town: Town, judge: Any, open_page: Callable[..., Page]) -> None:
    page = open_page(PHONE)
    for path in ("", "dossier/", "journal/"):
        page.goto(HERE + path)
        check_axe(page)
        fits(page)
    page.goto(HERE)
    page.get_by_role("link", name="Déposer une observation").first.click()
    page.get_by_role("button", name="Relire avant d’envoyer").click()
    expect(page.get_by_role("alert").or_(page.locator("[data-autofocus]")).first).to_be_visible()
    check_axe(page)
    fits(page)
    page.get_by_label("Votre observation", exact=False).first.fill("Gardez le bois des Rouches.")
    page.get_by_role("button", name="Relire avant d’envoyer").click()
    check_axe(page)
    page.get_by_role("button", name="Envoyer l’observation").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre observation est enregistrée")
    check_axe(page)
    fits(page)
    page.get_by_role("link", name="La voir dans le registre").click()
    expect(page.get_by_text("Gardez le bois des Rouches.")).to_be_visible()
    sign_in(page, town, judge)
    page.set_viewport_size(DESK)
    for path in ("", "registre/", "registre/1/", "actes/", "acteurs/", "courriels/", "exports/"):
        page.goto(BUREAU + path)
        check_axe(page)
        fits(page)
    page.goto(BUREAU + "registre/1/")
    page.get_by_label("Passage, copié mot pour mot").fill("des Rouches")
    page.get_by_role("button", name="Masquer ce passage").click()
    page.goto(HERE + "registre/1/")
    expect(page.get_by_text("Passage masqué par le commissaire")).to_be_visible()
    # The browser notes the refusal of the form (422); nothing else is wrong.
    town.errors[:] = [one for one in town.errors if "422" not in one]


def test_dictate_where_there_is_no_network(
    town: Town, judge: Any, open_page: Callable[..., Page]
) -> None:
    """Two visitors of a village hall: both wait on the device, each enters once when it is back."""
    from preau.inquiries.models import Observation
    from preau.kernel import clock

    page = open_page(PHONE)
    sign_in(page, town, judge)
    page.goto(f"{BUREAU}registre/saisir/?channel=oral&day={clock.now():%Y-%m-%d}&place=Salle")
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    for number, text in enumerate(("Mon puits est à sec.", "Gardez le bois."), 1):
        page.get_by_label("Observation, transcrite").fill(text)
        page.get_by_role("button", name="Verser au registre").click()
        expect(page.locator("[data-apart-count]")).to_have_text(str(number))
        expect(page.get_by_label("Observation, transcrite")).to_have_value("")
    check_axe(page)
    fits(page)
    assert not Observation.objects.exists()
    page.context.set_offline(False)
    expect(page.locator("[data-apart-line]")).to_be_hidden(timeout=30_000)
    said = Observation.objects.order_by("number").values_list("channel", "text")
    assert list(said) == [("oral", "Mon puits est à sec."), ("oral", "Gardez le bois.")]
    page.reload()
    expect(page.locator("[data-apart-line]")).to_be_hidden()
    assert Observation.objects.count() == 2
    town.errors[:] = [one for one in town.errors if "INTERNET_DISCONNECTED" not in one]
