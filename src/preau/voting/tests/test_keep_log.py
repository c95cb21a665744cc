"""The log of a box: signed each hour, only added to; what is taken out later shows."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction

from preau.counting.bundle import merkle
from preau.ledger.models import Entry
from preau.voting import tasks
from preau.voting.actions import cast_ballot, casting, close_contest
from preau.voting.models import Ballot, Contest, LogHead, LogLeaf, ReceiptLine
from preau.voting.receipts import Receipt
from preau.voting.sealed.heads import is_signed
from preau.voting.sealed.log import check_boxes, faults_of, growth, leaves_of, presence, sign_head


def test_certify_empty_box(vote: Any) -> None:
    head = LogHead.objects.get(contest=vote.gare)
    assert (head.size, head.ballots, head.voters, head.missing) == (2, 0, 0, 0)
    entry = Entry.objects.get(verb="checked_boxes")
    assert entry.subject_id == vote.election.pk
    assert head.signed in entry.data["heads"]
    rule, options = LogLeaf.objects.filter(contest=vote.gare)
    assert merkle.leaf_hash(rule.content.encode()).hex() == rule.leaf
    assert vote.options(vote.gare)[0].title in options.content


def test_sign_each_hour(vote: Any) -> None:
    vote.cast_many(vote.gare, [[0], [1], [2]])
    check_boxes(vote.election)
    head = LogHead.objects.filter(contest=vote.gare).last()
    assert head is not None
    assert (head.size, head.ballots, head.voters) == (5, 3, 3)
    assert head.root == merkle.root(leaves_of(vote.gare)).hex()
    assert is_signed(head.signed, head.signature, head.signer)
    assert not is_signed({**head.signed, "ballots": 4}, head.signature, head.signer)
    assert not is_signed(head.signed, head.signature, "00" * 32)


def test_ask_for_each_open_election(vote: Any) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    tasks.check_boxes_of_site()
    jobs = ProcrastinateJob.objects.filter(task_name="voting.check_election")
    assert [job.args["election_id"] for job in jobs] == [vote.election.pk]
    jobs.delete()
    vote.end()
    tasks.check_boxes_of_site()
    assert not jobs.exists()


def test_prove_presence_and_growth(vote: Any) -> None:
    first, second = vote.cast_many(vote.gare, [[0], [1]])
    old = sign_head(vote.gare)
    vote.cast_many(vote.centre, [])
    cast_ballot(contest=vote.gare, voter=vote.cast.nadia, choices=[])
    head = sign_head(vote.gare)
    leaf = merkle.leaf_hash(str(first).encode())
    found = presence(vote.gare, leaf, head)
    assert found is not None
    proof = [bytes.fromhex(one) for one in found.proof]
    assert merkle.is_included(leaf, found.place, head.size, proof, bytes.fromhex(head.root))
    assert presence(vote.gare, merkle.leaf_hash(b"unknown"), head) is None
    grown = [bytes.fromhex(one) for one in growth(vote.gare, old, head)]
    roots = bytes.fromhex(old.root), bytes.fromhex(head.root)
    assert merkle.is_consistent(old.size, head.size, grown, *roots)
    assert str(second) != str(first)


def test_keep_log_of_replaced_and_counted(vote: Any, cast: Any) -> None:
    """A ballot replaced or counted is not a ballot taken out."""
    cast_ballot(contest=vote.gare, voter=cast.nadia, choices=[])
    sign_head(vote.gare)
    cast_ballot(contest=vote.gare, voter=cast.nadia, choices=[])
    assert sign_head(vote.gare).missing == 0
    close_contest(contest=vote.end().gare)
    last = LogHead.objects.filter(contest=vote.gare).last()
    assert last is not None
    assert (last.missing, last.size, last.ballots) == (0, 4, 1)
    assert Entry.objects.get(verb="closed").data["log"] == last.signed
    known = {merkle.leaf_hash(code.encode()).hex() for code in _codes(vote.gare)}
    logged = LogLeaf.objects.filter(contest=vote.gare, kind="ballot")
    assert known == set(logged.values_list("leaf", flat=True))


def _codes(contest: Contest) -> list[str]:
    return list(ReceiptLine.objects.filter(contest=contest).values_list("code", flat=True))


@pytest.mark.parametrize("table", ["voting_logleaf", "voting_loghead"])
def test_refuse_to_rewrite(vote: Any, table: str) -> None:
    for sql in (f"DELETE FROM {table}", f"UPDATE {table} SET contest_id = contest_id"):
        with (
            pytest.raises(IntegrityError, match="only added to"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


def _as_owner(sql: str, *values: Any) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, values)


def test_show_what_the_owner_takes_out(lasting_vote: Any, django_db_blocker: Any) -> None:
    """Triggers do not bind the owner of the tables; the next checkpoint tells."""
    from preau.tenancy.scope import use_site

    vote = lasting_vote
    with django_db_blocker.unblock(), use_site(vote.process.site):
        receipts = vote.cast_many(vote.gare, [[0], [1], [2]])
        before = sign_head(vote.gare)
        _as_owner("DELETE FROM voting_ballot WHERE receipt = %s", str(receipts[1]))
        assert Ballot.objects.filter(contest=vote.gare).count() == 2
        check_boxes(vote.election)
        entry = Entry.objects.filter(verb="checked_boxes").latest("pk")
        assert (entry.data["missing"], entry.data["ballots"]) == (1, 2)
        assert faults_of(vote.gare) == []
        leaf = merkle.leaf_hash(str(receipts[1]).encode()).hex()
        _as_owner("DELETE FROM voting_logleaf WHERE leaf = %s", leaf)
        broken = faults_of(vote.gare)
        assert before in broken, "the log itself no longer bears the signed heads"
        assert sign_head(vote.gare).size == before.size - 1


def test_draw_receipt_again(vote: Any, cast: Any, monkeypatch: Any) -> None:
    """Equal to one in a box, or to one that was replaced: another is drawn, and sealing holds."""
    first, other = vote.cast_many(vote.gare, [[0], [1]])
    old = cast_ballot(contest=vote.gare, voter=cast.nadia, choices=[])
    new = cast_ballot(contest=vote.gare, voter=cast.nadia, choices=[])
    assert ReceiptLine.objects.get().code == str(old)
    drawn = iter([first, old, Receipt("un-deux-trois-AAAA")])
    monkeypatch.setattr(casting, "new_receipt", lambda: next(drawn))
    given = cast_ballot(contest=vote.gare, voter=vote.resident(99), choices=[])
    assert str(given) == "un-deux-trois-AAAA"
    close_contest(contest=vote.end().gare)
    counted = set(ReceiptLine.objects.filter(state="counted").values_list("code", flat=True))
    assert counted == {str(one) for one in (first, other, new, given)}
