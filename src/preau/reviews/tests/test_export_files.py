"""Files leave the back office row by row; people are named only with a reason, on record."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.test import Client

from preau.ledger.models import Entry
from preau.proposals.models import Proposal
from preau.reviews.actions import decide
from preau.reviews.opinions import ask_opinions, save_opinion, transfer_opinion

FILES = "/bureau/demarches/bp/propositions/fichiers/"
ANSWER = {"stance": "reserved", "words": "Avec une clôture.", "cost_low_cents": 12_000_50}


@pytest.fixture
def odile(world: Any, cast: Any, client: Client) -> Client:
    client.force_login(cast.odile)
    return client


def body(response: Any) -> str:
    parts = response.streaming_content if response.streaming else [response.content]
    return b"".join(parts).decode()


def asked(world: Any, cast: Any) -> Proposal:
    idea = world.propose("Un verger", author=cast.nadia)
    names = ["Espaces verts", "Voirie"]
    services = [cast.service(name) for name in names]
    green, roads = ask_opinions(
        proposal=idea, step=world.review, services=services, actor=cast.odile
    )
    green = save_opinion(opinion=green, answers=ANSWER, seen=0, actor=cast.irene, sign=True)
    transfer_opinion(opinion=roads, service=cast.service("Eau"), why="Le réseau.", actor=cast.odile)
    return idea


def test_export_a_line_for_each_service(world: Any, cast: Any, odile: Client) -> None:
    asked(world, cast)
    lines = body(odile.post(FILES, {"file": "avis", "format": "csv"})).splitlines()
    assert lines[0].startswith("\ufeffNuméro;Titre;Service;")
    assert len(lines) == 4
    states = {line.split(";")[2]: line.split(";")[6] for line in lines[1:]}
    assert states == {"Eau": "Attendu", "Espaces verts": "Signé", "Voirie": "Transmis à Eau"}
    assert "12000,5" in lines[2]
    assert "Favorable avec réserves;Avec une clôture." in lines[2]
    assert "Irène" not in "".join(lines)
    book = b"".join(odile.post(FILES, {"file": "avis", "format": "xlsx"}).streaming_content)
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        assert "Avec une clôture." in parts.read("xl/worksheets/sheet1.xml").decode()
    assert Entry.objects.filter(verb="exported").count() == 2


def test_export_decisions_alone(world: Any, cast: Any, odile: Client) -> None:
    world.propose("Une idée en attente")
    idea = world.propose("Un verger", author=cast.nadia)
    decide(
        proposal=idea,
        step=world.review,
        verdict="refused",
        motive=world.motive,
        actor=cast.odile,
    )
    lines = body(odile.post(FILES, {"file": "decisions", "format": "csv"})).splitlines()
    assert len(lines) == 2
    assert "La parcelle appartient au Département." in lines[1]
    assert "Odile Lemoine" not in lines[1]
    narrowed = odile.post(f"{FILES}?statut=waiting", {"file": "decisions", "format": "csv"})
    assert len(body(narrowed).splitlines()) == 1
    paper = odile.post(FILES, {"file": "decisions", "format": "pdf"})
    assert paper.content.startswith(b"%PDF-")


def test_name_people_with_a_reason_only(
    world: Any, cast: Any, odile: Client, client: Client
) -> None:
    asked(world, cast)
    plain = {"file": "propositions", "format": "csv"}
    assert "nadia@example.org" not in body(odile.post(FILES, plain))
    wanted = {**plain, "people": "on"}
    page = odile.post(FILES, wanted)
    assert "Dites à quoi ces données vont servir." in page.content.decode()
    assert not Entry.objects.filter(verb="exported_people").exists()
    sent = body(odile.post(FILES, {**wanted, "why": "Inviter à l’atelier"}))
    assert "nadia@example.org" in sent
    entry = Entry.objects.get(verb="exported_people")
    assert entry.data["why"] == "Inviter à l’atelier"
    assert "Inviter à l’atelier" in odile.get("/bureau/demarches/bp/journal/").content.decode()
    signed = body(odile.post(FILES, {**wanted, "file": "avis", "why": "Bilan"}))
    assert "Irène" in signed
    client.force_login(cast.irene)
    assert "nadia@example.org" not in body(client.post(FILES, {**wanted, "why": "Moi"}))
    assert Entry.objects.filter(verb="exported_people").count() == 2


def test_print_the_catalogue(world: Any, cast: Any, odile: Client) -> None:
    wanted = {"file": "catalogue", "format": "pdf"}
    nothing = odile.post(FILES, wanted).content.decode()
    assert "le catalogue serait vide" in nothing
    for place in range(3):
        world.propose(f"Projet {place} 🌳", zone_id=cast.zone().pk if place else None)
    Proposal.objects.update(status="retained", cost_cents=12_000_00)
    paper = odile.post(FILES, wanted)
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert odile.post(FILES, {**wanted, "format": "csv"})["Content-Type"] == "application/pdf"
    named = odile.post(FILES, {**wanted, "people": "on", "why": "Bilan"}).content.decode()
    assert "il ne nomme personne" in named
