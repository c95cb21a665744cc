"""Pages have a place and an address; what moves leaves a way behind."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from preau.kernel.refusal import Refusal
from preau.pages.actions import (
    compose_page,
    create_page,
    delete_page,
    home_page,
    move_page,
    publish_page,
    withdraw_page,
)
from preau.pages.models import Page, Redirect


def _page(title: str, slug: str, parent: Page | None = None) -> Page:
    made = create_page(title=title, slug=slug, parent=parent, actor=None)
    assert isinstance(made, Page)
    compose_page(page=made.path, blocks=[("text", {"text": f"Bonjour {title}"})], actor=None)
    return Page.objects.get(pk=made.pk)


def test_read_pages_under_pages(site: Any, django_assert_max_num_queries: Any) -> None:
    parent = _page("Conseils de quartier", "quartiers")
    _page("Quartier Gare", "gare", parent)
    client = Client()
    client.get("/quartiers/")
    with django_assert_max_num_queries(4):
        page = client.get("/quartiers/gare/").content.decode()
    assert "Bonjour Quartier Gare" in page
    assert '<a href="/quartiers/">Conseils de quartier</a>' in page
    assert page.count("<h1") == 1
    assert client.get("/quartiers/nulle-part/").status_code == 404


def test_hide_what_is_not_published(site: Any) -> None:
    create_page(title="Secret", slug="secret", actor=None)
    assert Client().get("/secret/").status_code == 404
    page = _page("Ouverte", "ouverte")
    assert Client().get("/ouverte/").status_code == 200
    assert withdraw_page(page=page, actor=None) is None
    assert Client().get("/ouverte/").status_code == 404
    publish_page(page=page, actor=None)
    assert Client().get("/ouverte/").status_code == 200


def test_lead_old_addresses_to_new_ones(site: Any) -> None:
    parent = _page("Quartiers", "quartiers")
    child = _page("Gare", "gare", parent)
    moved = move_page(page=parent, slug="conseils", parent=None, actor=None)
    assert isinstance(moved, Page)
    client = Client()
    for old, new in (("/quartiers/", "/conseils/"), ("/quartiers/gare/", "/conseils/gare/")):
        answer = client.get(old)
        assert (answer.status_code, answer["Location"]) == (301, new)
    child.refresh_from_db()
    move_page(page=child, slug="gare", parent=None, actor=None)
    assert client.get("/quartiers/gare/")["Location"] == "/gare/"
    # An address that is used again is the new page's own.
    _page("Autre", "quartiers")
    assert client.get("/quartiers/").status_code == 200
    assert not Redirect.objects.filter(path="quartiers").exists()


@pytest.mark.parametrize(
    ("slug", "code"),
    [
        ("aide", "address_of_the_platform"),
        ("bureau", "address_of_the_platform"),
        ("demarches", "address_of_the_platform"),
        ("Majuscule", "not_an_address"),
        ("deux--tirets", "not_an_address"),
        ("prise", "address_taken"),
    ],
)
def test_refuse_addresses(site: Any, slug: str, code: str) -> None:
    _page("Prise", "prise")
    refused = create_page(title="Autre", slug=slug, actor=None)
    assert isinstance(refused, Refusal)
    assert refused.code == code


def test_refuse_a_page_under_itself(site: Any) -> None:
    parent = _page("Haut", "haut")
    child = _page("Bas", "bas", parent)
    refused = move_page(page=parent, slug="haut", parent=child, actor=None)
    assert isinstance(refused, Refusal)
    assert refused.code == "under_itself"
    home = home_page()
    refusals = (delete_page(page=parent, actor=None), delete_page(page=home, actor=None))
    assert [one.code if one else "" for one in refusals] == ["has_pages_below", "home_stays"]
    assert delete_page(page=child, actor=None) is None
    assert not Page.objects.filter(path="haut/bas").exists()


def test_keep_pages_of_other_cities_apart(site: Any, other_site: Any) -> None:
    from preau.tenancy.scope import use_site

    with use_site(other_site):
        _page("Ailleurs", "ailleurs")
    assert Client().get("/ailleurs/").status_code == 404
    assert Client(headers={"host": "villeneuve.test"}).get("/ailleurs/").status_code == 200
