"""The booth of a secret contest: who one is first, then the ballot, a receipt shown once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from preau.accounts.models import User
from preau.voting.models import BallotDraft, SealedBallot
from preau.voting.receipts import Receipt
from preau.voting.sealed.log import sign_head

from .secrets import Board, make_secret


@pytest.fixture
def sealed(draft_vote: Any) -> Any:
    return make_secret(draft_vote, Board()).open()


@pytest.fixture
def window(sealed: Any, client: Client) -> Client:
    client.force_login(sealed.cast.nadia)
    return client


def _base(vote: Any) -> str:
    return f"/demarches/{vote.process.slug}/voter"


def test_ask_identity_before_the_ballot(sealed: Any, client: Client) -> None:
    for page in ("choisir/", "bulletin/", "relire/", "confirmer/"):
        answer = client.get(f"{_base(sealed)}/gare/{page}")
        assert answer.status_code == 302
        assert "identite" in answer["Location"] or "identité" in answer["Location"]
    act = client.post(f"{_base(sealed)}/gare/choix/", {"act": "add", "option": 1})
    assert act.status_code == 302
    assert not BallotDraft.objects.exists(), "nothing is chosen before"
    assert client.get(f"{_base(sealed)}/toute-la-ville/choisir/").status_code == 200, "an open one"


def test_say_what_is_secret(sealed: Any, window: Client) -> None:
    start = window.get(f"{_base(sealed)}/").content.decode()
    assert "est un vote secret" in start
    assert f"{_base(sealed)}/secret/" in start
    page = window.get(f"{_base(sealed)}/secret/").content.decode()
    assert sealed.election.ballot_key.public_key in page
    review = window.get(f"{_base(sealed)}/gare/relire/").content.decode()
    assert "Le serveur scelle votre bulletin" in review


def test_show_receipt_once(sealed: Any, window: Client) -> None:
    option = sealed.options(sealed.gare)[0]
    window.post(f"{_base(sealed)}/gare/choix/", {"act": "add", "option": option.pk})
    shown = window.post(f"{_base(sealed)}/gare/relire/")
    receipt = Receipt(SealedBallot.objects.get().receipt)
    assert shown.status_code == 200
    assert receipt.words in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    for page in ("", "gare/recu/", "gare/choisir/", "gare/relire/"):
        later = window.get(f"{_base(sealed)}/{page}").content.decode()
        assert receipt.words not in later
        assert receipt.code not in later
    assert receipt.words not in str(dict(window.session))
    assert receipt.code not in str(dict(window.session))
    assert window.get(f"{_base(sealed)}/gare/choisir/").status_code == 403
    assert not BallotDraft.objects.filter(contest=sealed.gare).exists()


def test_check_receipt(sealed: Any, client: Client) -> None:
    receipts = sealed.cast_many(sealed.gare, [[0]] * 10)
    words = receipts[3].words.replace("-", " ")
    page = client.get("/verifier-un-recu/", {"recu": words}).content.decode()
    assert "Dans l’urne" in page
    head = sign_head(sealed.gare)
    proof = client.get(f"{_base(sealed)}/gare/journal/presence.json", {"recu": words}).json()
    assert proof["head"]["root"] == head.root
    unknown = {"recu": " ".join(["platane"] * 10)}
    assert "Reçu inconnu" in client.get("/verifier-un-recu/", unknown).content.decode()


def test_keep_no_draft_of_who_voted(sealed: Any, window: Client) -> None:
    """A second window of the same person, opened before the vote: refused, its choices erased."""
    other = Client(headers={"host": window.get("/").wsgi_request.get_host()})
    other.force_login(User.objects.get(pk=sealed.cast.nadia.pk))
    option = sealed.options(sealed.gare)[0]
    for one in (window, other):
        one.post(f"{_base(sealed)}/gare/choix/", {"act": "add", "option": option.pk})
    assert BallotDraft.objects.count() == 2
    assert window.post(f"{_base(sealed)}/gare/relire/").status_code == 200
    assert other.post(f"{_base(sealed)}/gare/relire/").status_code == 403
    assert SealedBallot.objects.count() == 1
