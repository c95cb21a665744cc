"""Ideas that look alike, and texts compared word by word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preau.kernel.compare import compare
from preau.processes.models import Process
from preau.proposals.models import Proposal
from preau.proposals.similar import similar_to

Put = Callable[..., Proposal]


@pytest.fixture
def town(deposit: Put) -> list[Proposal]:
    return [
        deposit("Une cour-oasis à l’école Jean-Zay", longitude=1.430, latitude=47.010),
        deposit("Des arceaux à vélos devant la médiathèque", longitude=1.431, latitude=47.011),
        deposit("Un frigo solidaire place du Marché", idea="Partager la nourriture."),
    ]


@pytest.mark.parametrize(
    ("title", "numbers"),
    [
        ("Cour oasis pour l’école Jean Zay", [1]),
        ("ARCEAU A VELO DEVANT LA MEDIATHEQUE", [2]),
        ("Un frigo solidaire", [3]),
        ("Une piscine olympique", []),
        ("Un projet pour la ville", []),
        ("", []),
        ("'); DROP TABLE &|! :*", []),
    ],
)
def test_find_alike(process: Process, town: list[Proposal], title: str, numbers: list[int]) -> None:
    assert [one.proposal.number for one in similar_to(process, title=title)] == numbers


def test_prefer_what_is_near(process: Process, deposit: Put) -> None:
    deposit("Des bancs à l’ombre", longitude=1.50, latitude=47.05)
    near = deposit("Des bancs à l’ombre", longitude=1.4301, latitude=47.0101)
    found = similar_to(process, title="Bancs à l’ombre", longitude=1.43, latitude=47.01)
    assert found[0].proposal == near
    assert found[0].distance == pytest.approx(13.4, abs=0.5)
    assert len(found) == 2


def test_show_three_at_most(process: Process, deposit: Put) -> None:
    for number in range(6):
        deposit(f"Des bancs à l’ombre {number}")
    assert len(similar_to(process, title="Des bancs à l’ombre")) == 3


def test_leave_out_itself_and_hidden(process: Process, deposit: Put) -> None:
    mine, hidden = deposit("Des bancs à l’ombre"), deposit("Des bancs à l’ombre")
    Proposal.objects.filter(pk=hidden.pk).update(is_hidden=True)
    assert similar_to(process, title="Des bancs à l’ombre", but=mine.pk) == []


def test_stay_in_the_process(process: Process, town: list[Proposal], site: Any) -> None:
    other = Process.objects.create(title="Autre", slug="autre", blueprint="bp")
    assert similar_to(other, title="Une cour-oasis à l’école Jean-Zay") == []


@given(st.text(alphabet="ab é\n,", max_size=40), st.text(alphabet="ab é\n,", max_size=40))
def test_give_both_texts_back(before: str, after: str) -> None:
    pieces = compare(before, after)
    assert "".join(one.text for one in pieces if one.kind != "added") == before
    assert "".join(one.text for one in pieces if one.kind != "removed") == after


def test_compare_by_words() -> None:
    kinds = [(one.kind, one.text) for one in compare("Un banc rouge", "Un banc vert clair")]
    assert kinds == [("kept", "Un banc "), ("removed", "rouge"), ("added", "vert clair")]
