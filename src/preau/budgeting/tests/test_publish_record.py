"""What anyone can download and count again: minutes, bundle, ``.pb``."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from preau.budgeting.actions import draw_ballot_list, proclaim_winners
from preau.budgeting.minutes import minutes_facts, minutes_pdf
from preau.budgeting.policies import contests_of
from preau.budgeting.results import published_result
from preau.counting.bundle import verify
from preau.counting.pabulib import read_election
from preau.processes.models import Process
from preau.proposals.models import Proposal
from preau.voting.models import Contest
from preau.voting.queries import current_count

BALLOTS = [([1, 2, 3], 5), ([1], 2), ([2, 1], 2), ([3], 1), ([], 3)]
URL = "/demarches/bp/resultats/gare/"


@pytest.fixture
def contest(process: Process, projects: list[Proposal], cast: Any, vote: Any) -> Contest:
    draw_ballot_list(process=process, actor=cast.odile)
    vote(process, zone=BALLOTS, town=[([4], 3)])
    return contests_of(process)[0]


def test_keep_files_from_visitors_until_proclamation(contest: Contest, cast: Any) -> None:
    visitor, owner = Client(), Client()
    owner.force_login(cast.odile)
    for name in ("proces-verbal.pdf", "bulletins.zip", "bulletins.pb"):
        assert visitor.get(URL + name).status_code == 404, name
        answer = owner.get(URL + name)
        assert answer.status_code == 200, name
        assert b"".join(answer)


def test_publish_bundle_that_verifies(contest: Contest, cast: Any, tmp_path: Path) -> None:
    proclaim_winners(process=contest.election.step.process, actor=cast.odile)
    visitor = Client()
    bundle = tmp_path / "bulletins.zip"
    bundle.write_bytes(visitor.get(URL + "bulletins.zip").getvalue())
    found = verify(bundle)
    assert found.ok, found.findings
    assert found.ballots == 13
    assert found.winners == ("1", "3")
    with zipfile.ZipFile(bundle) as archive:
        ballots = archive.read("ballots.jsonl")
        assert hashlib.sha256(ballots).hexdigest() == contest.seal.ballots_hash
        assert archive.read("outcome.json") == visitor.get(URL + "depouillement.json").content
        manifest = json.loads(archive.read("manifest.json"))
        assert manifest["parts"]["rulebook.json"] == contest.rule_hash
        assert manifest["receipts_root"] == contest.seal.receipt_root
        assert len(archive.read("receipts.txt").split()) == 13
    assert visitor.get(URL + "bulletins.zip").getvalue() == bundle.read_bytes()


def test_find_tampered_bundle(contest: Contest, cast: Any, tmp_path: Path) -> None:
    owner = Client()
    owner.force_login(cast.odile)
    good, bad = tmp_path / "good.zip", tmp_path / "bad.zip"
    good.write_bytes(owner.get(URL + "bulletins.zip").getvalue())
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "ballots.jsonl":
                content = content.replace(b'["3"]', b'["2"]')
            target.writestr(name, content)
    assert not verify(bad).ok


def test_give_ballots_to_research(contest: Contest, cast: Any, tmp_path: Path) -> None:
    owner = Client()
    owner.force_login(cast.odile)
    file = tmp_path / "bulletins.pb"
    file.write_bytes(owner.get(URL + "bulletins.pb").content)
    read = read_election(file)
    assert read.budget == 100_000
    assert set(read.published or ()) == {"1", "3"}


def test_write_minutes(contest: Contest, cast: Any) -> None:
    process = contest.election.step.process
    edition = process.edition
    before = minutes_pdf(contest, edition)
    assert before is not None
    assert before.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in before
    proclaim_winners(process=process, actor=cast.odile)
    edition.refresh_from_db()
    after = minutes_pdf(contest, edition)
    assert after != before


def test_print_seal_rule_and_table(contest: Contest) -> None:
    edition = contest.election.step.process.edition
    standing, result = current_count(contest), published_result(contest)
    assert standing is not None
    assert result is not None
    facts = minutes_facts(contest, edition, standing, result)
    seal = dict(facts["seal"])
    assert contest.seal.ballots_hash in seal.values()
    assert standing.outcome_hash in seal.values()
    assert seal["Reçus publiés"] == "13"
    assert dict(facts["facts"])["Bulletins blancs"] == "3"
    assert [row[0] for row in facts["rows"]] == ["1", "–", "2"]
    assert not any("10 000 000" in line for line in facts["rule"])


def test_print_titles_that_hold_pictograms(contest: Contest) -> None:
    edition = contest.election.step.process.edition
    edition.process.title = "Budget 🌳 participatif"
    contest.election.step.process.title = 'Budget 🌳 "#eval(1)" ثلاثة'
    assert minutes_pdf(contest, edition) is not None


def test_publish_nothing_while_a_draw_is_awaited(
    process: Process, projects: list[Proposal], cast: Any, vote: Any
) -> None:
    Proposal.objects.filter(title__in=["Un jardin", "Un préau"]).update(cost_cents=6_000_000)
    edition = process.edition
    edition.ties = ["first-ranks", "draw"]
    edition.save()
    draw_ballot_list(process=process, actor=cast.odile)
    vote(process, zone=[([1], 2), ([2], 2)], town=[([4], 1)])
    owner = Client()
    owner.force_login(cast.odile)
    for name in ("proces-verbal.pdf", "bulletins.zip", "bulletins.pb"):
        assert owner.get(URL + name).status_code == 404, name
