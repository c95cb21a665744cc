"""Signing in by a code received by mail, on a phone, by keyboard, without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import DESK, PHONE, Town, check_axe, shoot


def _code() -> str:
    from preau.messaging.models import Email

    found = re.search(r"\d{6}", Email.objects.latest("pk").subject)
    assert found
    return found.group()


@pytest.mark.parametrize("script", [True, False], ids=["js", "no-js"])
def test_sign_in_by_code(town: Town, open_page: Callable[..., Page], script: bool) -> None:
    page = open_page(PHONE, java_script_enabled=script)
    page.goto("/connexion/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Se connecter")
    page.get_by_label("Votre adresse e-mail").fill("pas une adresse")
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^Erreur"))
    expect(page.get_by_role("link", name="Écrivez une adresse complète")).to_be_visible()
    if script:
        check_axe(page, "sign-in with errors")
        expect(page.locator("#erreurs")).to_be_focused()
    page.get_by_label("Votre adresse e-mail").fill("zoe@example.org")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Quel code avez-vous reçu ?")
    shoot(page, f"code-{'js' if script else 'nojs'}")
    page.get_by_label("Code à six chiffres").fill(_code())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mon espace")
    if script:
        check_axe(page, "mine")


def test_read_pages_of_an_empty_town(town: Town, open_page: Callable[..., Page]) -> None:
    for viewport in (PHONE, DESK):
        page = open_page(viewport)
        for path in ("/", "/demarches/", "/connexion/", "/realisations/"):
            page.goto(path)
            check_axe(page)
            shoot(page, f"empty{path.replace('/', '-')}{viewport['width']}")
            width: Any = page.evaluate("document.documentElement.scrollWidth")
            assert width <= viewport["width"], path
