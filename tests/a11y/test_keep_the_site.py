"""Who keeps the site, by keyboard, at two widths: a page from its first block to an old version
brought back, then each room; nothing cut, no fault, errors included."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.conftest import DESK, PHONE, Town, check_axe, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["390", "1280"])


@pytest.fixture
def keeper(town: Town) -> Any:
    from preau.accounts.models import Role

    return town.cast._agent("Hélène", "Aubert", Role.ADMINISTRATOR)


def _check(page: Page, name: str) -> None:
    check_axe(page, name)
    width: Any = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1], f"{name}: {width}"


def _press(page: Page, name: str, within: Any = None) -> None:
    (within or page.locator("#contenu")).get_by_role("button", name=name).first.press("Enter")


def _blocks(page: Page, *titles: str) -> None:
    expect(page.locator(".block-list [data-item]")).to_have_count(len(titles))
    for place, title in enumerate(titles):
        expect(page.locator(".block-list [data-item]").nth(place)).to_have_attribute(
            "data-title", title
        )


def _row(page: Page, title: str) -> Locator:
    return page.locator(f'.block-list [data-title="{title}"]')


def _begin(page: Page) -> str:
    """A page with two filled blocks; answers its address in the desk."""
    page.goto("/bureau/site/pages/nouvelle/")
    _press(page, "Créer la page")
    expect(page.locator(".error-summary")).to_be_visible()
    _check(page, "new page, errors")
    page.get_by_label("Titre de la page").fill("Jeunes")
    _press(page, "Créer la page")
    expect(page.get_by_role("heading", name="Aucun bloc")).to_be_visible()
    here = page.url
    _check(page, "empty page")
    for kind, label, words in (
        ("Texte", "Texte", "Une place pour vous."),
        ("Appel à agir", "Titre", "Venez"),
    ):
        page.locator("summary", has_text="Ajouter un bloc").press("Enter")
        _check(page, "kinds of blocks")
        page.locator(".kind", has=page.get_by_text(kind, exact=True)).press("Enter")
        field = page.get_by_role("textbox", name=label).first
        field.fill(words)
        _check(page, f"block {kind}")
        _press(page, "Enregistrer le bloc")
        expect(page).to_have_url(here)
    return here


@SIZES
def test_compose_by_keyboard(
    town: Town, keeper: Any, open_page: Callable[..., Page], size: dict[str, int]
) -> None:
    """Add, move by button and by handle, hide, undo, redo; refused, corrected, published, restored."""
    page = open_page(size)
    sign_in(page, town, keeper)
    here = _begin(page)
    _blocks(page, "Texte", "Appel à agir")
    _press(page, "Monter", _row(page, "Appel à agir"))
    _blocks(page, "Appel à agir", "Texte")
    _check(page, "moved by button")
    page.goto(here)
    page.wait_for_load_state("load")
    _blocks(page, "Appel à agir", "Texte")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        _row(page, "Texte").locator("[data-handle]").press("ArrowUp")
    _blocks(page, "Texte", "Appel à agir")
    _check(page, "moved by handle")
    page.goto(here)
    _blocks(page, "Texte", "Appel à agir")
    _press(page, "Cacher", _row(page, "Texte"))
    expect(_row(page, "Texte").get_by_role("button", name="Montrer")).to_be_visible()
    _check(page, "hidden")
    _press(page, "Annuler")
    expect(_row(page, "Texte").get_by_role("button", name="Cacher")).to_be_visible()
    _press(page, "Rétablir")
    expect(_row(page, "Texte").get_by_role("button", name="Montrer")).to_be_visible()
    _press(page, "Montrer", _row(page, "Texte"))
    expect(_row(page, "Texte").get_by_role("button", name="Cacher")).to_be_visible()
    _publish(page, here)


def _publish(page: Page, here: str) -> None:
    """Faults stop it; a wrong date is said; then it is read, changed, compared and brought back."""
    page.goto(f"{here}publier/")
    expect(page.get_by_text("À corriger", exact=True).first).to_be_visible()
    _check(page, "checks")
    page.goto(here)
    _press(page, "Retirer", _row(page, "Appel à agir"))
    _blocks(page, "Texte")
    page.goto(f"{here}publier/")
    page.get_by_label("À un moment choisi").check()
    _press(page, "Publier la page")
    expect(page.locator(".error-summary")).to_be_visible()
    _check(page, "publish, errors")
    page.get_by_label("Tout de suite").check()
    _press(page, "Publier la page")
    expect(page).to_have_url(here)
    page.goto("/jeunes/")
    expect(page.get_by_text("Une place pour vous.")).to_be_visible()
    _check(page, "the page, published")
    page.goto(here)
    _row(page, "Texte").get_by_role("link").press("Enter")
    page.get_by_role("textbox", name="Texte").first.fill("Autre chose.")
    _press(page, "Enregistrer le bloc")
    expect(page).to_have_url(here)
    page.goto(f"{here}historique/?version=1")
    expect(page.locator("del, ins").first).to_be_visible()
    _check(page, "history, compared")
    _press(page, "Reprendre la version 1")
    expect(page).to_have_url(here)
    expect(_row(page, "Texte")).to_contain_text("Une place pour vous.")


@SIZES
def test_show_a_block_in_its_time(
    town: Town, keeper: Any, open_page: Callable[..., Page], size: dict[str, int]
) -> None:
    from preau.pages.actions import compose_page
    from preau.pages.models import Page as Held

    blocks: Any = [("text", {"text": "Bientôt."})]
    compose_page(page="bientot", title="Bientôt", blocks=blocks, actor=None)
    held = Held.objects.select_related("draft").get(path="bientot")
    assert held.draft is not None
    page = open_page(size)
    sign_in(page, town, keeper)
    here = f"/bureau/site/pages/{held.pk}/"
    page.goto(f"{here}blocs/{held.draft.blocks[0]['id']}/")
    page.get_by_label("Montrer à partir du").fill("2031-06-02T10:00")
    page.get_by_label("Montrer jusqu’au").fill("2031-06-01T10:00")
    _press(page, "Enregistrer les dates")
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.get_by_label("Montrer à partir du")).to_have_value("2031-06-02T10:00")
    _check(page, "dates, errors")
    page.get_by_label("Montrer jusqu’au").fill("2031-07-01T10:00")
    _press(page, "Enregistrer les dates")
    expect(page.locator(".error-summary")).to_have_count(0)
    page.goto(f"{here}adresse/")
    _check(page, "address")
    _press(page, "Effacer la page")
    expect(page.get_by_role("dialog")).to_be_visible()
    _check(page, "delete, asked")


@SIZES
def test_walk_the_rooms(
    town: Town, keeper: Any, open_page: Callable[..., Page], size: dict[str, int]
) -> None:
    """Look, menus, pictures, documents, words, mails, legal pages, address: as they open and refused."""
    page = open_page(size)
    sign_in(page, town, keeper)
    for room in ("", "apparence/", "menus/", "mentions/", "mots/", "courriels/"):
        page.goto(f"/bureau/site/{room}")
        _check(page, room or "tree")
    page.goto("/bureau/plateforme/")
    _check(page, "the city's own address")
    page.goto("/bureau/site/courriels/proposals/mail/receipt/")
    page.get_by_role("textbox").first.fill("Bonjour {inconnu}")
    _press(page, "Enregistrer")
    expect(page.locator(".error-summary")).to_be_visible()
    _check(page, "mail, errors")
    page.goto("/bureau/site/mots/")
    page.get_by_role("textbox").first.fill("sans article")
    _press(page, "Voir sans enregistrer")
    _check(page, "words, tried")
    page.goto("/bureau/site/medias/")
    _press(page, "Ajouter l’image")
    expect(page.locator(".error-summary")).to_be_visible()
    _check(page, "pictures, errors")
    page.goto("/bureau/site/documents/")
    _press(page, "Ajouter le document")
    expect(page.locator(".error-summary")).to_be_visible()
    _check(page, "documents, errors")
    _give(page)


def _give(page: Page) -> None:
    """A PDF without tags: taken, and its faults said with what to do."""
    from pypdf import PdfWriter

    body, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(body)
    file: Any = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": body.getvalue()}
    page.get_by_label("Fichier").set_input_files(file)
    page.get_by_label("Titre du document").fill("Règlement")
    _press(page, "Ajouter le document")
    expect(page.get_by_text("n’a pas de balises").first).to_be_visible()
    _check(page, "a document")
    page.goto("/bureau/site/documents/")
    _check(page, "documents")


def test_dress_in_any_colour(town: Town, keeper: Any, open_page: Callable[..., Page]) -> None:
    """Colours of chance, each header: home, process, ballot and list of pages stay readable."""
    chance = random.Random(2031)
    page = open_page(PHONE)
    sign_in(page, town, keeper)
    page.goto("/bureau/site/apparence/")
    frames = page.locator("iframe").all()
    seen = [one.get_attribute("src") or "" for one in frames][:-1]
    for header in ("Toit", "Simple", "Bandeau de couleur"):
        colour = f"#{chance.randrange(1 << 24):06x}"
        page.goto("/bureau/site/apparence/")
        page.get_by_label("Couleur de la collectivité").fill(colour)
        page.get_by_label(header, exact=True).check()
        _press(page, "Enregistrer et voir")
        expect(page.get_by_label("Couleur de la collectivité")).to_have_value(colour)
        for address in seen:
            page.goto(address)
            _check(page, f"{colour} {header} {address}")
    page.goto("/bureau/site/pages/placer/")
    _press(page, "La placer ici")
    expect(page.locator(".error-summary")).to_be_visible()
    _check(page, "placing, errors")
