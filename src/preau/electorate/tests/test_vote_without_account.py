"""A whole vote by code alone: in the box once, changed by the same code, attached to an account."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from preau.accounts.models import User
from preau.electorate.codes import Letter, Recipient, make_codes
from preau.electorate.models import Proof
from preau.electorate.queries import electorate_of
from preau.messaging.models import Email
from preau.processes.models import Requirement
from preau.voting.models import Ballot, RollEntry
from preau.voting.queries import contests_voted


@pytest.fixture
def letters(vote: Any, cast: Any) -> list[Letter]:
    Requirement.objects.filter(step=vote.step).delete()
    for order, kind in enumerate(("code", "age")):
        Requirement.objects.create(step=vote.step, order=order, kind=kind, rule={"least": 16})
    return make_codes(
        electorate=electorate_of(vote.step),
        label="Gare",
        recipients=[Recipient(zone_id=vote.gare.zone_id)] * 2,
        actor=cast.odile,
    )


def _vote(client: Client, vote: Any, letter: Letter, *, place: int, contest: Any = None) -> Any:
    """Choose, confirm, prove, and answer where that led."""
    contest = contest or vote.gare
    option = vote.options(contest)[place]
    client.post(contest.url("act"), {"act": "add", "option": option.pk})
    chain = client.post(contest.url("review"), follow=True)
    url = chain.request["PATH_INFO"] + "?" + chain.request["QUERY_STRING"]
    answer = client.post(url, {"code": letter.code}, follow=True)
    born = {"birth_date_day": "2", "birth_date_month": "6", "birth_date_year": "1989"}
    if b"date de naissance" in answer.content:
        answer = client.post(url, born, follow=True)
    return answer


def test_vote_and_change_it_from_another_browser(vote: Any, letters: list[Letter]) -> None:
    first = _vote(Client(), vote, letters[0], place=0)
    assert "Votre bulletin est dans l’urne" in first.content.decode()
    assert not Email.objects.filter(kind="ballot_receipt").exists()
    again = _vote(Client(), vote, letters[0], place=1)
    assert "Votre bulletin est dans l’urne" in again.content.decode()
    assert RollEntry.objects.count() == 1
    assert Ballot.objects.get().choices == [vote.options(vote.gare)[1].pk]
    _vote(Client(), vote, letters[1], place=2)
    assert RollEntry.objects.count() == 2


def test_refuse_ballot_of_another_zone(vote: Any, letters: list[Letter]) -> None:
    answer = _vote(Client(), vote, letters[0], place=0, contest=vote.centre)
    assert "autre quartier" in answer.content.decode()
    assert not Ballot.objects.exists()


def test_attach_to_account_by_showing_code_again(
    vote: Any, letters: list[Letter], cast: Any
) -> None:
    _vote(Client(), vote, letters[0], place=0)
    nadia = Client()
    nadia.force_login(cast.nadia)
    _vote(nadia, vote, letters[0], place=1)
    assert RollEntry.objects.count() == 1
    assert Proof.objects.get().account == cast.nadia
    assert contests_voted(vote.election, cast.nadia) == {vote.gare.pk}
    space = nadia.get("/mon-espace/").content.decode()
    assert vote.process.title in space


KEEP = "/mon-espace/votes-sans-compte/"


def test_keep_vote_in_account_from_same_browser(
    vote: Any, letters: list[Letter], cast: Any
) -> None:
    """Signed in afterwards where one voted: one voice, found again and changed elsewhere."""
    visitor = Client()
    receipt = _vote(visitor, vote, letters[0], place=0).content.decode()
    assert "Garder ce vote dans un compte" in receipt
    assert visitor.post(KEEP)["Location"].startswith("/connexion/")
    User.objects.filter(pk=cast.paul.pk).update(birth_date=None)
    visitor.force_login(cast.paul)
    assert "Votes sans compte" in visitor.get("/mon-espace/").content.decode()
    kept = visitor.post(KEEP, {"do": "attach"}, follow=True).content.decode()
    assert "Votes sans compte" not in kept
    assert vote.gare.url("receipt") in kept
    assert contests_voted(vote.election, cast.paul) == {vote.gare.pk}
    assert User.objects.get(pk=cast.paul.pk).birth_date.year == 1989
    elsewhere, other = Client(), vote.options(vote.gare)[1]
    elsewhere.force_login(cast.paul)
    elsewhere.post(vote.gare.url("act"), {"act": "add", "option": other.pk})
    answer = elsewhere.post(vote.gare.url("review"), follow=True)
    assert "Votre bulletin est dans l’urne" in answer.content.decode()
    assert RollEntry.objects.count() == 1
    assert other.pk in Ballot.objects.get().choices


def test_never_join_two_voices(vote: Any, letters: list[Letter], cast: Any) -> None:
    """An account that voted with its own letter is shown the other vote, and cannot take it."""
    own = Client()
    own.force_login(cast.nadia)
    _vote(own, vote, letters[1], place=0)
    visitor = Client()
    _vote(visitor, vote, letters[0], place=1)
    visitor.force_login(cast.nadia)
    answer = visitor.post(KEEP, {"do": "attach"}, follow=True)
    assert answer.status_code == 403
    assert "a déjà sa voix" in answer.content.decode()
    assert Proof.objects.filter(account=cast.nadia, kind="code").count() == 1
    assert RollEntry.objects.count() == Ballot.objects.count() == 2


def test_leave_the_vote_of_somebody_else(vote: Any, letters: list[Letter], cast: Any) -> None:
    visitor = Client()
    _vote(visitor, vote, letters[0], place=0)
    visitor.force_login(cast.nadia)
    left = visitor.post(KEEP, {"do": "leave"}, follow=True).content.decode()
    assert "Votes sans compte" not in left
    assert not contests_voted(vote.election, cast.nadia)
    assert RollEntry.objects.count() == 1


def test_never_vote_without_code(vote: Any, letters: list[Letter], cast: Any) -> None:
    """A guest who has answered everything but the code has no voice."""
    visitor = Client()
    option = vote.options(vote.gare)[0]
    visitor.post(vote.gare.url("act"), {"act": "add", "option": option.pk})
    visitor.post(vote.gare.url("review"))
    session = visitor.session
    session["guest"] = {
        "id": "8e0c2f0e-7c42-4a1e-9a53-1d0f3b5a7c11",
        "zone": vote.gare.zone_id,
        "born": "1980-01-01",
    }
    session.save()
    answer = visitor.get(vote.gare.url("confirm"))
    assert "/identite/" in answer["Location"]
    assert not Ballot.objects.exists()


def test_hold_statements_of_casting(
    vote: Any, letters: list[Letter], cast: Any, django_assert_max_num_queries: Any
) -> None:
    """A proof costs the hot path a few statements, whatever was proved by others."""
    visitor = Client()
    _vote(visitor, vote, letters[0], place=0)
    option = vote.options(vote.gare)[1]
    visitor.post(vote.gare.url("act"), {"act": "add", "option": option.pk})
    with django_assert_max_num_queries(24):
        assert visitor.post(vote.gare.url("review")).status_code == 302
    assert RollEntry.objects.count() == 1
