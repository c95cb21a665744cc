"""A batch is read twice by two people, settled by a third, signed by two, and counted."""

from __future__ import annotations

from typing import Any

import pytest

from preau.kernel.refusal import Refusal
from preau.voting.actions import close_contest
from preau.voting.models import Ballot, PaperBatch, ReceiptLine
from preau.voting.paper.actions import end_paper, name_late_agents, open_batch, sign_batch
from preau.voting.paper.entry import agrees, differences, next_turn, start_reading
from preau.voting.paper.reading import Misread, read


def in_box(vote: Any, contest: Any = None) -> list[list[int]]:
    """Paper ballots of a contest as places in its list of options."""
    contest = contest or vote.gare
    numbers = {option.pk: option.number for option in vote.options(contest)}
    found = Ballot.objects.filter(contest=contest, channel="paper")
    return sorted([numbers[pk] for pk in one.choices] for one in found)


def test_seal_what_two_people_read(place: Any, vote: Any) -> None:
    batch = place.batch(4)
    place.read(batch, 0, "1 3 2", "4", "b", "n1")
    assert in_box(vote) == []
    place.read(batch, 1, "1 3 2", "4", "b", "n1")
    assert agrees(batch)
    assert place.sign(batch, 0).state == PaperBatch.State.SIGNED
    assert in_box(vote) == []
    assert place.sign(batch, 1).state == PaperBatch.State.SEALED
    assert in_box(vote) == [[], [1, 3, 2], [4]]
    assert (batch.ballots, len(batch.content_hash)) == (3, 64)


def test_hold_same_person_off_second_reading(place: Any) -> None:
    batch = place.batch()
    place.read(batch, 0, "1", "2", "3")
    refusal = start_reading(batch=batch, actor=place.clerks[0])
    assert isinstance(refusal, Refusal)
    assert refusal.code == "same_operator"


def test_settle_differences_by_a_third_look(place: Any, vote: Any) -> None:
    batch = place.batch(3)
    place.read(batch, 0, "1 2", "3", "b")
    place.read(batch, 1, "1 2", "4", "b")
    assert [one.position for one in differences(batch)] == [2]
    assert place.sign(batch, 0).code == "batch_agrees"
    assert next_turn(batch, place.clerks[2]) == 3
    place.settle(batch, 2, p2="4")
    place.sign(batch, 0, 1)
    assert in_box(vote) == [[], [1, 2], [4]]


def test_find_no_ballot_where_one_counted_too_many(place: Any, vote: Any) -> None:
    """The first reader saw a ballot that was not there: the third look says so."""
    from preau.voting.paper.entry import finish_reading, write_line
    from preau.voting.paper.reading import Read

    batch = place.batch(3)
    place.read(batch, 0, "1", "2", "3")
    place.read(batch, 1, "1", "2")
    reading = start_reading(batch=batch, actor=place.clerks[2])
    refused = finish_reading(reading=reading, actor=place.clerks[2])
    assert refused.code in ("nothing_read", "still_different")
    write_line(reading=reading, position=3, read=Read("absent"), actor=place.clerks[2])
    finish_reading(reading=reading, actor=place.clerks[2])
    place.sign(batch, 1, 2)
    assert in_box(vote) == [[1], [2]]


def test_ask_two_people_for_two_signatures(place: Any) -> None:
    batch = place.batch(1)
    place.read(batch, 0, "1")
    place.read(batch, 1, "1")
    assert place.sign(batch, 0, 0).code == "same_signer"
    assert batch.state == PaperBatch.State.SIGNED


def test_count_paper_with_the_contest(place: Any, vote: Any) -> None:
    vote.cast_many(vote.gare, [[0, 1]])
    batch = place.sealed("2 1", "2", "b")
    vote.end()
    assert close_contest(contest=vote.gare).code == "not_due"  # paper may still come
    end_paper(election=vote.election, actor=place.cast.odile)
    count = close_contest(contest=vote.gare)
    points = {row["option"]: row["score"] for row in count.outcome["rounds"]}
    assert {key: int(value) for key, value in points.items()} == {"1": 5, "2": 8, "3": 0, "4": 0}
    assert int(count.outcome["ballots"]["blank"]) == 1
    codes = ReceiptLine.objects.filter(contest=vote.gare, state="counted")
    paper = [one.code for one in codes if one.code.startswith("papier-lot")]
    assert sorted(paper) == [f"papier-lot-{batch.code.lower()}-000{n}" for n in (1, 2, 3)]
    assert Ballot.objects.filter(contest=vote.gare).exclude(box_key=None).count() == 0


def test_let_named_agents_alone_enter_late(place: Any, vote: Any) -> None:
    vote.end()
    refused = open_batch(contest=vote.gare, station=place.station, size=1, actor=place.clerks[0])
    assert refused.code == "late"
    name_late_agents(rule=place.rule, agents=place.clerks, actor=place.cast.odile)
    batch = place.sealed("1 2")
    assert batch.is_late
    end_paper(election=vote.election, actor=place.cast.odile)
    assert close_contest(contest=vote.gare).outcome["ballots"]["valid"] == 1
    assert (
        open_batch(contest=vote.gare, station=place.station, size=1, actor=place.clerks[0]).code
        == "paper_is_over"
    )


def test_end_only_when_all_is_sealed(place: Any, vote: Any) -> None:
    place.batch(2)
    assert end_paper(election=vote.election, actor=place.cast.odile).code == "vote_is_open"
    vote.end()
    refused = end_paper(election=vote.election, actor=place.cast.odile)
    assert refused.code == "unsealed_batches"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "Écrivez les numéros"),
        ("9", "n’est pas sur ce bulletin"),
        ("1 1", "deux fois le même choix"),
        ("1 2 3 4", "3 au plus"),
        ("n", "motif"),
        ("n99", "motif"),
        ("bonjour", "n’est pas sur ce bulletin"),
        ("²", "n’est pas sur ce bulletin"),
    ],
)
def test_say_why_a_line_is_not_read(vote: Any, typed: str, why: str) -> None:
    with pytest.raises(Misread, match=why):
        read(vote.gare, typed)


def test_read_marks_typed_freely(vote: Any) -> None:
    first, _second, third, _fourth = vote.options(vote.gare)
    assert read(vote.gare, " 3,01 ").choices == [third.pk, first.pk]
    assert read(vote.gare, "B").kind == "blank"
    assert read(vote.gare, "n 2").reason == "unreadable"


def test_keep_the_second_reader_blind(place: Any) -> None:
    """Nothing of the first reading is needed, or shown, to make the second."""
    batch = place.batch(1)
    place.read(batch, 0, "1")
    second = start_reading(batch=batch, actor=place.clerks[1])
    assert second.turn == 2
    assert list(second.lines.all()) == []
    assert sign_batch(batch=batch, actor=place.clerks[1]).code == "batch_agrees"


@pytest.mark.parametrize(
    ("kind", "typed", "marks"),
    [
        ("points", "1:3 2:4", {1: 3, 2: 4}),
        ("for-against", "1:p 3:c", {1: 1, 3: -1}),
        ("grades", "1:1 2:7", {1: 0, 2: 6}),
    ],
)
def test_read_formats_with_marks(vote: Any, kind: str, typed: str, marks: dict[int, int]) -> None:
    from preau.voting.formats import ballot_formats
    from preau.voting.models import PaperLine
    from preau.voting.paper.reading import typed_of

    limits = {**ballot_formats.get(kind).default_limits(0), "kind": kind}
    vote.gare.ballot_format, vote.gare.max_choices = kind, None
    vote.gare.rule = {**vote.gare.rule, "ballot": limits}
    found = read(vote.gare, typed)
    numbers = {str(one.pk): one.number for one in vote.options(vote.gare)}
    assert {numbers[pk]: mark for pk, mark in found.choices.items()} == marks
    assert typed_of(vote.gare, PaperLine(kind="valid", choices=found.choices)) == typed
    for wrong in ("1", "1:", "1:x", "1:3 1:4", "9:1"):
        with pytest.raises(Misread):
            read(vote.gare, wrong)


def test_read_crosses_in_any_order(vote: Any) -> None:
    vote.gare.ballot_format = "approval"
    assert read(vote.gare, "3 1").choices == read(vote.gare, "1 3").choices


def test_say_paper_in_the_minutes(place: Any, vote: Any) -> None:
    from preau.voting.paper.sheets import paper_lines, sheet_facts

    assert paper_lines(vote.gare) == []
    batch = place.sealed("2 1", "b", "n1", "n1", "n3")
    place.batch(4)
    said = dict(map(tuple, paper_lines(vote.gare)))
    assert said["Bulletins papier mis dans l’urne"] == "2"
    assert said["Bulletins papier nuls"] == "3"
    assert said["– Signe ou nom écrit sur le bulletin"] == "2"
    assert said["Lots laissés de côté, faute de signatures"] == "1"
    sheet = dict(map(tuple, sheet_facts(batch)["facts"]))
    assert sheet["Bulletins exprimés"] == "1"
    assert sheet["Première lecture"] == "Ana Saisie"
