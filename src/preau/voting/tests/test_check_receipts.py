"""Anyone checks a receipt; the public list holds codes and nothing else."""

from __future__ import annotations

from typing import Any

from django.test import Client

from preau.voting.actions import cast_ballot, close_contest
from preau.voting.models import Seal
from preau.voting.records import receipt_root


def _ask(client: Client, typed: object) -> str:
    return str(client.get("/verifier-un-recu/", {"recu": str(typed)}).content.decode())


def test_follow_receipt(vote: Any, cast: Any, client: Client) -> None:
    old = cast_ballot(contest=vote.gare, voter=cast.nadia, choices=[])
    assert "Dans l’urne" in _ask(client, old)
    new = cast_ballot(contest=vote.gare, voter=cast.nadia, choices=[])
    assert "Remplacé" in _ask(client, old)
    assert "Dans l’urne" in _ask(client, str(new).replace("-", " ").lower())
    close_contest(contest=vote.end().gare)
    assert "Remplacé" in _ask(client, old)
    assert "Compté" in _ask(client, new)


def test_know_no_receipt(vote: Any, client: Client) -> None:
    assert "Reçu inconnu" in _ask(client, "platane-craie-marelle-K7F3")
    html = _ask(client, "K7F3")
    assert "Écrivez les trois mots" in html
    assert 'aria-invalid="true"' in html


def test_publish_receipts_after_closing(vote: Any, client: Client) -> None:
    page, text = vote.gare.url("counted"), vote.gare.url("counted_text")
    receipts = vote.cast_many(vote.gare, [[0], [1], [2]])
    assert client.get(page).status_code == 404
    assert client.get(text).status_code == 404
    close_contest(contest=vote.end().gare)
    html = client.get(page).content.decode()
    lines = client.get(text).content.decode().split()
    assert lines == sorted(str(receipt) for receipt in receipts)
    assert all(line in html for line in lines)
    for option in vote.options(vote.gare):
        assert option.title not in html
    assert Seal.objects.get(contest=vote.gare).receipt_root == receipt_root(lines)


def test_keep_receipts_of_other_site(vote: Any, other_site: Any, cast: Any) -> None:
    receipt = cast_ballot(contest=vote.gare, voter=cast.nadia, choices=[])
    answer = Client().get("/verifier-un-recu/", {"recu": str(receipt)}, HTTP_HOST="villeneuve.test")
    assert "Reçu inconnu" in answer.content.decode()
