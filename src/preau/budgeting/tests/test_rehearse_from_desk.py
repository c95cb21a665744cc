"""« Répéter le vote » from the desk: the report, and minutes that say what they are."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from preau.budgeting.actions import draw_ballot_list
from preau.processes.models import Process
from preau.proposals.models import Proposal
from preau.voting.models import Ballot, Rehearsal
from preau.voting.rehearsal import checks

BASE = "/bureau/demarches/bp/budget/"


@pytest.fixture
def owner(cast: Any, client: Client) -> Client:
    client.force_login(cast.odile)
    return client


def test_rehearse_and_read_the_report(
    process: Process, projects: list[Proposal], cast: Any, owner: Client
) -> None:
    assert "Dressez d’abord la liste" in owner.get(f"{BASE}repetition/").content.decode()
    draw_ballot_list(process=process, actor=cast.odile)
    assert "Répéter le vote" in owner.get(BASE).content.decode()
    assert owner.post(f"{BASE}repetition/", {"voters": "50"}).status_code == 302
    kept = Rehearsal.objects.get()
    assert kept.is_right
    assert kept.by == cast.odile
    page = owner.get(f"{BASE}repetition/").content.decode()
    assert page.count("tient</span>") == len(checks.CHECKS) * 2
    assert "ne tient pas" not in page
    assert "Un jardin" not in Ballot.objects.values_list("choices", flat=True)
    assert not Ballot.objects.exists()
    facts = kept.report["contests"][0]["minutes"]
    assert "RÉPÉTITION" in facts["heading"]
    assert "(répétition)" in facts["contest"]
    paper = owner.get(f"{BASE}repetition/{kept.report['contests'][0]['slug']}.pdf")
    assert paper.content.startswith(b"%PDF")
    assert owner.get(f"{BASE}repetition/ailleurs.pdf").status_code == 404


def test_say_that_a_check_failed(
    process: Process, projects: list[Proposal], cast: Any, owner: Client, monkeypatch: Any
) -> None:
    draw_ballot_list(process=process, actor=cast.odile)
    monkeypatch.setattr(checks, "counted_codes", lambda contest: [])
    owner.post(f"{BASE}repetition/", {"voters": "50"})
    page = owner.get(f"{BASE}repetition/").content.decode()
    assert "Une vérification ne tient pas." in page
    assert page.count("ne tient pas</span>") == 2


def test_refuse_rehearsal_to_others(
    process: Process, projects: list[Proposal], cast: Any, client: Client
) -> None:
    draw_ballot_list(process=process, actor=cast.odile)
    client.force_login(cast.irene)
    assert client.post(f"{BASE}repetition/", {"voters": "50"}).status_code == 403
    client.force_login(cast.odile)
    for typed in ("", "0", "100000", "cent"):
        assert client.post(f"{BASE}repetition/", {"voters": typed}).status_code == 403
    assert not Rehearsal.objects.exists()
