"""Pages every site has, in the reader's language, and what machines ask."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from preau.processes.models import Process, Step

GUIDES = (
    "/comment-ca-marche/",
    "/aide/",
    "/accessibilite/",
    "/donnees-personnelles/",
    "/mentions-legales/",
    "/donnees-ouvertes/",
)


@pytest.fixture
def process(site: Any) -> Process:
    process = Process.objects.create(
        title="Budget, édition 2027", slug="bp", blueprint="bp", state="published"
    )
    Step.objects.create(
        process=process,
        order=1,
        kind="collection",
        title="Dépôt des idées",
        slug="depot",
        opens_at=datetime(2027, 2, 1, 8, 0, tzinfo=UTC),
        closes_at=datetime(2027, 3, 15, 17, 0, tzinfo=UTC),
    )
    return process


@pytest.mark.parametrize("path", GUIDES)
def test_read_guide(process: Process, path: str) -> None:
    response = Client().get(path)
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count("<h1") == 1
    assert "style=" not in page
    assert "sessionid" not in response.cookies


def test_choose_language_then_come_back(process: Process) -> None:
    visitor = Client()
    answer = visitor.get("/langue/en/?suite=/aide/")
    assert answer["Location"] == "/aide/"
    assert '<html lang="en"' in visitor.get("/aide/").content.decode()
    assert visitor.get("/langue/fr/?suite=//evil.example")["Location"] == "/"
    assert '<html lang="fr"' in visitor.get("/aide/").content.decode()
    visitor.cookies["preau_langue"] = "xx"
    assert '<html lang="fr"' in visitor.get("/aide/").content.decode()


def test_give_calendar_that_diaries_read(process: Process) -> None:
    response = Client().get("/demarches/bp/calendrier.ics")
    text = response.content.decode()
    assert response["Content-Type"].startswith("text/calendar")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    whole = text.replace("\r\n ", "")
    assert "X-WR-CALNAME:Budget\\, édition 2027" in whole
    assert whole.count("BEGIN:VEVENT") == 2
    assert "DTSTART:20270201T080000Z" in whole
    assert "DTEND:20270315T170000Z" in whole


def test_hide_draft_from_machines(process: Process) -> None:
    assert "/demarches/bp/" in Client().get("/sitemap.xml").content.decode()
    process.state = "draft"
    process.save()
    assert "/demarches/bp/" not in Client().get("/sitemap.xml").content.decode()
    assert Client().get("/demarches/bp/calendrier.ics").status_code == 404
    assert "Disallow: /bureau/" in Client().get("/robots.txt").content.decode()
    assert Client().get("/_sante/").content == b"ok\n"
