"""Our winners against those of pabutools, for rules whose results no city publishes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from preau.counting import EqualShares, count
from preau.counting.pabulib import PbElection, read_election
from preau.counting.pabulib.rules import Asked, rule_for

SAMPLE = 30
TIES = ("cheaper", "score", "draw")


def small(path: Path) -> PbElection | None:
    """Elections that the oracle, too, counts in seconds."""
    if path.stat().st_size > 60_000:
        return None
    election = read_election(path)
    fits = election.ballot.kind in ("approval", "single") and not election.remarks
    rich = election.profile.valid and election.budget / election.profile.valid > 200
    return election if fits and not rich else None


RULES: list[tuple[str, Asked]] = [
    ("greedy", Asked(rule="greedy", fit="skip", ties=TIES, threshold=0)),
    ("equal shares", Asked(rule="equal-shares", equal_shares=EqualShares(completion="none"))),
    (
        "equal shares, count",
        Asked(rule="equal-shares", equal_shares=EqualShares("count", completion="none")),
    ),
    ("equal shares, add1", Asked(rule="equal-shares", equal_shares=EqualShares(completion="add1"))),
    ("phragmen", Asked(rule="phragmen", ties=TIES)),
]


def oracle(name: str, path: Path) -> set[str]:
    election, rules = (
        pytest.importorskip("pabutools.election"),
        pytest.importorskip("pabutools.rules"),
    )
    breaking = pytest.importorskip("pabutools.tiebreaking").TieBreakingRule
    instance, profile = election.parse_pabulib(str(path))
    grouped = profile.as_multiprofile()
    ties = breaking(lambda _, votes, one: (one.cost, -votes.approval_score(one), one.name))
    by_cost = {"sat_class": election.Cost_Sat, "tie_breaking": ties}
    by_count = {"sat_class": election.Cardinality_Sat, "tie_breaking": ties}
    found: dict[str, Callable[[], Any]] = {
        "greedy": lambda: rules.greedy_utilitarian_welfare(instance, grouped, **by_cost),
        "equal shares": lambda: rules.method_of_equal_shares(instance, grouped, **by_cost),
        "equal shares, count": lambda: rules.method_of_equal_shares(instance, grouped, **by_count),
        "equal shares, add1": lambda: rules.exhaustion_by_budget_increase(
            instance,
            grouped,
            rules.method_of_equal_shares,
            by_cost,
            budget_step=profile.num_ballots(),
        ),
        "phragmen": lambda: rules.sequential_phragmen(instance, grouped, tie_breaking=ties),
    }
    return {project.name for project in found[name]()}


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("name", "asked"), RULES, ids=[name for name, _ in RULES])
def test_same_winners_as_the_oracle(open_elections: list[Path], name: str, asked: Asked) -> None:
    pytest.importorskip(
        "pabutools", reason="the oracle group is not installed: uv sync --group oracle"
    )
    compared = 0
    for path in open_elections[:: len(open_elections) // 200]:
        election = small(path)
        if election is None or compared == SAMPLE:
            continue
        outcome = count(election.candidates, election.profile, rule_for(election, asked))
        if outcome.needs_draw is None:
            assert set(outcome.winners) == oracle(name, path), path.name
            compared += 1
    assert compared >= SAMPLE // 2
