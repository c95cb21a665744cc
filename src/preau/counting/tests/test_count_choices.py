"""Rules for a choice, against published examples."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from preau.counting import (
    BallotRules,
    Candidate,
    Draw,
    Kind,
    Majority,
    Outcome,
    Profile,
    RuleDocument,
    RuleError,
    count,
    trace_in_french,
)
from preau.counting.rules.majority_judgment import compare


def decide(rule: str, kind: str, votes: Iterable[tuple[Any, int]], **fields: Any) -> Outcome:
    """Count so many ballots of each sort between the options that they name."""
    limits = {name: fields.pop(name) for name in ("grades",) if name in fields}
    draw = fields.pop("draw", None)
    ballots = [ballot for ballot, times in votes for _ in range(times)]
    document = RuleDocument(rule, BallotRules(Kind(kind), **limits), **fields)
    options = sorted({option for ballot in ballots for option in ballot})
    candidates = [Candidate(option) for option in options]
    profile = Profile.from_ballots(document.ballot, ballots, candidates)
    return count(candidates, profile, document, draw=draw)


def test_plurality_counts_first_choices_only() -> None:
    assert decide("plurality", "single", [(["a"], 4), (["b"], 3), ([], 9)]).winners == ("a",)
    ranked = [(["a", "b"], 4), (["b", "c"], 3), (["c", "b"], 2)]
    assert decide("plurality", "ranked", ranked).winners == ("a",)
    assert decide("points", "ranked", ranked, points=(2, 1)).winners == ("b",)


def test_points_table_decides() -> None:
    votes = [(["a", "b", "c"], 5), (["b", "a", "c"], 4), (["c", "b", "a"], 3)]
    assert dict(decide("points", "ranked", votes, points=(5, 3, 1)).scores) == {
        "a": 5 * 5 + 4 * 3 + 3,
        "b": 5 * 3 + 4 * 5 + 3 * 3,
        "c": 5 + 4 + 3 * 5,
    }


@pytest.mark.parametrize(
    ("partial", "scores"),
    [
        ("from-top", {"a": 3 + 2, "b": 2 + 3, "c": 1, "d": 3}),
        ("from-bottom", {"a": 3 + 1, "b": 2 + 2, "c": 1, "d": 1}),
    ],
)
def test_partial_rankings_are_worth_what_is_declared(partial: str, scores: dict[str, int]) -> None:
    votes = [(["a", "b", "c"], 1), (["b", "a"], 1), (["d"], 1)]
    outcome = decide("points", "ranked", votes, points=(3, 2, 1), partial=partial, max_winners=4)
    assert dict(outcome.scores) == scores


def test_decisive_tie_waits_for_the_draw() -> None:
    votes = [(["a"], 2), (["b"], 2), (["c"], 1)]
    waiting = decide("plurality", "single", votes)
    assert (waiting.winners, waiting.needs_draw and waiting.needs_draw.options) == ((), ("a", "b"))
    assert decide("plurality", "single", votes, draw=Draw(order=("b", "a"))).winners == ("b",)
    assert set(decide("plurality", "single", votes, max_winners=2).winners) == {"a", "b"}


YES_NO = [(["oui"], 50), (["non"], 40), ([], 20)]


@pytest.mark.parametrize(
    ("declared", "winners"),
    [
        (Majority(), ("oui",)),
        (Majority(of="cast"), ()),
        (Majority(share=Fraction(5, 9)), ()),
        (Majority(share=Fraction(5, 9), at_least=True), ("oui",)),
        (Majority(quorum=110), ("oui",)),
        (Majority(quorum=111), ()),
    ],
)
def test_majority_quorum_and_threshold(declared: Majority, winners: tuple[str, ...]) -> None:
    assert decide("majority", "yes-no", YES_NO, majority=declared).winners == winners


def test_schulze_on_its_published_example() -> None:
    """The 45 voters of Schulze's own paper: E wins, the order is E A C B D."""
    votes = [
        ("acbed", 5), ("adecb", 5), ("bedac", 8), ("cabed", 3),
        ("caebd", 7), ("cbade", 2), ("dceba", 7), ("ebadc", 8),
    ]  # fmt: skip
    outcome = decide("schulze", "ranked", [(list(b), n) for b, n in votes], max_winners=5)
    assert outcome.winners == ("e", "a", "c", "b", "d")


def test_schulze_puts_unranked_options_last() -> None:
    votes = [(["a"], 3), (["b", "c"], 2), (["c", "b"], 2)]
    outcome = decide("schulze", "ranked", votes)
    assert outcome.winners == ("b",) or outcome.needs_draw is not None
    duels = {(one, two): (won, lost) for one, two, won, lost in outcome.details["duels"]}
    assert duels == {("a", "b"): (3, 4), ("a", "c"): (3, 4), ("b", "c"): (2, 2)}


def test_instant_runoff_on_the_capital_of_tennessee() -> None:
    votes = [
        (["memphis", "nashville", "chattanooga", "knoxville"], 42),
        (["nashville", "chattanooga", "knoxville", "memphis"], 26),
        (["chattanooga", "knoxville", "nashville", "memphis"], 15),
        (["knoxville", "chattanooga", "nashville", "memphis"], 17),
    ]
    outcome = decide("instant-runoff", "ranked", votes)
    assert outcome.winners == ("knoxville",)
    assert [item.option for item in outcome.rounds] == ["chattanooga", "nashville", "knoxville"]
    assert outcome.rounds[-1].details["tallies"] == {"knoxville": 58, "memphis": 42}
    assert "éliminé" in trace_in_french(outcome, {})[0]


def test_instant_runoff_asks_a_draw_when_the_elimination_decides() -> None:
    votes = [(["a"], 3), (["b", "a"], 2), (["c", "b"], 2)]
    waiting = decide("instant-runoff", "ranked", votes)
    assert waiting.needs_draw is not None
    assert waiting.needs_draw.options == ("b", "c")
    assert decide("instant-runoff", "ranked", votes, draw=Draw(order=("b", "c"))).winners == ("b",)
    assert decide("instant-runoff", "ranked", votes, draw=Draw(order=("c", "b"))).winners == ("a",)


def test_majority_judgment_best_median_wins() -> None:
    grades = ("très bien", "bien", "passable", "à rejeter")
    votes = [({"a": 0, "b": 1}, 4), ({"a": 3, "b": 1}, 3), ({"a": 2, "b": 2, "c": 0}, 2)]
    outcome = decide("majority-judgment", "grades", votes, grades=grades)
    assert outcome.winners == ("b",)
    medians = outcome.details["majority_grades"]
    assert medians == {"a": "passable", "b": "bien", "c": "à rejeter"}


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ((3, 4, 2), (2, 5, 2)),  # same median; more ballots above it
        ((2, 5, 2), (2, 4, 3)),  # same median; fewer ballots below it
        ((0, 2, 0), (1, 0, 1)),  # even number: the worse of the two in the middle
        ((5, 0, 0), (4, 1, 0)),
    ],
)
def test_majority_values_break_equal_medians(
    better: tuple[int, ...], worse: tuple[int, ...]
) -> None:
    assert compare(better, worse) < 0 < compare(worse, better)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"rule": "majorité"}, "rule"),
        ({"rule": "greedy", "fit": "skip"}, "envelopes"),
        ({"rule": "schulze"}, "ballot.kind"),
        ({"rule": "approval", "ties": ("cheaper",)}, "ties"),
        ({"rule": "points", "ballot": BallotRules(Kind.RANKED)}, "points"),
        ({"rule": "majority", "ballot": BallotRules(Kind.SINGLE)}, "majority"),
    ],
)
def test_contradictory_rule_documents_are_refused(fields: dict[str, Any], name: str) -> None:
    with pytest.raises(RuleError) as refused:
        RuleDocument(**fields)
    assert refused.value.field == name


@pytest.mark.parametrize(
    ("rule", "kind", "ballot", "fields"),
    [
        ("plurality", "single", ["a"], {}),
        ("approval", "approval", ["a"], {}),
        ("schulze", "ranked", ["a", "b"], {}),
        ("instant-runoff", "ranked", ["a", "b"], {}),
        ("majority-judgment", "grades", {"a": 0, "b": 2}, {"grades": ("Oui", "Bof", "Non")}),
    ],
)
def test_quorum_of_any_choice(rule: str, kind: str, ballot: Any, fields: dict[str, Any]) -> None:
    """One ballot short, nothing is decided; a blank ballot is one that was cast."""
    empty: Any = {} if isinstance(ballot, dict) else []
    votes = [(ballot, 8), (empty, 1)]
    reached = decide(rule, kind, votes, quorum=9, **fields)
    missed = decide(rule, kind, votes, quorum=10, **fields)
    assert (reached.winners, missed.winners) == (("a",), ())
    assert {item.reason for item in missed.rounds} == {"quorum-not-reached"}
    assert "quorum de 10" in trace_in_french(missed, {})[0]
    assert "Quorum : 9 bulletins" in " ".join(reached.rule.in_french()).replace("\u00a0", " ")


def test_write_a_quorum_only_where_there_is_one() -> None:
    """Documents that were hashed before quorums existed keep their hash."""
    plain = RuleDocument("plurality", BallotRules(Kind.SINGLE))
    assert "quorum" not in plain.to_dict()
    assert RuleDocument.from_json(replace(plain, quorum=4).to_json()).quorum == 4
    with pytest.raises(RuleError):
        replace(plain, quorum=-1)
    with pytest.raises(RuleError):
        RuleDocument("majority", BallotRules(Kind.YES_NO), majority=Majority(), quorum=3)
