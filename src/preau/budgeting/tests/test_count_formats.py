"""From a ballot of each format to its minutes and to a bundle that anyone counts again."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from preau.budgeting.actions import draw_ballot_list, set_counting_rules
from preau.budgeting.minutes import minutes_facts, minutes_pdf
from preau.budgeting.models import Edition
from preau.budgeting.policies import contests_of
from preau.budgeting.results import published_result
from preau.counting.bundle import verify
from preau.processes.models import Process
from preau.proposals.models import Proposal
from preau.voting.bundles import published_bundle
from preau.voting.models import Ballot, Seal
from preau.voting.queries import current_count

GRADES = ["Très bien", "Bien", "Passable", "À rejeter"]
#: Format, limits, three ballots by place and how many of each, scores of the three projects.
COUNTED: list[tuple[str, dict[str, Any], list[tuple[Any, int]], list[int]]] = [
    ("ranked", {}, [([1, 0], 2), ([2], 1), ([], 1)], [4, 6, 3]),
    ("approval", {}, [([0, 1], 2), ([2], 1), ([], 1)], [2, 2, 1]),
    ("basket", {}, [([0, 2], 2), ([2], 1), ([], 1)], [2, 0, 3]),
    ("points", {"points_total": 6}, [({0: 4, 1: 2}, 2), ({2: 6}, 1), ({}, 1)], [8, 4, 6]),
    ("for-against", {"max_against": 1}, [({0: 1, 2: -1}, 2), ({2: 1}, 1), ({}, 1)], [2, 0, -1]),
    ("grades", {"grades": GRADES}, [({0: 0, 1: 3}, 2), ({2: 1}, 1), ({}, 1)], [6, 0, 2]),
]


@pytest.mark.parametrize(
    ("code", "limits", "told", "scores"), COUNTED, ids=lambda one: str(one)[:12]
)
def test_count_and_publish(
    process: Process,
    projects: list[Proposal],
    cast: Any,
    vote: Any,
    client: Client,
    tmp_path: Path,
    code: str,
    limits: dict[str, Any],
    told: list[tuple[Any, int]],
    scores: list[int],
) -> None:
    set_counting_rules(
        process=process,
        max_choices=3,
        points=[3, 2, 1],
        fit="skip",
        ties=["cheaper", "draw"],
        unspent_rule="",
        ballot_format=code,
        ballot_rules=limits,
        actor=cast.odile,
    )
    draw_ballot_list(process=process, actor=cast.odile)
    gare = next(one for one in contests_of(process) if one.zone_id)
    numbers = [option.number for option in gare.options.order_by("number")]

    def by_number(ballot: Any) -> Any:
        if isinstance(ballot, dict):
            return {str(numbers[place]): mark for place, mark in ballot.items()}
        return [numbers[place] for place in ballot]

    vote(process, zone=[(by_number(ballot), times) for ballot, times in told], town=[])
    gare.refresh_from_db()
    standing = current_count(gare)
    assert standing is not None
    assert [int(standing.outcome["scores"][str(one)]) for one in numbers] == scores
    assert standing.outcome["ballots"] == {"valid": 3, "blank": 1, "spoiled": {}}
    assert standing.trace

    name = published_bundle(gare)
    assert name is not None
    with default_storage.open(name) as kept:
        content = kept.read()
    path = tmp_path / "bulletins.zip"
    path.write_bytes(content)
    report = verify(path)
    assert report.ok, report.findings
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        lines = archive.read("ballots.jsonl").splitlines()
    blank = b"[]" if code in LISTS else b"{}"
    assert lines.count(blank) == 1
    assert Seal.objects.get(contest=gare).ballots == len(lines) == 4
    assert not Ballot.objects.filter(contest=gare, box_key__isnull=False).exists()

    edition, result = Edition.objects.get(process=process), published_result(gare)
    assert result is not None
    facts = minutes_facts(gare, edition, standing, result)
    assert facts["columns"][2] == ("Voix" if code in VOTES else "Points")
    assert [one for one in facts["facts"] if one[0] == "Bulletin"]
    assert gare.election.order_seed in facts["seal"][-1]
    assert (minutes_pdf(gare, edition) or b"").startswith(b"%PDF")
    client.force_login(cast.odile)
    page = client.get(f"/demarches/bp/resultats/{gare.slug}/").content.decode()
    assert ("Voix" in page) is (code in VOTES)


LISTS = ("ranked", "approval", "basket")
VOTES = ("approval", "basket", "for-against")


def test_draw_the_list_in_the_format(
    process: Process, projects: list[Proposal], cast: Any, client: Client
) -> None:
    """The desk chooses how one votes; the drawn list follows, with its limits."""
    client.force_login(cast.odile)
    base = "/bureau/demarches/bp/budget/"
    rule = {"max_choices": "2", "points": "2 1", "fit": "skip", "ties": "cheaper draw"}
    sent = rule | {"ballot_format": "grades", "grades": "Oui\nPlutôt oui\nPlutôt non\nNon"}
    assert client.post(f"{base}regle/", sent).status_code == 302
    client.post(f"{base}liste/")
    for contest in contests_of(process):
        assert contest.ballot_format == "grades"
        assert contest.document.ballot.grades == ("Oui", "Plutôt oui", "Plutôt non", "Non")
        assert contest.max_choices is None
    client.post(f"{base}regle/", rule | {"ballot_format": "basket"})
    gare = next(one for one in contests_of(process) if one.zone_id)
    assert gare.document.ballot.max_total_cost == gare.envelope_cents == 10_000_000
    page = client.get(base).content.decode()
    assert "remplit un panier" in page
    assert "a changé depuis" in page
    assert "La liste" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"ballot_format": "grades", "grades": "Oui\nNon"},
        {"ballot_format": "grades", "grades": "A\nA\nB\nC"},
        {"ballot_format": "points", "points_total": ""},
        {"ballot_format": "for-against", "max_against": "-1"},
        {"ballot_format": "approval", "max_choices": ""},
        {"ballot_format": "tombola"},
    ],
)
def test_refuse_wrong_limits(
    process: Process, projects: list[Proposal], cast: Any, client: Client, wrong: dict[str, str]
) -> None:
    client.force_login(cast.odile)
    rule = {"max_choices": "2", "points": "2 1", "fit": "skip", "ties": "cheaper draw"}
    answer = client.post("/bureau/demarches/bp/budget/regle/", rule | wrong)
    assert answer.status_code == 200
    assert "Réponses à corriger" in answer.content.decode()
    assert Edition.objects.get(process=process).ballot_format == "ranked"
