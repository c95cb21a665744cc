"""Questions without money: answers are counted by a rule of choice, exact to the fraction."""

from __future__ import annotations

from typing import Any

import pytest

from preau.voting.actions import add_contest, cast_ballot, close_contest
from preau.voting.models import Contest, Count

QUESTION = "Faut-il fermer la rue des Lilas aux voitures le dimanche\u00a0?"
GRADES = {"grades": ["Très bien", "Bien", "Passable", "À rejeter"]}
#: Format, limits, ballots by place, winners by place.
COUNTED: list[tuple[str, dict[str, Any], list[Any], list[int]]] = [
    ("yes-no", {}, [[0], [0], [1], []], [0]),
    ("yes-no", {}, [[0], [1], []], []),
    ("single", {}, [[2], [2], [0]], [2]),
    ("approval", {"max_choices": 2}, [[0, 1], [1, 2], [1]], [1]),
    ("points", {"points_total": 5}, [{0: 5}, {1: 3, 2: 2}, {1: 3}], [1]),
    ("for-against", {"max_against": 1}, [{0: 1, 1: -1}, {0: 1}, {1: 1}], [0]),
    ("grades", GRADES, [{0: 0, 1: 1}, {0: 3, 1: 1}, {0: 3, 1: 0}], [1]),
]


@pytest.mark.parametrize(("code", "limits", "told", "winners"), COUNTED)
def test_count_question(
    draft_vote: Any, code: str, limits: dict[str, Any], told: list[Any], winners: list[int]
) -> None:
    vote = draft_vote.reformat(code, question=QUESTION, **limits).open()
    options = vote.options(vote.gare)
    for number, ballot in enumerate(told):
        choices: Any = (
            {str(options[place].pk): mark for place, mark in ballot.items()}
            if isinstance(ballot, dict)
            else [options[place].pk for place in ballot]
        )
        receipt = cast_ballot(contest=vote.gare, voter=vote.resident(number), choices=choices)
        assert getattr(receipt, "code", "")
    vote.end()
    count = close_contest(contest=vote.gare)
    assert isinstance(count, Count)
    assert count.winners == [options[place].number for place in winners]
    assert count.trace
    again = Contest.objects.get(pk=vote.gare.pk)
    assert again.document.sha256() == again.rule_hash, "the frozen rule reads back exactly"


def test_ask_several_questions(draft_vote: Any) -> None:
    """Two questions to the whole town stand beside one another, and beside its projects."""
    made = [
        add_contest(
            election=draft_vote.election,
            title=title,
            question=f"{title}\u00a0?",
            rule={"rule": "plurality"},
            ballot_format="single",
            actor=draft_vote.cast.odile,
        )
        for title in ("Première", "Seconde")
    ]
    assert [one.slug for one in made] == ["premiere", "seconde"]
    assert all(one.envelope_cents == 0 and one.zone is None for one in made)
