"""An administrator composes a page: each change is kept, undone, published, brought back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from preau.kernel import clock
from preau.kernel.refusal import Refused
from preau.ledger.models import Entry
from preau.pages.actions import add_block, compose_page, home_page, publish_page, write_block
from preau.pages.blocks import KINDS, block_kinds
from preau.pages.checks import findings
from preau.pages.models import Page


@pytest.fixture
def page(site: Any) -> Page:
    compose_page(
        page="jeunes",
        title="Jeunes",
        blocks=[("hero", {"title": "Aux jeunes"}), ("text", {"text": "Premier texte"})],
        actor=None,
    )
    return Page.objects.select_related("draft").get(path="jeunes")


def _keys(page: Page) -> list[str]:
    page = Page.objects.select_related("draft").get(pk=page.pk)
    assert page.draft is not None
    return [one["id"] for one in page.draft.blocks]


def test_compose_by_forms_alone(page: Page, desk: Client) -> None:
    """Add, fill, move, hide, preview, publish: no script anywhere."""
    here = f"/bureau/site/pages/{page.pk}/"
    assert desk.get(here).status_code == 200
    made = desk.post(here, {"add": "figures"})["Location"]
    form = {"title": "En chiffres", "items-count": "0", "do": "items:add"}
    assert desk.post(made, form)["Location"] == f"{made}#items"
    line = {"items-0-value": "35", "items-0-label": "projets", "items-count": "1"}
    assert desk.post(made, {"title": "En chiffres", **line})["Location"] == here
    key = _keys(page)[-1]
    desk.post(here, {"do": f"up-{key}"})
    assert _keys(page)[1] == key
    assert "Aux jeunes" not in Client().get("/jeunes/").content.decode().replace(
        "Aux jeunes", "", 1
    )
    assert "projets" not in Client().get("/jeunes/").content.decode()
    assert "projets" in desk.get(f"{here}apercu/").content.decode()
    done = desk.post(f"{here}publier/", {"when": "now", "note": "Des chiffres"})
    assert done["Location"] == here
    assert "projets" in Client().get("/jeunes/").content.decode()
    assert Entry.objects.filter(verb="published_page").latest("pk").data["number"] == 2


def test_undo_and_redo(page: Page, desk: Client) -> None:
    here = f"/bureau/site/pages/{page.pk}/"
    before = _keys(page)
    desk.post(here, {"do": f"remove-{before[1]}"})
    assert _keys(page) == before[:1]
    desk.post(here, {"do": "undo-"})
    assert _keys(page) == before
    desk.post(here, {"do": "redo-"})
    assert _keys(page) == before[:1]
    desk.post(here, {"do": "undo-"})
    desk.post(here, {"do": "order", "key": list(reversed(before))})
    assert _keys(page) == before[::-1]
    # A new change forgets what was undone.
    page_text = desk.get(here).content.decode()
    assert 'value="redo" aria-disabled="true"' in page_text


def test_type_on_in_one_state(page: Page, helene: Any) -> None:
    key = _keys(page)[1]
    for words in ("Un", "Un deux", "Un deux trois"):
        write_block(page=page, key=key, data={"text": words}, actor=helene)
    assert page.drafts.count() == 3  # created, composed, typed


def test_refuse_to_write_over_someone(page: Page, desk: Client, cast: Any) -> None:
    from preau.accounts.models import Role

    colleague = cast._agent("Marc", "Petit", Role.ADMINISTRATOR)
    key = _keys(page)[1]
    address = f"/bureau/site/pages/{page.pk}/blocs/{key}/"
    shown = desk.get(address).content.decode()
    stamp = shown.split('name="version" value="')[1].split('"')[0]
    write_block(page=page, key=key, data={"text": "Marc écrit"}, actor=colleague)
    saved = desk.post(f"{address}brouillon/", {"text": "Hélène écrit", "version": stamp})
    assert saved["X-Refused"] == "1"
    answer = desk.post(address, {"text": "Hélène écrit", "version": stamp})
    assert answer.status_code == 200
    assert "Hélène écrit" in answer.content.decode()
    assert "Garder mes mots" in answer.content.decode()
    desk.post(address, {"text": "Hélène écrit", "version": stamp, "do": "anyway"})
    assert "Hélène écrit" in desk.get(f"/bureau/site/pages/{page.pk}/apercu/").content.decode()
    other = Client()
    other.force_login(colleague)
    other.post(f"/bureau/site/pages/{page.pk}/presence/")
    assert "Marc Petit" in desk.get(f"/bureau/site/pages/{page.pk}/").content.decode()


def test_save_while_typing_is_saved(page: Page, desk: Client) -> None:
    """The form leaves before its own last draft has come back: nobody else wrote."""
    address = f"/bureau/site/pages/{page.pk}/blocs/{_keys(page)[1]}/"
    stamp = desk.get(address).content.decode().split('name="version" value="')[1].split('"')[0]
    desk.post(f"{address}brouillon/", {"text": "Bonj", "version": stamp})
    assert desk.post(address, {"text": "Bonjour", "version": stamp}).status_code == 302
    assert "Bonjour" in desk.get(f"/bureau/site/pages/{page.pk}/apercu/").content.decode()


def test_autosave_says_what_it_cannot_read(page: Page, desk: Client) -> None:
    here = f"/bureau/site/pages/{page.pk}/"
    key = add_block(page=page, kind="call", actor=None)
    saved = desk.post(f"{here}blocs/{key}/brouillon/", {"title": "Venez", "url": "javascript:a()"})
    assert saved["X-Refused"] == "1"
    saved = desk.post(f"{here}blocs/{key}/brouillon/", {"title": "Venez", "url": "www.exemple.fr"})
    assert saved.status_code == 204
    assert saved["X-Version"]


def test_show_blocks_in_their_time(page: Page, desk: Client) -> None:
    key, at = _keys(page)[1], clock.now()
    address = f"/bureau/site/pages/{page.pk}/blocs/{key}/"
    soon = f"{at + timedelta(days=2):%Y-%m-%dT%H:%M}"
    done = desk.post(address, {"do": "show", "show-opens": soon})
    assert done.status_code == 302
    publish_page(page=page, actor=None)
    assert "Premier texte" not in Client().get("/jeunes/").content.decode()
    with clock.stopped(at + timedelta(days=3)):
        assert "Premier texte" in Client().get("/jeunes/").content.decode()
    wrong = desk.post(
        address, {"do": "show", "show-opens": soon, "show-closes": "2020-01-01T10:00"}
    )
    assert "La fin vient après le début" in wrong.content.decode()


def test_publish_later_and_bring_back(page: Page, desk: Client) -> None:
    here, at = f"/bureau/site/pages/{page.pk}/", clock.now()
    key = _keys(page)[1]
    desk.post(f"{here}blocs/{key}/", {"text": "Second texte"})
    soon = f"{at + timedelta(days=2):%Y-%m-%dT%H:%M}"
    desk.post(f"{here}publier/", {"when": "later", "at": soon})
    assert "Premier texte" in Client().get("/jeunes/").content.decode()
    with clock.stopped(at + timedelta(days=3)):
        assert "Second texte" in Client().get("/jeunes/").content.decode()
        shown = desk.get(f"{here}historique/?version=1").content.decode()
        assert "<del>Premier texte</del>" in shown
        assert "<ins>Second texte</ins>" in shown
        desk.post(f"{here}historique/", {"number": "1"})
        desk.post(f"{here}publier/", {"when": "now"})
        assert "Premier texte" in Client().get("/jeunes/").content.decode()
    past = desk.post(f"{here}publier/", {"when": "later", "at": "2020-01-01T10:00"})
    assert "Ce moment est passé" in past.content.decode()


def test_find_faults_before_publishing(page: Page, desk: Client) -> None:
    text = "#### non\n\n### Petit titre\n\n[cliquez ici](/nulle-part/) [règlement](/aide/)"
    key = _keys(page)[1]
    write_block(page=page, key=key, data={"text": text}, actor=None)
    add_block(page=page, kind="hero", actor=None)
    add_block(page=page, kind="call", actor=None)
    page = Page.objects.select_related("draft").get(pk=page.pk)
    assert page.draft is not None
    said = " | ".join(one.sentence for one in findings(page.draft))
    for piece in ("deux en-têtes", "/nulle-part/", "cliquez ici", "saute un niveau", "est vide"):
        assert piece in said
    assert "/aide/" not in said
    refused = desk.post(f"/bureau/site/pages/{page.pk}/publier/", {"when": "now"})
    assert "À corriger" in refused.content.decode()
    assert page.revisions.count() == 1


def test_open_to_administrators_only(page: Page, cast: Any) -> None:
    for person, status in ((cast.irene, 403), (cast.karim, 403), (cast.nadia, 403)):
        client = Client()
        client.force_login(person)
        for path in ("", f"pages/{page.pk}/", f"pages/{page.pk}/publier/"):
            assert client.get(f"/bureau/site/{path}").status_code == status
    assert Client().get("/bureau/site/").status_code == 302
    with pytest.raises(Refused):
        add_block(page=page, kind="text", actor=cast.karim)


def test_every_kind_reads_what_it_writes(site: Any, rf: Any) -> None:
    """Empty or odd, what is stored never breaks a page; each kind has its template and its form."""
    from django.template.loader import get_template

    from preau.pages.blocks.forms import BlockForm

    assert len(KINDS) >= 20
    for kind in block_kinds:
        get_template(kind.template)
        odd = {name: [1, {"x": 2}, None] for name, _piece in kind.Data.pieces()}
        for raw in ({}, odd, {"title": 3}):
            content = kind.read(raw, 1)
            assert kind.Data.read(content.write()) == content
            form = BlockForm(kind.Data, content, {})
            form.is_valid()
            form.parts()


def test_compose_the_home(site: Any, desk: Client) -> None:
    assert "Composer l’accueil" in desk.get("/bureau/site/").content.decode()
    made = desk.post("/bureau/site/", {"do": "home"})["Location"]
    assert desk.get(made).status_code == 200
    home = home_page()
    add_block(page=home, kind="text", actor=None)
    write_block(page=home, key=_keys(home)[-1], data={"text": "Bienvenue ici"}, actor=None)
    publish_page(page=home, actor=None)
    assert "Bienvenue ici" in Client().get("/").content.decode()
