"""The database refuses what paper must never do, whatever code asks."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from preau.voting.models import Ballot, PaperBatch, PaperLine, PaperReading, RollEntry


@contextmanager
def refused(rule: str) -> Iterator[None]:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        yield
    assert caught.value.__cause__.diag.constraint_name == rule


def sql(text: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text, values)


def test_refuse_paper_ballot_without_a_batch(place: Any, vote: Any) -> None:
    option = vote.options(vote.gare)[0].pk
    insert = (
        "INSERT INTO voting_ballot (id, contest_id, box_key, choices, channel, receipt)"
        " VALUES (%s, %s, %s, %s::jsonb, 'paper', %s)"
    )
    with refused("ballot_by_its_door"):
        sql(insert, uuid.uuid4(), vote.gare.pk, "k", f"[{option}]", "papier-lot-aaaa-0001")
    vote.cast_many(vote.gare, [[0]])
    with refused("ballot_by_its_door"):
        sql("UPDATE voting_ballot SET channel = 'paper', receipt = 'x'")
    with refused("roll_by_its_door"):
        sql("UPDATE voting_rollentry SET channel = 'paper'")


def test_refuse_change_of_paper_in_the_box(place: Any) -> None:
    place.sealed("1 2")
    with refused("ballot_by_its_door"):
        sql("UPDATE voting_ballot SET channel = 'web', receipt = 'x', choices = '[]'")
    with refused("ballot_is_kept"):
        sql("DELETE FROM voting_ballot")
    assert Ballot.objects.get().channel == "paper"


def test_refuse_same_operator_twice(place: Any) -> None:
    batch = place.batch(1)
    place.read(batch, 0, "1")
    with refused("another_operator_each_turn"):
        sql(
            "INSERT INTO voting_paperreading (batch_id, turn, operator_id, started_at)"
            " VALUES (%s, 2, %s, now())",
            batch.pk,
            place.clerks[0].pk,
        )
    assert PaperReading.objects.count() == 1
    with refused("reading_is_kept"):
        sql("UPDATE voting_paperreading SET operator_id = %s", place.clerks[1].pk)
    with refused("batch_is_open"):
        sql("UPDATE voting_paperline SET choices = '[]', kind = 'blank'")
    with refused("reading_is_kept"):
        sql("DELETE FROM voting_paperreading")


def test_refuse_seal_by_hand(place: Any) -> None:
    batch = place.batch(1)
    place.read(batch, 0, "1")
    with refused("batch_agrees"):
        sql("UPDATE voting_paperbatch SET state = 'signed', signed_by_id = %s", batch.opened_by_id)
    place.read(batch, 1, "2")
    with refused("batch_agrees"):
        sql("UPDATE voting_paperbatch SET state = 'signed', signed_by_id = %s", batch.opened_by_id)
    with refused("batch_sealed_by_two"):
        sql("UPDATE voting_paperbatch SET state = 'sealed', sealed_at = now()")
    with refused("batch_sealed_by_two"):
        sql("SELECT voting_seal_batch(%s, %s)", batch.pk, place.clerks[1].pk)
    assert Ballot.objects.count() == 0


def test_refuse_second_signature_of_the_same(place: Any) -> None:
    batch = place.batch(1)
    place.read(batch, 0, "1")
    place.read(batch, 1, "1")
    place.sign(batch, 0)
    with refused("batch_sealed_by_two"):
        sql("SELECT voting_seal_batch(%s, %s)", batch.pk, place.clerks[0].pk)
    with refused("batch_sealed_by_two"):
        sql("SELECT voting_seal_batch(%s, %s)", batch.pk, 0)
    place.sign(batch, 1)
    with refused("batch_sealed_by_two"):
        sql("SELECT voting_seal_batch(%s, %s)", batch.pk, place.clerks[1].pk)
    assert Ballot.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "places", "rule"),
    [
        ("valid", [0, 1, 2, 3], "ballot_within_limit"),
        ("valid", [0, 0], "ballot_without_repeat"),
        ("valid", [], "valid_ballot_chooses"),
        ("blank", [0], "only_valid_ballots_choose"),
        ("absent", [], "absent_by_third_look"),
    ],
)
def test_judge_lines(place: Any, vote: Any, kind: str, places: list[int], rule: str) -> None:
    from preau.voting.paper.entry import start_reading

    reading = start_reading(batch=place.batch(1), actor=place.clerks[0])
    options = vote.options(vote.gare)
    with refused(rule):
        PaperLine.objects.create(
            reading=reading, position=1, kind=kind, choices=[options[one].pk for one in places]
        )
    with refused("ballot_with_own_options"):
        other = vote.options(vote.town)[0].pk
        PaperLine.objects.create(reading=reading, position=1, kind="valid", choices=[other])
    with refused("spoiled_for_a_reason"):
        PaperLine.objects.create(reading=reading, position=1, kind="spoiled")


def test_freeze_sealed_batches(place: Any) -> None:
    batch = place.sealed("1")
    for change in ("state = 'open'", "size = 4", "code = 'XXXX'", "ballots = 0"):
        with refused("batch_sealed_by_two"):
            sql(f"UPDATE voting_paperbatch SET {change}")
    with refused("batch_is_kept"):
        sql("DELETE FROM voting_paperbatch")
    with refused("paper_rule_is_frozen"):
        sql("UPDATE voting_paperrule SET precedence = 'web'")
    assert PaperBatch.objects.get(pk=batch.pk).ballots == 1


def test_refuse_paper_after_its_hours(place: Any, vote: Any) -> None:
    batch = place.batch(1)
    place.read(batch, 0, "1")
    place.read(batch, 1, "1")
    place.sign(batch, 0)
    vote.end()
    sql("UPDATE voting_paperrule SET ended_at = now()")
    with refused("paper_is_over"):
        sql("SELECT voting_seal_batch(%s, %s)", batch.pk, place.clerks[1].pk)
    with refused("paper_is_over"):
        sql("SELECT voting_mark_paper(%s, ARRAY['k'], ARRAY[]::text[])", vote.gare.pk)
    with refused("paper_is_over"):
        sql("UPDATE voting_paperrule SET ended_at = NULL")


def test_hold_the_seal_while_paper_comes(place: Any, vote: Any) -> None:
    vote.end()
    with refused("seal_waits_for_paper"):
        sql("SELECT voting_seal(%s)", vote.gare.pk)


def test_refuse_paper_of_another_city(place: Any, vote: Any, other_site: Any) -> None:
    from preau.tenancy.scope import use_site

    batch = place.batch(1)
    place.read(batch, 0, "1")
    place.read(batch, 1, "1")
    place.sign(batch, 0)
    with use_site(other_site):
        with refused("batch_sealed_by_two"):
            sql("SELECT voting_seal_batch(%s, %s)", batch.pk, place.clerks[1].pk)
        with refused("box_of_this_site"):
            sql("SELECT voting_mark_paper(%s, ARRAY['k'], ARRAY[]::text[])", vote.gare.pk)
    assert RollEntry.objects.count() == Ballot.objects.count() == 0


def test_take_no_paper_where_no_rule_says_so(vote: Any) -> None:
    with refused("paper_is_taken"):
        sql("SELECT voting_mark_paper(%s, ARRAY['k'], ARRAY[]::text[])", vote.gare.pk)
