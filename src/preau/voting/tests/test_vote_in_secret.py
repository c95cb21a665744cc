"""A secret contest whole: ceremony, trial, ballots cast once, closing, opening by three of five."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction

from preau.kernel.refusal import Refusal
from preau.messaging.models import Email
from preau.voting import tasks
from preau.voting.actions import (
    cast_ballot,
    close_contest,
    confirm_trial,
    open_boxes,
    open_election,
    register_key,
    set_secret,
)
from preau.voting.models import (
    Ballot,
    BallotKey,
    BoxSecret,
    Contest,
    Count,
    LogHead,
    LogLeaf,
    ReceiptLine,
    RollEntry,
    Seal,
    SealedBallot,
)
from preau.voting.receipts import Receipt, read_receipt
from preau.voting.sealed.box import STEP, open_sealed, receipt_of, seal
from preau.voting.sealed.log import sign_head
from preau.voting.sealed.shares import join

from .secrets import Board, make_secret


@pytest.fixture
def board() -> Board:
    return Board()


@pytest.fixture
def sealed(draft_vote: Any, board: Board) -> Any:
    return make_secret(draft_vote, board).open()


def test_open_only_after_trial(draft_vote: Any, board: Board, cast: Any) -> None:
    vote = draft_vote
    set_secret(election=vote.election, contests={vote.gare.pk}, actor=cast.odile)
    early = open_election(election=vote.election, actor=cast.odile)
    assert isinstance(early, Refusal)
    assert early.code == "key_untried"
    bad = register_key(election=vote.election, public_key="00", publishes="clear", actor=cast.odile)
    assert isinstance(bad, Refusal)
    key = register_key(
        election=vote.election, public_key=board.public, publishes="clear", actor=cast.odile
    )
    assert isinstance(key, BallotKey)
    wrong = confirm_trial(election=vote.election, phrase="un deux trois", actor=cast.odile)
    assert isinstance(wrong, Refusal)
    assert isinstance(open_election(election=vote.election, actor=cast.odile), Refusal)
    phrase = open_sealed(join(board.parts[:3]), bytes(key.test_sealed), STEP).decode()
    confirm_trial(election=vote.election, phrase=phrase.replace("-", " "), actor=cast.odile)
    assert open_election(election=vote.election, actor=cast.odile) == vote.election
    refused = set_secret(election=vote.election, contests=set(), actor=cast.odile)
    assert isinstance(refused, Refusal)
    head = LogHead.objects.get(contest=vote.gare)
    assert (head.ballots, head.voters) == (0, 0), "the box is certified empty"
    kinds = LogLeaf.objects.filter(contest=vote.gare).values_list("kind", "content")
    assert ("key", board.public) in kinds
    assert not BoxSecret.objects.filter(contest=vote.gare).exists()


def test_cast_once_without_mail(sealed: Any, cast: Any) -> None:
    nadia, options = cast.nadia, [one.pk for one in sealed.options(sealed.gare)]
    receipt = cast_ballot(contest=sealed.gare, voter=nadia, choices=options[:2])
    assert isinstance(receipt, Receipt)
    assert (len(receipt.words.split("-")), receipt.signs) == (10, "")
    assert read_receipt(receipt.words.replace("-", " ")) == receipt
    again = cast_ballot(contest=sealed.gare, voter=nadia, choices=options[:1])
    assert isinstance(again, Refusal)
    assert again.code == "voted_already"
    one = SealedBallot.objects.get()
    assert receipt_of(bytes(one.ciphertext)) == one.receipt == str(receipt)
    entry = RollEntry.objects.get()
    assert (entry.at.minute, entry.at.second, entry.at.microsecond) == (0, 0, 0)
    assert not Ballot.objects.filter(contest=sealed.gare).exists()
    assert not mail.outbox
    assert not Email.objects.filter(kind="ballot_receipt").exists()


def test_hide_lengths(sealed: Any, cast: Any) -> None:
    sealed.cast_many(sealed.gare, [[], [0], [0, 1, 2]])
    sizes = {len(bytes(one.ciphertext)) for one in SealedBallot.objects.all()}
    assert sizes == {BallotKey.objects.get().length + 48}


def test_log_by_batches_of_ten(sealed: Any) -> None:
    sealed.cast_many(sealed.gare, [[0]] * 9)
    assert sign_head(sealed.gare).size == 3, "rule, options and key: nine ballots wait"
    cast_ballot(contest=sealed.gare, voter=sealed.cast.nadia, choices=[])
    before = set(SealedBallot.objects.values_list("pk", flat=True))
    head = sign_head(sealed.gare)
    assert (head.size, head.ballots, head.voters, head.missing) == (13, 10, 10, 0)
    assert before.isdisjoint(SealedBallot.objects.values_list("pk", flat=True))


def test_open_by_three_of_five(sealed: Any, board: Board, cast: Any) -> None:
    sealed.cast_many(sealed.gare, [[0, 1, 2], [0, 1], [1], []])
    key = join([board.parts[4], board.parts[1], board.parts[2]])
    early = open_boxes(election=sealed.election, private_key=key, actor=cast.odile)
    assert isinstance(early, Refusal)
    assert early.code == "not_closed"
    waits = close_contest(contest=sealed.end().gare)
    assert isinstance(waits, Refusal)
    assert waits.code == "waits_for_board"
    tasks.close_due()
    seal_ = Seal.objects.get(contest=sealed.gare)
    assert (seal_.ballots, seal_.voters) == (4, 4)
    assert ReceiptLine.objects.filter(contest=sealed.gare, state="counted").count() == 4
    other = open_boxes(election=sealed.election, private_key=Board().private, actor=cast.odile)
    assert isinstance(other, Refusal)
    assert other.code == "wrong_key"
    counts = open_boxes(election=sealed.election, private_key=key, actor=cast.odile)
    assert isinstance(counts, list)
    assert counts[0].outcome["scores"] == {"1": 6, "2": 7, "3": 1, "4": 0}
    assert counts[0].outcome["ballots"]["blank"] == 1
    sealed.gare.refresh_from_db()
    assert sealed.gare.state == Contest.State.COUNTED
    assert sealed.gare.opening.private_key == "", "the règlement publishes clear ballots"
    twice = open_boxes(election=sealed.election, private_key=key, actor=cast.odile)
    assert isinstance(twice, Refusal)
    assert isinstance(close_contest(contest=sealed.gare), Count)


def test_spoil_what_cannot_be_read(sealed: Any, board: Board, cast: Any) -> None:
    """Sealed for another key, or against the rule: set aside with the reason, never counted."""
    from preau.voting.sealed.box import write_ballot

    sealed.cast_many(sealed.gare, [[0]])
    length = BallotKey.objects.get().length
    pk = sealed.gare.pk
    for content, public in [
        (write_ballot(pk, []), Board().public),
        (write_ballot(pk + 1, []), board.public),
        (write_ballot(pk, [1, 1]), board.public),
        (write_ballot(pk, {"a": 1}), board.public),
        (b"{", board.public),
    ]:
        _cast_raw(sealed, seal(public, content, length))
    close_contest(contest=sealed.end().gare)
    counts = open_boxes(election=sealed.election, private_key=board.private, actor=cast.odile)
    assert isinstance(counts, list)
    assert sealed.gare.opening.spoiled == {"unreadable": 3, "against_the_rule": 2}
    assert counts[0].outcome["ballots"]["valid"] == 1


def _cast_raw(vote: Any, ballot: bytes, voter: str = "") -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT voting_cast_secret(%s, %s, 'web', %s)",
            [vote.gare.pk, voter or uuid.uuid4().hex, ballot],
        )


@pytest.mark.parametrize(
    ("rule", "sql"),
    [
        ("sealed_by_its_door", "DELETE FROM voting_sealedballot"),
        ("sealed_by_its_door", "UPDATE voting_sealedballot SET contest_id = contest_id"),
        (
            "sealed_by_its_door",
            "INSERT INTO voting_sealedballot (id, contest_id, ciphertext)"
            " SELECT gen_random_uuid(), contest_id, ciphertext FROM voting_sealedballot",
        ),
        (
            "sealed_by_its_door",
            "INSERT INTO voting_rollentry (election_id, contest_id, is_for_zone, voter_key,"
            " channel, at) SELECT election_id, contest_id, is_for_zone, 'v', 'web', now()"
            " FROM voting_rollentry",
        ),
        ("sealed_by_its_door", "UPDATE voting_rollentry SET channel = 'web'"),
        (
            "sealed_by_its_door",
            "INSERT INTO voting_ballot (id, contest_id, box_key, choices, channel, receipt)"
            " SELECT gen_random_uuid(), contest_id, 'k', '[]', 'web', 'r' FROM voting_rollentry",
        ),
        ("contest_is_frozen", "UPDATE voting_ballotkey SET public_key = repeat('0', 64)"),
        ("contest_is_frozen", "UPDATE voting_contest SET is_secret = false"),
        (
            "record_after_closing",
            "INSERT INTO voting_opening (contest_id, at, ballots, spoiled, private_key)"
            " SELECT contest_id, now(), 0, '{}', '' FROM voting_rollentry",
        ),
        (
            "record_after_closing",
            "SELECT voting_open_secret(contest_id, '[[]]', 0) FROM voting_rollentry",
        ),
    ],
)
def test_refuse_by_raw_sql(sealed: Any, rule: str, sql: str) -> None:
    """One line on the roll and one ballot come together, or nothing does."""
    sealed.cast_many(sealed.gare, [[0]])
    with (
        pytest.raises(IntegrityError) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert refused.value.__cause__.diag.constraint_name == rule  # type: ignore[union-attr]


def test_refuse_at_the_door(sealed: Any) -> None:
    length = BallotKey.objects.get().length
    for rule, ballot, voter in [
        ("sealed_to_length", b"x", ""),
        ("", b"y" * (length + 48), "v"),
        ("one_roll_entry_per_voter", b"z" * (length + 48), "v"),
    ]:
        if not rule:
            _cast_raw(sealed, ballot, voter)
            continue
        with pytest.raises(IntegrityError) as refused:
            _cast_raw(sealed, ballot, voter)
        assert refused.value.__cause__.diag.constraint_name == rule  # type: ignore[union-attr]
    assert RollEntry.objects.count() == SealedBallot.objects.count() == 1
    with pytest.raises(IntegrityError, match="closing has passed"):
        _cast_raw(sealed.end(), b"y" * (length + 48))


def test_open_whole(sealed: Any) -> None:
    """A ballot left out at the opening is refused by the database."""
    sealed.cast_many(sealed.gare, [[0], [1]])
    close_contest(contest=sealed.end().gare)
    for choices, spoiled in (("[[]]", 0), ("[[]]", 2), ("[[], [], []]", 0)):
        with (
            pytest.raises(IntegrityError, match="opened whole"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "SELECT voting_open_secret(%s, %s::jsonb, %s)",
                [sealed.gare.pk, choices, spoiled],
            )
