"""After the time of appeals: no voter can be named any more, and a certificate says so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.ledger.models import Entry
from preau.messaging.actions import deliver
from preau.messaging.models import Email
from preau.voting import tasks
from preau.voting.actions import cast_ballot, close_contest, forget_voters
from preau.voting.keys import voter_key
from preau.voting.models import Election, Forgetting, RollEntry
from preau.voting.queries import has_voted, turnout


@pytest.fixture
def counted(vote: Any, cast: Any) -> Any:
    vote.cast_many(vote.gare, [[0], [1], [2]])
    cast_ballot(contest=vote.gare, voter=cast.nadia, choices=[])
    vote.end()
    for contest in (vote.gare, vote.centre, vote.town):
        close_contest(contest=contest)
    return vote


def test_wait_for_appeals(counted: Any) -> None:
    early = forget_voters(election=counted.election)
    assert isinstance(early, Refusal)
    tasks.forget_voters_of_site()
    assert not Forgetting.objects.exists()
    assert has_voted(counted.gare, counted.cast.nadia)


def test_forget_once(counted: Any, settings: Any, client: Client) -> None:
    settings.PREAU_APPEAL_DAYS = 0
    nadia, before = counted.cast.nadia, counted.election.roll_key
    sent = Email.objects.filter(kind="ballot_receipt").first()
    assert sent is not None
    assert deliver(sent.pk), "a mail that has left keeps nothing of what it was made of"
    tasks.forget_voters_of_site()
    done = Forgetting.objects.get()
    assert done.figures["roll_lines"] == 4
    assert done.figures["receipt_mails"] == 4
    election = Election.objects.get(pk=counted.election.pk)
    assert election.roll_key != before
    keys = set(RollEntry.objects.values_list("voter_key", flat=True))
    assert voter_key(election.roll_key, nadia.public_id) not in keys
    assert not Email.objects.filter(kind="ballot_receipt").exists()
    assert turnout(election).voters == 4, "lines stay for the turnout"
    assert len(set(RollEntry.objects.values_list("at", flat=True))) == 1
    assert Entry.objects.get(verb="forgot_voters").data["figures"] == done.figures
    assert forget_voters(election=election) == done
    pdf = client.get(f"/demarches/{counted.process.slug}/voter/secret/effacement.pdf")
    assert pdf.status_code == 200
    assert pdf.content.startswith(b"%PDF")
    page = client.get(f"/demarches/{counted.process.slug}/voter/secret/").content.decode()
    assert "Certificat d’effacement" in page


def test_refuse_by_the_database(counted: Any, vote: Any) -> None:
    """Whatever the code asks: its own clock and the state of the boxes decide."""
    with (
        pytest.raises(IntegrityError, match="appeals"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT voting_forget_voters(%s, 1)", [counted.election.pk])


def test_keep_voters_of_an_open_vote(vote: Any, settings: Any) -> None:
    settings.PREAU_APPEAL_DAYS = 0
    with clock.stopped(clock.now() + timedelta(days=365)):
        tasks.forget_voters_of_site()
    assert isinstance(forget_voters(election=vote.election), Refusal)
    assert not Forgetting.objects.exists()
