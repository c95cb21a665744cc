"""A votation rehearsed by invented voters; its quorum while people vote."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client

from preau.accounts.models import User
from preau.kernel.refusal import Refusal
from preau.messaging.models import Email
from preau.votations.actions import Asked, open_votation
from preau.votations.models import Votation
from preau.voting.actions import cast_ballot
from preau.voting.models import Ballot, Contest, Election, Rehearsal, RollEntry

from .conftest import YES_NO, Held

GRADES = Asked(
    title="La place",
    words="Que faire de la place\u00a0?",
    ballot_format="grades",
    answers=(("Un marché", ""), ("Un jardin", "")),
)


def test_rehearse_and_leave_nothing(client: Client, cast: Any, hold: Callable[..., Held]) -> None:
    held = hold(YES_NO, GRADES, quorum_ballots=400)
    client.force_login(cast.odile)
    page = held.desk("repetition/")
    assert page in client.get(held.desk()).content.decode()
    people, boxes = User.objects.count(), Contest.objects.count()
    wrong = client.post(page, {"voters": "3"})
    assert wrong.status_code == 403
    assert client.post(page, {"voters": "50"}).status_code == 302
    kept = Rehearsal.objects.get()
    assert kept.is_right
    assert kept.election == held.election
    told = client.get(page).content.decode()
    assert "Le quorum n’est pas atteint" in told  # what its own page would say of fifty votes
    assert told.count("tient</span>") == sum(len(one["checks"]) for one in kept.report["contests"])
    assert (User.objects.count(), Contest.objects.count()) == (people, boxes)
    assert Election.objects.count() == 1
    assert not Ballot.objects.exists()
    assert not RollEntry.objects.exists()
    assert not Email.objects.exists()
    client.force_login(cast.irene)
    assert client.get(page).status_code == 403
    assert client.post(page, {"voters": "50"}).status_code == 403


def test_show_the_quorum_while_it_runs(
    client: Client, cast: Any, hold: Callable[..., Held]
) -> None:
    held = hold(quorum_ballots=2)
    assert "Il en manque" not in client.get(held.url()).content.decode()  # not settled yet
    open_votation(process=held.process, actor=cast.odile)
    yes = held.gare.listed[0].pk
    answer = cast_ballot(contest=held.gare, voter=cast.nadia, choices=[yes])
    assert not isinstance(answer, Refusal), answer
    public = f"/demarches/{held.process.slug}/"
    for path in (held.url(), public):
        page = client.get(path).content.decode()
        assert 'Il en manque <b class="num">1</b>' in page or "Il en manque 1" in page
    Votation.objects.update(quorum_ballots=1)
    client.force_login(cast.odile)
    for path in (held.url(), public, held.desk()):
        assert "Le quorum est atteint." in client.get(path).content.decode()
