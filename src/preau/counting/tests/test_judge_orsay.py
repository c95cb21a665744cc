"""Majority judgment on the ballots of Orsay, where Balinski and Laraki tried it in April 2007."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from preau.counting import (
    BallotRules,
    Candidate,
    Kind,
    Profile,
    RuleDocument,
    count,
    trace_in_french,
)

GRADES = ("très bien", "bien", "assez bien", "passable", "insuffisant", "à rejeter")
RULE = RuleDocument("majority-judgment", BallotRules(Kind.GRADES, grades=GRADES), max_winners=12)


def ballots(path: Path) -> list[dict[str, int]]:
    """In the files 6 is the best grade, 1 the worst, 0 none; ours count from the best."""
    with path.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    return [
        {name: 6 - int(grade) for name, grade in row.items() if name and grade != "0"}
        for row in rows
    ]


@pytest.mark.parametrize("office", ["01", "06"])
def test_bayrou_had_the_best_majority_grade(real_data: Path, office: str) -> None:
    raw = ballots(real_data / "majority_judgment" / f"orsay2007_bureau_{office}.csv")
    candidates = [Candidate(name) for name in sorted({name for ballot in raw for name in ballot})]
    profile = Profile.from_ballots(RULE.ballot, raw, candidates)
    outcome = count(candidates, profile, RULE)
    assert outcome.winners[0] == "Bayrou"
    assert set(outcome.winners[:3]) == {"Bayrou", "Royal", "Sarkozy"}
    grades = outcome.details["majority_grades"]
    assert (grades["Bayrou"], grades["Le Pen"]) == ("assez bien", "à rejeter")
    assert "mention majoritaire" in trace_in_french(outcome, {})[0]
