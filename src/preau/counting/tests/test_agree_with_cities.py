"""Our winners against those that cities published, over every open election.

Each difference is a human decision that the rule does not hold. It is named here with the
adjustment that reproduces it; the table of docs/counting.md is checked to be this one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from preau.counting import Adjustment, Draw, Outcome, count
from preau.counting.exact import exact
from preau.counting.pabulib import PbElection, read_election
from preau.counting.pabulib.rules import Asked, rule_for
from preau.counting.tests.conftest import PROJECT

FITS = {"greedy-no-skip": "stop", "greedy-custom": "reserve"}


@dataclass(frozen=True)
class Decision:
    """What people decided beside the rule; empty when no adjustment gives the published list."""

    why: str
    excluded: tuple[str, ...] = ()
    drawn_first: str = ""
    fit: str = ""


EXPLAINED = {
    "Hungary_Budapest_2022_VIII_Jozsefvaros": Decision("half of the ballots, on paper, are absent"),
    "Hungary_Budapest_2023_VIII_Jozsefvaros": Decision("half of the ballots, on paper, are absent"),
    "Poland_Gdynia_2020_Babie_Doly__small": Decision("equal projects, the dearer kept", ("5",)),
    "Poland_Lodz_2020": Decision("money of the districts added and handed out by decision"),
    "Poland_Warszawa_2019_Targowek_Mieszkaniowy": Decision(
        "three equal projects, the dearest kept", ("845", "1159")
    ),
    "Poland_Warszawa_2020_Bialoleka": Decision("a project excluded, rule run again", ("118",)),
    "Poland_Warszawa_2020_Targowek": Decision("a project excluded, rule run again", ("1667",)),
    "Poland_Warszawa_2021_Ursynow": Decision(
        "overlapping projects excluded, then a tie", ("459", "1687"), "2150"
    ),
    "Poland_Wroclaw_2017_Rejon_nr_11_750": Decision(
        "a project withdrawn, written as costing 999999999", ("150",)
    ),
}


def published(election: PbElection) -> set[str]:
    """The winners of the rule itself: 2 marks a completion where the rule has one, else a prize."""
    marks = ("1", "2") if election.meta["rule"] == "greedy-custom" else ("1",)
    return {option for option, mark in election.selected.items() if mark in marks}


def recount(election: PbElection, decision: Decision | None = None) -> Outcome:
    said = election.meta["rule"]
    fit = (decision and decision.fit) or FITS.get(said, "skip")
    asked = Asked() if said.startswith("equalshares") else Asked(rule="greedy", fit=fit)
    draw, excluded = None, decision.excluded if decision else ()
    if decision and decision.drawn_first:
        others = [item.id for item in election.candidates if item.id != decision.drawn_first]
        draw = Draw(order=(decision.drawn_first, *others))
        asked = Asked(rule="greedy", fit=fit, ties=("draw",))
    adjustments = [Adjustment("exclusion", option, "décision", "ville") for option in excluded]
    rule = rule_for(election, asked)
    return count(election.candidates, election.profile, rule, draw=draw, adjustments=adjustments)


def assert_same_scores(election: PbElection) -> None:
    """The points that the file states for each project must be ours, winners or not."""
    rule = rule_for(election, Asked(rule="greedy", fit="skip"))
    ours = count(election.candidates, election.profile, rule).scores
    stated = {key: exact(said) for key, said in election.stated_scores.items() if said}
    different = {key: (said, ours[key]) for key, said in stated.items() if said != ours[key]}
    assert different == {}, election.path.name


def table(results: Counter[tuple[str, str, str]]) -> str:
    lines = [
        "| rule in the file | ballots | published | same | other decision |",
        "|---|---|---|---|---|",
    ]
    for rule, kind in sorted({key[:2] for key in results}):
        same, other = results[rule, kind, "same"], results[rule, kind, "other"]
        lines.append(f"| {rule} | {kind} | {same + other} | {same} | {other} |")
    same, other = (
        sum(n for key, n in results.items() if key[2] == what) for what in ("same", "other")
    )
    return "\n".join([*lines, f"| all | | {same + other} | {same} | {other} |"])


@pytest.mark.timeout(300)
def test_every_published_result_is_ours_or_explained(open_elections: list[Path]) -> None:
    results: Counter[tuple[str, str, str]] = Counter()
    unexplained = []
    for path in open_elections:
        election = read_election(path)
        assert_same_scores(election)
        if election.published is None:
            continue
        name = path.name.removesuffix(".gz").removesuffix(".pb")
        outcome = recount(election)
        same = outcome.needs_draw is None and set(outcome.winners) == published(election)
        if same == (name in EXPLAINED):
            unexplained.append(name)
        result = "same" if same else "other"
        results[election.meta["rule"], election.meta["vote_type"], result] += 1
    assert unexplained == []
    assert table(results) in (PROJECT / "docs" / "counting.md").read_text(), table(results)


@pytest.mark.parametrize("name", [name for name, item in EXPLAINED.items() if item.excluded])
def test_the_decision_reproduces_the_published_list(open_elections: list[Path], name: str) -> None:
    path = next(path for path in open_elections if path.name.startswith(name + ".pb"))
    election = read_election(path)
    outcome = recount(election, EXPLAINED[name])
    assert set(outcome.winners) == published(election)
    assert outcome.effects[0].added or outcome.effects[0].removed
