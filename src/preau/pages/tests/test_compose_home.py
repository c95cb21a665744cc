"""A home is made of blocks; each city has its own, and its own colours."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from preau.kernel.refusal import Refused
from preau.pages.actions import compose_page, publish_theme
from preau.pages.models import Page, Theme
from preau.tenancy.scope import use_site


def test_show_default_home(site: Any) -> None:
    page = Client().get("/").content.decode()
    assert page.count("<h1") == 1
    assert site.name in page
    assert "Rien n’est ouvert aujourd’hui" in page


def test_show_blocks_in_their_order(site: Any) -> None:
    compose_page(
        page="accueil",
        actor=None,
        blocks=[
            ("hero", {"title": "Montrez vos idées"}),
            ("text", {"title": "Deux", "text": "<script>alert(1)</script>"}),
            ("figures", {"items": [{"label": "projets", "value": "35"}]}),
        ],
    )
    page = Client().get("/").content.decode()
    assert page.index("Montrez vos idées") < page.index("Deux") < page.index(">35<")
    assert "<script>alert" not in page


def test_refuse_unknown_kind_and_strangers(site: Any, cast: Any) -> None:
    with pytest.raises(LookupError, match="carrousel"):
        compose_page(page="accueil", blocks=[("carrousel", {})], actor=None)
    assert Page.objects.count() == 0
    with pytest.raises(Refused):
        compose_page(page="accueil", blocks=[], actor=cast.irene)
    with pytest.raises(Refused):
        publish_theme(brand="#AA0000", actor=cast.nadia)


def test_serve_theme_by_version(site: Any, other_site: Any) -> None:
    publish_theme(brand="#2B6A49", actor=None)
    theme = publish_theme(brand="#7A3B73", actor=None)
    client = Client()
    assert f"/theme-{theme.version}.css" in client.get("/").content.decode()
    sheet = client.get(f"/theme-{theme.version}.css")
    assert "--brand:#7A3B73" in sheet.content.decode()
    assert "immutable" in sheet["Cache-Control"]
    assert "--brand:#2B6A49" in client.get("/theme-1.css").content.decode()
    assert client.get("/theme-3.css").status_code == 404
    with use_site(other_site):
        assert Theme.objects.count() == 0


@pytest.mark.parametrize("brand", ["rouge", "#12", "#GGGGGG"])
def test_refuse_what_is_no_colour(site: Any, brand: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        publish_theme(brand=brand, actor=None)
