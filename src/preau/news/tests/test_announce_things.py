"""News appear at their hour; meetings are put in diaries, moved and cancelled there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from preau.kernel import clock
from preau.kernel.refusal import Refused
from preau.news.actions import write_article, write_meeting
from preau.news.models import Article, Meeting
from preau.pages.actions import compose_page


@pytest.fixture
def odile(site: Any, cast: Any) -> Client:
    from preau.accounts.models import Role

    client = Client()
    client.force_login(cast._agent("Hélène", "Aubert", Role.ADMINISTRATOR))
    return client


def test_write_news_for_later(odile: Client, django_assert_max_num_queries: Any) -> None:
    now = clock.now()
    form = {"title": "Les résultats", "summary": "Ils sont là.", "text": "**Trois** projets <b>."}
    soon = f"{now + timedelta(days=2):%Y-%m-%dT%H:%M}"
    assert (
        odile.post("/bureau/annonces/actualite/0/", {**form, "opens_at": soon}).status_code == 302
    )
    kept = Article.objects.get()
    anyone = Client()
    assert anyone.get(kept.get_absolute_url()).status_code == 404
    compose_page(page="accueil", blocks=[("news", {"most": 2})], actor=None)
    assert "Les résultats" not in anyone.get("/").content.decode()
    with clock.stopped(now + timedelta(days=3)):
        page = anyone.get(kept.get_absolute_url()).content.decode()
        assert "<strong>Trois</strong> projets &lt;b&gt;." in page
        assert "Les résultats" in anyone.get("/").content.decode()
        with django_assert_max_num_queries(4):
            assert "Ils sont là." in anyone.get("/actualites/").content.decode()
    refused = odile.post("/bureau/annonces/actualite/0/", {**form, "opens_at": "demain"})
    assert "Donnez un jour et une heure" in refused.content.decode()
    assert "Ils sont là." in refused.content.decode()


def test_put_meetings_in_diaries(odile: Client) -> None:
    form = {"title": "Atelier ; écrire", "place": "Salle, 1er étage", "text": "Venez\nnombreux"}
    hours = {"starts_at": "2031-06-01T18:00", "ends_at": "2031-06-01T20:00"}
    odile.post("/bureau/annonces/rencontre/0/", {**form, **hours})
    kept = Meeting.objects.get()
    anyone = Client()
    assert "Salle, 1er étage" in anyone.get("/agenda/").content.decode()
    file = anyone.get("/agenda/agenda.ics")
    assert file["Content-Type"].startswith("text/calendar")
    body = file.content.decode()
    for line in (
        "DTSTART:20310601T160000Z",
        "SUMMARY:Atelier \\; écrire",
        "LOCATION:Salle\\, 1er étage",
        "DESCRIPTION:Venez\\nnombreux",
        "SEQUENCE:1",
        "STATUS:CONFIRMED",
    ):
        assert f"{line}\r\n" in body
    assert all(len(line.encode()) <= 75 for line in body.split("\r\n"))
    address = f"/bureau/annonces/rencontre/{kept.pk}/"
    odile.post(address, {**form, **hours, "is_cancelled": "on"})
    body = anyone.get(f"/agenda/{kept.pk}.ics").content.decode()
    assert "STATUS:CANCELLED\r\nSUMMARY" in body
    assert "SEQUENCE:2" in body
    assert "Annulée" in anyone.get("/agenda/").content.decode()
    wrong = odile.post(address, {**form, **hours, "ends_at": "2031-06-01T17:00"})
    assert "La fin vient après le début" in wrong.content.decode()
    odile.post(address, {"do": "delete"})
    assert anyone.get(f"/agenda/{kept.pk}.ics").status_code == 404


def test_hide_drafts_and_strangers(site: Any, cast: Any) -> None:
    now = clock.now()
    words = {"title": "Un secret", "summary": "x", "opens_at": now - timedelta(days=1)}
    kept = write_article(words=words, actor=None)
    hours = {"starts_at": now, "ends_at": now + timedelta(hours=1)}
    hidden = write_meeting(words={"title": "Huis clos", "place": "Ici", **hours}, actor=None)
    anyone = Client()
    assert anyone.get(kept.get_absolute_url()).status_code == 404
    assert anyone.get(f"/agenda/{hidden.pk}.ics").status_code == 404
    assert "Huis clos" not in anyone.get("/agenda/").content.decode()
    agent = Client()
    agent.force_login(cast.irene)
    assert agent.get("/bureau/annonces/").status_code == 403
    with pytest.raises(Refused):
        write_article(words=words, actor=cast.irene)


def test_read_an_old_block_of_news(site: Any) -> None:
    """News that stood in a block, before they were rows, do not break the page."""
    from preau.pages.blocks import block_kinds

    kind = block_kinds.get("news")
    old = {"title": "Nouvelles", "items": [{"day": "hier", "title": "Un"}, {"title": "Deux"}]}
    assert kind.read(old, 1).most == 2
