"""What each ballot format accepts, and the reasons it gives."""

from __future__ import annotations

from typing import Any

import pytest

from preau.counting import Ballot, BallotRules, Candidate, Kind, Profile, Spoil, read_ballot

OPTIONS = {
    "a": Candidate("a", 40, zone="gare", category="vert"),
    "b": Candidate("b", 30, zone="gare", category="rue"),
    "c": Candidate("c", 50, zone="port", category="vert"),
}


@pytest.mark.parametrize(
    ("rules", "raw", "read"),
    [
        ({"kind": "approval"}, ["b", "a"], Ballot(("a", "b"))),
        ({"kind": "ranked"}, ["b", "a"], Ballot(("b", "a"))),
        ({"kind": "approval"}, [], None),
        ({"kind": "points"}, {"a": 0}, None),
        ({"kind": "approval"}, ["z"], Spoil.UNKNOWN_OPTION),
        ({"kind": "approval"}, ["a", "a"], Spoil.REPEATED_OPTION),
        ({"kind": "approval", "repeats": "count"}, ["a", "a"], Ballot(("a", "a"))),
        ({"kind": "single"}, ["a", "b"], Spoil.TOO_MANY),
        ({"kind": "yes-no"}, ["a", "b"], Spoil.TOO_MANY),
        ({"kind": "ranked", "min_choices": 2}, ["a"], Spoil.TOO_FEW),
        ({"kind": "ranked", "max_choices": 2}, ["a", "b", "c"], Spoil.TOO_MANY),
        ({"kind": "approval", "max_per_zone": 1}, ["a", "b"], Spoil.TOO_MANY_IN_ZONE),
        ({"kind": "approval", "max_per_category": 1}, ["a", "c"], Spoil.TOO_MANY_IN_CATEGORY),
        ({"kind": "basket", "max_total_cost": 70}, ["a", "b"], Ballot(("a", "b"))),
        ({"kind": "basket", "max_total_cost": 69}, ["a", "b"], Spoil.TOO_COSTLY),
        ({"kind": "points"}, {"b": 1, "a": 4}, Ballot(("a", "b"), (4, 1))),
        ({"kind": "points"}, {"a": -1}, Spoil.BAD_POINTS),
        ({"kind": "points"}, ["a"], Spoil.UNREADABLE),
        ({"kind": "points", "points_total": 4}, {"b": 1, "a": 4}, Spoil.TOO_MANY_POINTS),
        ({"kind": "points", "points_each": 3}, {"a": 4}, Spoil.TOO_MANY_POINTS),
        ({"kind": "for-against"}, {"a": -1, "b": 1, "c": 0}, Ballot(("a", "b"), (-1, 1))),
        ({"kind": "for-against", "max_against": 0}, {"a": -1}, Spoil.TOO_MANY_AGAINST),
        ({"kind": "for-against"}, {"a": 2}, Spoil.UNREADABLE),
        ({"kind": "grades", "grades": ("+", "-")}, {"a": 1}, Ballot(("a",), (1,))),
        ({"kind": "grades", "grades": ("+", "-")}, {"a": 2}, Spoil.UNKNOWN_GRADE),
        ({"kind": "grades", "grades": ("+", "-"), "all_graded": True}, {"a": 1},
         Spoil.MISSING_GRADE),
    ],
)  # fmt: skip
def test_read_one_ballot(rules: dict[str, Any], raw: Any, read: object) -> None:
    rules = rules | {"kind": Kind(rules["kind"])}
    assert read_ballot(BallotRules(**rules), raw, OPTIONS) == read


def test_profile_groups_identical_ballots_and_counts_the_others_apart() -> None:
    ballots = [["a", "b"], ["b", "a"], [], ["z"], ["a", "a"]]
    profile = Profile.from_ballots("approval", ballots, OPTIONS.values())
    assert profile.ballots == {Ballot(("a", "b")): 2}
    assert (profile.valid, profile.blank, profile.cast) == (2, 1, 5)
    assert profile.spoiled == {"repeated-option": 1, "unknown-option": 1}


def test_for_against_takes_votes_away() -> None:
    from preau.counting import Envelope, RuleDocument, count

    rule = RuleDocument(
        "greedy", BallotRules(Kind.FOR_AGAINST), envelopes=(Envelope("e", 50),), fit="skip"
    )
    ballots = [{"a": 1, "c": -1}, {"a": -1, "b": 1}, {"b": 1}]
    profile = Profile.from_ballots(rule.ballot, ballots, OPTIONS.values())
    assert dict(count(OPTIONS.values(), profile, rule).scores) == {"a": 0, "b": 2, "c": -1}
