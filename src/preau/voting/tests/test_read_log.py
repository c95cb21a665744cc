"""The pages of a log: heads, lines and proofs that anyone checks without us."""

from __future__ import annotations

from typing import Any

from django.test import Client

from preau.counting.bundle import merkle
from preau.voting.sealed.heads import is_signed
from preau.voting.sealed.log import sign_head


def _address(vote: Any, page: str) -> str:
    return f"/demarches/{vote.process.slug}/voter/gare/journal/{page}"


def test_check_everything_from_outside(vote: Any, client: Client) -> None:
    """With the public files alone: each root, each signature, one presence, the growth."""
    receipt = vote.cast_many(vote.gare, [[0], [1], [2], [0, 1]])[1]
    sign_head(vote.gare)
    sign_head(vote.gare)
    lines = b"".join(client.get(_address(vote, "lignes.txt"))).decode().split("\n")[:-1]
    leaves = [bytes.fromhex(line.split()[1]) for line in lines]
    assert [line.split()[0] for line in lines] == ["rule", "options", *["ballot"] * 4]
    heads = client.get(_address(vote, "releves.json")).json()["heads"]
    assert len(heads) == 3
    for head in heads:
        said = head["statement"]
        assert merkle.root(leaves[: said["size"]]).hex() == said["root"]
        assert is_signed(said, head["signature"], head["signer"])
    found = client.get(_address(vote, "presence.json"), {"recu": str(receipt)}).json()
    leaf = merkle.leaf_hash(str(receipt).encode())
    proof = [bytes.fromhex(one) for one in found["proof"]]
    assert merkle.is_included(leaf, found["place"], 6, proof, merkle.root(leaves))
    grown = client.get(_address(vote, "croissance.json"), {"de": "2", "a": "6"}).json()
    old, new = bytes.fromhex(grown["from"]["root"]), bytes.fromhex(grown["to"]["root"])
    proof = [bytes.fromhex(one) for one in grown["proof"]]
    assert merkle.is_consistent(2, 6, proof, old, new)


def test_refuse_in_words(vote: Any, client: Client) -> None:
    answer = client.get(_address(vote, "presence.json"), {"recu": "rien"})
    assert (answer.status_code, "reçu" in answer.json()["error"]) == (400, True)
    unknown = {"recu": "platane-craie-marelle-K7F3"}
    assert client.get(_address(vote, "presence.json"), unknown).status_code == 404
    for size in ("3", "x", "-1", "99999999999"):
        assert client.get(_address(vote, "croissance.json"), {"de": size}).status_code == 404


def test_wait_for_the_opening(draft_vote: Any, client: Client) -> None:
    assert client.get(_address(draft_vote, "")).status_code == 404


def test_read_page(vote: Any, client: Client, django_assert_max_num_queries: Any) -> None:
    for _hour in range(30):
        sign_head(vote.gare)
    with django_assert_max_num_queries(12):
        page = client.get(_address(vote, ""))
    assert page.status_code == 200
    assert page.content.decode().count('<tr><th scope="row">') == 31
