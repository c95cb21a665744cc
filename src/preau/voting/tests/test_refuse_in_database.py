"""What the database refuses to the application's own role, by raw SQL."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import (
    DatabaseError,
    IntegrityError,
    ProgrammingError,
    connection,
    transaction,
)
from psycopg.errors import InsufficientPrivilege

from preau.kernel import clock
from preau.tenancy.scope import use_site
from preau.voting.actions import cast_ballot, close_contest
from preau.voting.models import Ballot, Contest, RollEntry


def _run(sql: str, *values: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def _refused(rule: str, sql: str, *values: Any) -> None:
    with pytest.raises(IntegrityError) as refused:
        _run(sql, *values)
    assert refused.value.__cause__.diag.constraint_name == rule  # type: ignore[union-attr]


CAST = """
    SELECT voting_cast(one.contest, one.voter, 'place of ' || one.voter, one.choices::jsonb,
        one.receipt, now(), NULL, '')
    FROM (VALUES (%s::bigint, %s::text, %s::text, %s::text))
        AS one (contest, voter, choices, receipt)
"""
INSERT_BALLOT = """
    INSERT INTO voting_ballot (id, contest_id, box_key, choices, channel, receipt)
    VALUES (gen_random_uuid(), %s, %s, %s, 'web', %s)
"""
INSERT_ENTRY = """
    INSERT INTO voting_rollentry (election_id, contest_id, is_for_zone, voter_key, channel, at)
    VALUES (%s, %s, %s, %s, 'web', now())
"""


def _ballot(contest: Any, choices: Any, *, key: str = "k", receipt: str = "") -> tuple[Any, ...]:
    return contest.pk, key, json.dumps(choices), receipt or uuid.uuid4().hex


@pytest.fixture
def ids(vote: Any) -> list[int]:
    return [option.pk for option in vote.options(vote.gare)]


def _sizes() -> tuple[int, int]:
    return RollEntry.objects.count(), Ballot.objects.count()


def test_take_legal_ballots(vote: Any, ids: list[int]) -> None:
    _run(CAST, *_ballot(vote.gare, ids[:3]))
    _run(CAST, *_ballot(vote.gare, [], key="blank"))
    assert _sizes() == (2, 2)


def test_refuse_one_without_the_other(vote: Any, ids: list[int]) -> None:
    """No ballot without its line, no line without its ballot, in one transaction or not."""
    entry = (vote.election.pk, vote.gare.pk, True, "v")
    _refused("ballot_by_its_door", INSERT_BALLOT, *_ballot(vote.gare, ids[:1]))
    _refused("roll_by_its_door", INSERT_ENTRY, *entry)
    _run(CAST, *_ballot(vote.gare, ids[:1]))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CAST, _ballot(vote.gare, ids[:1], key="w"))
        cursor.execute(INSERT_BALLOT, _ballot(vote.gare, ids[:1], key="x"))
    assert _sizes() == (1, 1)


def test_keep_as_many_lines_as_ballots(vote: Any, ids: list[int]) -> None:
    """Whatever keys are passed to the door: a voter has one place, a place has one voter."""
    at_place = "SELECT voting_cast(%s, %s, %s, '[]', %s, now(), NULL, '')"
    _run(at_place, vote.gare.pk, "v", "p", "un")
    _refused("ballot_at_its_place", at_place, vote.gare.pk, "v", "q", "deux")
    _refused("one_ballot_per_box_key", at_place, vote.gare.pk, "w", "p", "trois")
    _refused("ballot_has_receipt", at_place, vote.gare.pk, "w", None, "quatre")
    _run(at_place, vote.gare.pk, "v", "p", "cinq")
    _refused("receipt_is_new", at_place, vote.gare.pk, "x", "r", "un")
    many = "SELECT voting_cast_many(%s, %s, ARRAY[now(), now()], %s, ARRAY['[]'::jsonb, '[]'], %s)"
    twice = [vote.gare.pk] * 2
    _refused("ballot_with_its_line", many, twice, ["a", "b"], ["c"], ["d", "e"])
    _refused("one_roll_entry_per_voter", many, twice, ["a", "a"], ["c", "f"], ["d", "e"])
    _run(many, twice, ["a", "b"], ["c", "f"], ["d", "e"])
    assert _sizes() == (3, 3)


def test_refuse_second_zone(vote: Any) -> None:
    _run(CAST, *_ballot(vote.gare, [], key="v"))
    _run(CAST, *_ballot(vote.town, [], key="v"))
    _refused("one_zone_per_voter", CAST, *_ballot(vote.centre, [], key="v"))


@pytest.mark.parametrize(
    ("rule", "choose"),
    [
        ("ballot_within_limit", lambda ids: ids),
        ("ballot_without_repeat", lambda ids: [ids[0], ids[0]]),
        ("ballot_with_own_options", lambda ids: [ids[0], 999_999_999]),
        ("ballot_with_own_options", lambda ids: [str(ids[0])]),
        ("ballot_is_a_list", lambda ids: {str(ids[0]): 3}),
        ("ballot_is_a_list", lambda ids: "blanc"),
    ],
)
def test_refuse_ballot(
    vote: Any, ids: list[int], rule: str, choose: Callable[[list[int]], Any]
) -> None:
    _refused(rule, CAST, *_ballot(vote.gare, choose(ids)))


def test_refuse_option_of_other_contest(vote: Any, ids: list[int]) -> None:
    foreign = vote.options(vote.town)[0].pk
    _refused("ballot_with_own_options", CAST, *_ballot(vote.gare, [ids[0], foreign]))


def test_refuse_change_by_update(vote: Any, ids: list[int]) -> None:
    _run(CAST, *_ballot(vote.gare, ids[:1], receipt="un"))
    change = "UPDATE voting_ballot SET choices = %s, receipt = %s WHERE contest_id = %s"
    _refused("ballot_by_its_door", change, json.dumps(ids[:2]), "deux", vote.gare.pk)
    _refused("ballot_is_kept", "UPDATE voting_ballot SET box_key = 'z', receipt = 'deux'")
    _refused("ballot_is_kept", "DELETE FROM voting_ballot")
    _refused("receipt_is_new", CAST, *_ballot(vote.gare, ids[:2], receipt="un"))
    _run(CAST, *_ballot(vote.gare, ids[:2], receipt="deux"))


def test_keep_roll(vote: Any) -> None:
    _run(CAST, *_ballot(vote.gare, [], key="v"))
    _refused("roll_is_kept", "UPDATE voting_rollentry SET voter_key = 'w'")
    _refused("roll_is_kept", "DELETE FROM voting_rollentry")
    _refused("roll_by_its_door", "UPDATE voting_rollentry SET channel = 'web'")


def _past(vote: Any) -> Any:
    return vote.end().gare


def _sealed(vote: Any) -> Any:
    vote.end()
    close_contest(contest=vote.gare)
    return vote.gare


def _before(vote: Any) -> Any:
    Contest.objects.filter(pk=vote.gare.pk).update(
        opens_at=clock.now() + (vote.gare.closes_at - clock.now()) / 2
    )
    return vote.gare


@pytest.mark.parametrize("when", [_before, _past, _sealed])
def test_refuse_outside_hours(vote: Any, ids: list[int], when: Callable[[Any], Any]) -> None:
    cast_ballot(contest=vote.gare, voter=vote.cast.nadia, choices=ids[:1])
    contest = when(vote)
    _refused("box_is_open", CAST, *_ballot(contest, ids[:1]))
    _refused("box_is_open", INSERT_BALLOT, *_ballot(contest, ids[:1]))
    _refused("box_is_open", INSERT_ENTRY, vote.election.pk, contest.pk, True, "v")
    _refused("box_is_open", "UPDATE voting_rollentry SET channel = 'web'")
    if when is not _sealed:  # the seal has emptied the receipts
        _refused("box_is_open", "UPDATE voting_ballot SET choices = '[]', receipt = 'x'")
    _refused("ballot_is_kept", "DELETE FROM voting_ballot")


def test_refuse_draft_box(draft_vote: Any) -> None:
    contest = draft_vote.gare
    _refused("box_is_open", INSERT_BALLOT, *_ballot(contest, []))
    _refused("box_is_open", INSERT_ENTRY, draft_vote.election.pk, contest.pk, True, "v")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE voting_option SET title = 'Autre'",
        "UPDATE voting_option SET cost_cents = 1",
        "DELETE FROM voting_option",
        "INSERT INTO voting_option (contest_id, number, title, summary, cost_cents, theme,"
        " source_kind) SELECT id, 99, 'Un de plus', '', 1, '', '' FROM voting_contest",
        "UPDATE voting_contest SET rule = '{}'",
        "UPDATE voting_contest SET envelope_cents = envelope_cents + 1",
        "UPDATE voting_contest SET max_choices = 9",
        "UPDATE voting_contest SET zone_id = NULL WHERE zone_id IS NOT NULL",
        "UPDATE voting_election SET roll_key = 'x'",
        "UPDATE voting_boxsecret SET key = 'x'",
        "DELETE FROM voting_boxsecret",
    ],
)
def test_freeze_opened_contest(vote: Any, sql: str) -> None:
    _refused("contest_is_frozen", sql)


def test_close_by_the_seal_alone(vote: Any) -> None:
    for state in ("closed", "counted", "draft"):
        _refused("contest_goes_forward", "UPDATE voting_contest SET state = %s", state)
    _refused("contest_is_kept", "DELETE FROM voting_contest")
    _refused("seal_at_the_hour", "SELECT voting_seal(%s)", vote.gare.pk)


def test_never_open_again(vote: Any) -> None:
    vote.end()
    later = "UPDATE voting_contest SET closes_at = now() + interval '1 day'"
    _refused("contest_stays_closed", later)
    close_contest(contest=vote.gare)
    _refused("contest_is_frozen", f"{later} WHERE id = %s", vote.gare.pk)


def test_keep_the_record(vote: Any, ids: list[int]) -> None:
    cast_ballot(contest=vote.gare, voter=vote.cast.nadia, choices=ids[:1])
    seal = (
        "INSERT INTO voting_seal (contest_id, closed_at, ballots, voters, rule_hash, options_hash,"
        " ballots_hash, receipt_root) VALUES (%s, now(), 0, 0, '', '', '', '')"
    )
    _refused("record_after_closing", seal, vote.gare.pk)
    _sealed(vote)
    for table in ("voting_seal", "voting_count"):
        _refused("record_is_kept", f"DELETE FROM {table}")
        _refused("record_is_kept", f"UPDATE {table} SET contest_id = contest_id")
    _refused("receipt_is_kept", "DELETE FROM voting_receiptline")
    _refused("receipt_is_kept", "UPDATE voting_receiptline SET state = 'replaced'")
    _refused(
        "receipt_is_kept",
        "INSERT INTO voting_receiptline (id, contest_id, code, state)"
        " VALUES (gen_random_uuid(), %s, 'x', 'counted')",
        vote.gare.pk,
    )


def test_refuse_other_site(vote: Any, other_site: Any, ids: list[int]) -> None:
    with use_site(other_site):
        _refused("box_of_this_site", CAST, *_ballot(vote.gare, ids[:1]))
        _refused("box_of_this_site", INSERT_BALLOT, *_ballot(vote.gare, ids[:1]))
        _refused("box_of_this_site", INSERT_ENTRY, vote.election.pk, vote.gare.pk, True, "v")
        _refused("box_of_this_site", "SELECT voting_seal(%s)", vote.gare.pk)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE voting_ballot SET choices = '[]'",
        "UPDATE voting_ballot SET choices = '[]', receipt = 'x'",
        "UPDATE voting_ballot SET box_key = 'x', receipt = 'x'",
        "UPDATE voting_ballot SET contest_id = contest_id + 1",
        "UPDATE voting_ballot SET id = gen_random_uuid()",
        "DELETE FROM voting_ballot",
        "DELETE FROM voting_rollentry",
        "UPDATE voting_rollentry SET voter_key = 'x'",
    ],
)
def test_refuse_any_change_of_a_sealed_box(vote: Any, ids: list[int], sql: str) -> None:
    cast_ballot(contest=vote.gare, voter=vote.cast.nadia, choices=ids[:1])
    _sealed(vote)
    with pytest.raises(IntegrityError) as refused:
        _run(f"{sql} WHERE id = (SELECT id FROM {_table(sql)} LIMIT 1)")
    rule = refused.value.__cause__.diag.constraint_name  # type: ignore[union-attr]
    assert rule in {"ballot_is_kept", "box_is_open", "roll_is_kept"}


def _table(sql: str) -> str:
    return next(word for word in sql.split() if word.startswith("voting_"))


@pytest.mark.parametrize(
    "sql",
    [
        "TRUNCATE voting_ballot CASCADE",
        "TRUNCATE voting_rollentry",
        "ALTER TABLE voting_ballot DISABLE TRIGGER ALL",
        "ALTER TABLE voting_ballot DISABLE ROW LEVEL SECURITY",
        "DROP TRIGGER voting_guard ON voting_ballot",
        "DROP TABLE voting_ballot CASCADE",
        "SET session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION voting_by_owner(the_table oid) RETURNS boolean LANGUAGE sql"
        " STABLE AS 'SELECT true'",
        "SET ROLE preau_owner",
    ],
)
def test_keep_the_guards_awake(vote: Any, sql: str) -> None:
    """The application's role has not the right to put to sleep what watches it."""
    with pytest.raises(ProgrammingError) as refused:
        _run(sql)
    assert isinstance(refused.value.__cause__, InsufficientPrivilege)


def test_never_move_a_ballot_to_another_site(vote: Any, other_site: Any, ids: list[int]) -> None:
    """Neither out of its site, nor into one by naming it: the rows of others do not exist."""
    _run(CAST, *_ballot(vote.gare, ids[:1]))
    _refused(
        "ballot_is_kept", "UPDATE voting_ballot SET site_id = %s, receipt = 'x'", other_site.pk
    )
    _refused("roll_is_kept", "UPDATE voting_rollentry SET site_id = %s", other_site.pk)
    with use_site(other_site), connection.cursor() as cursor:
        for table in ("voting_ballot", "voting_rollentry", "voting_boxsecret", "voting_contest"):
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,)
            with transaction.atomic():
                cursor.execute(f"DELETE FROM {table}")
            assert cursor.rowcount == 0
    with use_site(other_site), pytest.raises(DatabaseError):
        _run(
            "INSERT INTO voting_ballot (id, site_id, contest_id, box_key, choices, channel, receipt)"
            " VALUES (gen_random_uuid(), %s, %s, 'k2', '[]', 'web', 'deux')",
            vote.gare.site_id,
            vote.gare.pk,
        )
