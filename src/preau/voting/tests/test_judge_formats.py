"""Each format's limits, by raw SQL under the application's role and in words by the class."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from preau.kernel.refusal import Refusal
from preau.voting.actions import cast_ballot
from preau.voting.formats import Choices, ballot_formats
from preau.voting.models import Ballot

INSERT = """
    SELECT voting_cast(one.contest, one.voter, 'place of ' || one.voter, one.choices::jsonb,
        one.receipt, now(), NULL, '')
    FROM (VALUES (%s::bigint, %s::text, %s::text, %s::text))
        AS one (contest, voter, choices, receipt)
"""


def _insert(contest: Any, choices: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            INSERT, [contest.pk, uuid.uuid4().hex, json.dumps(choices), uuid.uuid4().hex]
        )


def _ballot(vote: Any, told: Any) -> Any:
    """A ballot told by places in the list of options: a list, or a mapping of place to mark."""
    ids = [option.pk for option in vote.options(vote.gare)]
    if isinstance(told, dict):
        return {str(ids[place]) if place < 9 else str(place): m for place, m in told.items()}
    return [ids[place] for place in told] if isinstance(told, list) else told


GRADES = {"grades": ["Très bien", "Bien", "Passable", "À rejeter"]}
LEGAL: list[tuple[str, dict[str, Any], Any]] = [
    ("approval", {"min_choices": 1, "max_choices": 3}, [0, 1, 2]),
    ("approval", {}, [0, 1, 2, 3]),
    ("single", {}, [2]),
    ("yes-no", {}, [1]),
    ("yes-no", {}, []),
    ("basket", {}, [1, 2]),
    ("points", {"points_total": 6, "points_each": 4}, {0: 4, 1: 2}),
    ("points", {}, {}),
    ("for-against", {"max_choices": 3, "max_against": 1}, {0: 1, 1: 1, 2: -1}),
    ("grades", GRADES, {0: 0, 1: 3}),
    ("grades", GRADES | {"all_graded": True}, {0: 0, 1: 3, 2: 1, 3: 1}),
    ("grades", GRADES | {"all_graded": True}, {}),
]
#: Format, limits, ballot, rule of the database, code of the refusal in words.
ILLEGAL: list[tuple[str, dict[str, Any], Any, str, str]] = [
    ("approval", {"max_choices": 3}, [0, 1, 2, 3], "ballot_within_limit", "too_many"),
    ("approval", {"min_choices": 2}, [0], "ballot_reaches_minimum", "too_few"),
    ("approval", {}, [0, 0], "ballot_without_repeat", "repeated"),
    ("approval", {}, {0: 1}, "ballot_is_a_list", "unreadable"),
    ("approval", {"max_per_category": 1}, [0, 2], "ballot_within_category", "too_many_in_category"),
    ("approval", {"max_per_zone": 2}, [0, 1, 2], "ballot_within_zone", "too_many_in_zone"),
    ("single", {}, [0, 1], "ballot_within_limit", "too_many"),
    ("yes-no", {}, [0, 1], "ballot_within_limit", "too_many"),
    ("basket", {}, [2, 3], "ballot_within_budget", "too_costly"),
    ("basket", {"max_total_cost": 30_000_00}, [1], "ballot_within_budget", "too_costly"),
    ("points", {"points_total": 6}, {0: 4, 1: 3}, "ballot_within_points", "too_many_points"),
    ("points", {"points_each": 4}, {0: 5}, "ballot_with_legal_marks", "too_many_points"),
    ("points", {}, {0: -1}, "ballot_with_legal_marks", "too_few_points"),
    ("points", {}, [0], "ballot_is_a_mapping", "unreadable"),
    ("points", {}, {0: 0}, "ballot_with_legal_marks", ""),
    ("points", {}, {0: "3"}, "ballot_with_legal_marks", ""),
    ("points", {}, {0: 1.5}, "ballot_with_legal_marks", ""),
    ("points", {}, {99: 1}, "ballot_with_own_options", ""),
    (
        "for-against",
        {"max_against": 1},
        {0: -1, 1: -1},
        "ballot_within_against",
        "too_many_against",
    ),
    ("for-against", {"max_choices": 1}, {0: 1, 1: 1}, "ballot_within_limit", "too_many"),
    ("for-against", {}, {0: 2}, "ballot_with_legal_marks", ""),
    ("grades", GRADES, {0: 4}, "ballot_with_legal_marks", ""),
    ("grades", GRADES, {0: -1}, "ballot_with_legal_marks", ""),
    ("grades", GRADES | {"all_graded": True}, {0: 1}, "ballot_wholly_graded", "missing_grade"),
]


@pytest.mark.parametrize(("code", "limits", "told"), LEGAL)
def test_take_legal_ballot(
    draft_vote: Any, cast: Any, code: str, limits: dict[str, Any], told: Any
) -> None:
    vote = draft_vote.reformat(code, **limits).open()
    ballot: Choices = _ballot(vote, told)
    _insert(vote.gare, ballot)
    receipt = cast_ballot(contest=vote.gare, voter=cast.nadia, choices=ballot)
    assert not isinstance(receipt, Refusal)
    assert Ballot.objects.get(receipt=receipt.code).choices == ballot


@pytest.mark.parametrize(("code", "limits", "told", "rule", "said"), ILLEGAL)
def test_refuse_illegal_ballot(
    draft_vote: Any, cast: Any, code: str, limits: dict[str, Any], told: Any, rule: str, said: str
) -> None:
    vote = draft_vote.reformat(code, **limits).open()
    ballot = _ballot(vote, told)
    with pytest.raises(IntegrityError) as refused:
        _insert(vote.gare, ballot)
    assert refused.value.__cause__.diag.constraint_name == rule  # type: ignore[union-attr]
    if said:
        answer = cast_ballot(contest=vote.gare, voter=cast.nadia, choices=ballot)
        assert isinstance(answer, Refusal)
        assert answer.code == said
        assert answer.code == "repeated" or answer.code == "unreadable" or answer.remedy
    assert not Ballot.objects.exists()


def test_refuse_unknown_format(draft_vote: Any) -> None:
    draft_vote.gare.ballot_format = "tombola"
    draft_vote.gare.save()
    vote = draft_vote.open()
    with pytest.raises(IntegrityError) as refused:
        _insert(vote.gare, [])
    cause: Any = refused.value.__cause__
    assert cause.diag.constraint_name == "ballot_of_known_format"


def test_freeze_the_limits(draft_vote: Any) -> None:
    vote = draft_vote.reformat("points").open()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE voting_contest SET rule = jsonb_set(rule, '{ballot,points_total}', '99')"
            " WHERE id = %s",
            [vote.gare.pk],
        )


def test_say_what_to_remove(draft_vote: Any) -> None:
    """Costs are 20, 40, 60 and 80 thousand euros, the basket holds 100."""
    vote = draft_vote.reformat("basket").open()
    basket = ballot_formats.get("basket")
    refusal = basket.misfit(vote.gare, _ballot(vote, [0, 1, 3]))
    assert refusal is not None
    assert "40\u00a0000\u00a0€" in str(refusal.reason)
    assert "Retirer n°\u00a02" in str(refusal.remedy), "the cheapest that is enough"
    refusal = basket.misfit(vote.gare, _ballot(vote, [0, 1, 2, 3]))
    assert refusal is not None
    assert "n°\u00a04" in str(refusal.remedy)
    assert "n°\u00a03" in str(refusal.remedy), "no single one is enough"


@pytest.mark.parametrize("code", [one.code for one in ballot_formats])
def test_keep_what_a_form_did_not_show(draft_vote: Any, code: str) -> None:
    """A form that shows half the list, under a search, leaves the other half alone."""
    way = ballot_formats.get(code)
    if not way.is_one_form or code == "yes-no":
        return
    vote = draft_vote.reformat(code)
    first, second = vote.options(vote.gare)[:2]
    kept: Choices = {str(first.pk): 1} if way.is_marked else [first.pk]
    sent = {"choix": [str(second.pk)], f"note-{second.pk}": ["1"]}
    filled = way.read(vote.gare, [second], sent, kept)
    wanted = [second.pk] if code == "single" else [first.pk, second.pk]
    assert sorted(int(pk) for pk in filled.choices) == wanted
    assert way.lines(vote.gare, filled.choices)
    assert way.starting_from(kept) == kept
    assert way.starting_from(None) == way.empty()
