"""Casting: who may, what is kept, what a replacement leaves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.ledger.models import Entry
from preau.voting.actions import cast_ballot, choose_zone
from preau.voting.models import Ballot, Contest, ReceiptLine, RollEntry
from preau.voting.queries import (
    ballots_cast,
    contests_voted,
    has_voted,
    my_ballot,
    my_receipt,
    turnout,
)
from preau.voting.receipts import Receipt, new_receipt, read_receipt, words


def _ids(vote: Any, contest: Any) -> list[int]:
    return [option.pk for option in vote.options(contest)]


def test_cast_ballot(vote: Any, cast: Any) -> None:
    ids = _ids(vote, vote.gare)
    receipt = cast_ballot(contest=vote.gare, voter=cast.nadia, choices=[ids[2], ids[0]])
    assert isinstance(receipt, Receipt)
    ballot = my_ballot(vote.gare, cast.nadia)
    assert ballot is not None
    assert ballot.choices == [ids[2], ids[0]]
    assert my_receipt(vote.gare, cast.nadia) == receipt
    assert has_voted(vote.gare, cast.nadia)
    assert not has_voted(vote.town, cast.nadia)
    assert ballots_cast(vote.gare) == 1


def test_cast_both_ballots(vote: Any, cast: Any) -> None:
    for contest in (vote.gare, vote.town):
        assert isinstance(
            cast_ballot(contest=contest, voter=cast.nadia, choices=_ids(vote, contest)[:1]), Receipt
        )
    assert contests_voted(vote.election, cast.nadia) == {vote.gare.pk, vote.town.pk}
    assert (turnout(vote.election).voters, turnout(vote.election).ballots) == (1, 2)


def test_cast_blank_ballot(vote: Any, cast: Any) -> None:
    assert isinstance(cast_ballot(contest=vote.gare, voter=cast.nadia, choices=[]), Receipt)


def test_replace_ballot(vote: Any, cast: Any) -> None:
    ids = _ids(vote, vote.gare)
    first = cast_ballot(contest=vote.gare, voter=cast.nadia, choices=ids[:1])
    second = cast_ballot(contest=vote.gare, voter=cast.nadia, choices=ids[1:3])
    assert first != second
    ballot = Ballot.objects.get(contest=vote.gare)
    assert (ballot.choices, ballot.receipt) == (ids[1:3], str(second))
    replaced = ReceiptLine.objects.get(code=str(first))
    assert replaced.state == ReceiptLine.State.REPLACED
    assert RollEntry.objects.filter(contest=vote.gare).count() == 1


def test_keep_voter_out_of_box(vote: Any, cast: Any) -> None:
    """Neither the box nor the roll leads to a person, and the box knows no time."""
    names = {field.name for field in Ballot._meta.get_fields()}
    held = {"box_key", "choices", "channel", "receipt", "is_aside"}
    assert names == {"id", "site", "contest"} | held
    related = {field.related_model for field in RollEntry._meta.get_fields() if field.is_relation}
    assert type(cast.nadia) not in related
    cast_ballot(contest=vote.gare, voter=cast.nadia, choices=[])
    entry, ballot = RollEntry.objects.get(), Ballot.objects.get()
    assert entry.voter_key != ballot.box_key
    for known in (str(cast.nadia.pk), cast.nadia.public_id.hex, cast.nadia.email):
        assert known not in (entry.voter_key, ballot.box_key, ballot.receipt)


def test_leave_no_ledger_entry(vote: Any, cast: Any) -> None:
    voter, before = cast.nadia, Entry.objects.count()
    cast_ballot(contest=vote.gare, voter=voter, choices=[])
    assert Entry.objects.count() == before


def test_confirm_by_mail(vote: Any, cast: Any, deliver_mail: Any) -> None:
    option = vote.options(vote.gare)[0]
    receipt = cast_ballot(contest=vote.gare, voter=cast.nadia, choices=[option.pk])
    assert isinstance(receipt, Receipt)
    [mail] = deliver_mail()
    assert mail.to == [cast.nadia.email]
    assert receipt.words in mail.subject
    for text in (mail.body, mail.alternatives[0].content):
        assert receipt.signs in text
        assert option.title not in text


@pytest.mark.parametrize(
    ("who", "code"), [("lucas", "too_young"), ("paul", "identity_missing"), ("nadia", "other_zone")]
)
def test_refuse_voter(vote: Any, cast: Any, who: str, code: str) -> None:
    refusal = cast_ballot(contest=vote.centre, voter=getattr(cast, who), choices=[])
    assert isinstance(refusal, Refusal)
    assert refusal.code == code
    assert refusal.reason
    assert not Ballot.objects.exists()


@pytest.mark.parametrize(
    ("pick", "code"),
    [
        (lambda ids, other: ids, "too_many"),
        (lambda ids, other: [ids[0], ids[0]], "repeated"),
        (lambda ids, other: [ids[0], other[0]], "foreign_option"),
    ],
)
def test_refuse_choices(vote: Any, cast: Any, pick: Any, code: str) -> None:
    choices = pick(_ids(vote, vote.gare), _ids(vote, vote.town))
    refusal = cast_ballot(contest=vote.gare, voter=cast.nadia, choices=choices)
    assert isinstance(refusal, Refusal)
    assert refusal.code == code
    assert not Ballot.objects.exists()
    assert not RollEntry.objects.exists(), "no roll entry without a ballot"


def test_refuse_by_clock(vote: Any, cast: Any) -> None:
    with clock.stopped(vote.gare.closes_at):
        refusal = cast_ballot(contest=vote.gare, voter=cast.nadia, choices=[])
    assert isinstance(refusal, Refusal)
    assert refusal.code == "closed"
    with clock.stopped(vote.gare.opens_at - timedelta(seconds=1)):
        refusal = cast_ballot(contest=vote.gare, voter=cast.nadia, choices=[])
    assert isinstance(refusal, Refusal)
    assert refusal.code == "not_open_yet"


def test_refuse_by_clock_of_database(vote: Any, cast: Any) -> None:
    """A server whose clock is late is answered by the database."""
    vote.end()
    late = vote.gare.closes_at - timedelta(minutes=5)
    with clock.stopped(late):
        refusal = cast_ballot(contest=vote.gare, voter=cast.nadia, choices=[])
    assert isinstance(refusal, Refusal)
    assert refusal.code == "closed"


def test_vote_in_one_zone(vote: Any, cast: Any) -> None:
    nadia, centre = cast.nadia, cast.zone("Centre", 2)
    assert choose_zone(election=vote.election, voter=nadia, zone=centre) == nadia
    assert isinstance(cast_ballot(contest=vote.centre, voter=nadia, choices=[]), Receipt)
    refusal = choose_zone(election=vote.election, voter=nadia, zone=cast.zone())
    assert isinstance(refusal, Refusal)
    assert refusal.code == "voted_elsewhere"
    nadia.zone = cast.zone()  # moved by another way than the booth
    refusal = cast_ballot(contest=vote.gare, voter=nadia, choices=[])
    assert isinstance(refusal, Refusal)
    assert refusal.code == "voted_elsewhere"
    assert ballots_cast(vote.gare) == 0


def test_cast_in_few_statements(vote: Any, cast: Any) -> None:
    nadia = cast.nadia
    for choices in ([], _ids(vote, vote.gare)[:3]):
        contest = Contest.objects.select_related("election__step__process", "election__paper").get(
            pk=vote.gare.pk
        )
        with CaptureQueriesContext(connection) as statements:
            cast_ballot(contest=contest, voter=nadia, choices=choices)
        spoken = [one["sql"] for one in statements if "SAVEPOINT" not in one["sql"]]
        (written,) = [one for one in spoken if "voting_cast(" in one]
        assert "messaging_email" in written
        assert len(spoken) <= 7, spoken


def test_draw_receipts() -> None:
    assert len(words()) == len(set(words())) == 1024
    assert all(word.isascii() and word.islower() for word in words())
    assert {"platane", "craie", "marelle"} <= set(words())
    assert len({new_receipt().code for _ in range(500)}) == 500


@pytest.mark.parametrize(
    "typed",
    [
        "platane-craie-marelle-K7F3",
        "Platane craie marelle K7F3",
        "  platane - craie -  marelle k7 f3 ",
    ],
)
def test_read_receipt(typed: str) -> None:
    assert read_receipt(typed) == Receipt("platane-craie-marelle-K7F3")


@pytest.mark.parametrize("typed", ["", "K7F3", "platane craie marelle", "platane craie"])
def test_refuse_incomplete_receipt(typed: str) -> None:
    assert read_receipt(typed) is None
