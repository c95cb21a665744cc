"""Networks: declared before the vote, beside the roll alone, wiped by the night and by the seal."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.voting import tasks
from preau.voting.actions import cast_ballot, close_contest
from preau.voting.fraud.networks import keep_networks
from preau.voting.fraud.queries import signs_of
from preau.voting.models import Sign, VoteOrigin


def _cast(vote: Any, total: int = 8) -> None:
    for number in range(total):
        voter = vote.resident(number)
        cast_ballot(contest=vote.gare, voter=voter, choices=[], network="n" * 64)


def test_keep_nothing_undeclared(vote: Any) -> None:
    _cast(vote)
    assert not VoteOrigin.objects.exists()
    late = keep_networks(election=vote.election, days=7, actor=vote.cast.odile)
    assert isinstance(late, Refusal)
    assert late.code == "frozen"


def test_keep_until_the_seal(draft_vote: Any) -> None:
    vote = draft_vote
    assert keep_networks(election=vote.election, days=7, actor=vote.cast.odile) == vote.election
    vote.open()
    _cast(vote)
    cast_ballot(contest=vote.gare, voter=vote.cast.nadia, choices=[], network="")
    assert VoteOrigin.objects.count() == 8
    (clue,) = (one for one in signs_of(vote.election).clues if one.sign == Sign.NETWORK)
    assert clue.voters == 8
    with (
        pytest.raises(IntegrityError, match="comes with its ballot"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE voting_voteorigin SET network = 'x'")
    page = Client().get(f"/demarches/{vote.process.slug}/voter/secret/").content.decode()
    assert "7 jours au plus le réseau" in page
    vote.end()
    for contest in (vote.gare, vote.centre, vote.town):
        assert VoteOrigin.objects.count() == 8
        close_contest(contest=contest)
    assert not VoteOrigin.objects.exists()


def test_wipe_each_night(draft_vote: Any) -> None:
    keep_networks(election=draft_vote.election, days=7, actor=draft_vote.cast.odile)
    _cast(draft_vote.open(), 2)
    with clock.stopped(clock.now() + timedelta(days=7)):
        tasks.wipe_networks_of_site()
        assert VoteOrigin.objects.count() == 2
    with clock.stopped(clock.now() + timedelta(days=8)):
        tasks.wipe_networks_of_site()
        assert not VoteOrigin.objects.exists()


def test_declare_from_the_desk(draft_vote: Any) -> None:
    client = Client()
    client.force_login(draft_vote.cast.odile)
    here = f"/bureau/demarches/{draft_vote.process.slug}/heures-du-vote/"
    assert "Relevé des réseaux" in client.get(here).content.decode()
    assert client.post(here, {"do": "networks", "days": "7"}).status_code == 302
    draft_vote.election.refresh_from_db()
    assert draft_vote.election.network_days == 7
    assert client.post(here, {"do": "networks", "days": "9"}).status_code == 200
