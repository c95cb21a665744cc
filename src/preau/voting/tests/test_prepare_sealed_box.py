"""« Urne scellée » in the back office, from the choice of contests to the opening by three."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from preau.voting.actions import close_contest
from preau.voting.models import BallotKey, Contest
from preau.voting.sealed.box import open_sealed

from .secrets import Board, make_secret


@pytest.fixture
def desk(cast: Any, client: Client) -> Client:
    client.force_login(cast.odile)
    return client


def _page(vote: Any) -> str:
    return f"/bureau/demarches/{vote.process.slug}/urne-scellee/"


def _key_file(name: str, key: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("cle.json", json.dumps({name: key}).encode())


def test_prepare_whole(draft_vote: Any, desk: Client) -> None:
    vote, board = draft_vote, Board()
    page = _page(vote)
    assert "Quels scrutins sont secrets" in desk.get(page).content.decode()
    assert desk.post(page, {"do": "secret", "contests": [vote.gare.pk]}).status_code == 302
    assert Contest.objects.get(is_secret=True) == vote.gare
    bad = desk.post(page, {"do": "key", "publishes": "clear", "key": _key_file("autre", "00")})
    assert "n’est pas celui de la cérémonie" in bad.content.decode()
    good = {"do": "key", "publishes": "sealed", "key": _key_file("public_key", board.public)}
    assert desk.post(page, good).status_code == 302
    trial = desk.get(f"{page}essai.json").json()
    wrong = desk.post(page, {"do": "trial", "phrase": "trois petits mots"})
    assert "Ce ne sont pas les mots" in wrong.content.decode()
    sealed = bytes.fromhex(trial["sealed"])
    phrase = open_sealed(board.private, sealed, trial["length"]).decode().replace("-", " ")
    assert desk.post(page, {"do": "trial", "phrase": phrase}).status_code == 302
    assert BallotKey.objects.get().tested_at is not None
    vote.open()
    frozen = desk.post(page, {"do": "secret", "contests": []})
    assert "sa clé ne change plus" in frozen.content.decode()


def test_open_by_typed_parts(draft_vote: Any, desk: Client) -> None:
    board = Board()
    vote = make_secret(draft_vote, board).open()
    vote.cast_many(vote.gare, [[0], [1], [0]])
    page = _page(vote)
    assert desk.get(f"{page}urne.json").status_code == 403
    close_contest(contest=vote.end().gare)
    assert "Ouvrir l’urne scellée" in desk.get("/bureau/").content.decode()
    shown = desk.get(page).content.decode()
    assert "Ouvrir l’urne et dépouiller" in shown
    box = desk.get(f"{page}urne.json").json()
    assert len(box["contests"][0]["ballots"]) == 3
    parts = {f"part_{place}": board.parts[place] for place in (1, 2, 3)}
    short = desk.post(page, {"do": "open", **parts, "part_2": "deux mots"}).content.decode()
    assert "trente-trois mots" in short
    assert board.parts[1] in short, "nothing typed is lost"
    foreign = desk.post(page, {"do": "open", **parts, "part_3": Board().parts[0]})
    assert "ne vont pas ensemble" in foreign.content.decode()
    other = Board()
    wrong = {f"part_{place}": other.parts[place] for place in (1, 2, 3)}
    assert "une autre clé" in desk.post(page, {"do": "open", **wrong}).content.decode()
    assert desk.post(page, {"do": "open", **parts}).status_code == 302
    assert "Ouvrir l’urne scellée" not in desk.get("/bureau/").content.decode()
    assert "3 bulletins ouverts" in desk.get(page).content.decode()
    vote.gare.refresh_from_db()
    assert vote.gare.state == Contest.State.COUNTED


def test_open_by_key_joined_apart(draft_vote: Any, desk: Client) -> None:
    board = Board()
    vote = make_secret(draft_vote, board, publishes="sealed").open()
    vote.cast_many(vote.gare, [[0], []])
    close_contest(contest=vote.end().gare)
    data = {"do": "open", "key": _key_file("private_key", board.private)}
    assert desk.post(_page(vote), data).status_code == 302
    assert vote.gare.opening.private_key == board.private


def test_refuse_who_may_not(draft_vote: Any, cast: Any, client: Client) -> None:
    client.force_login(cast.irene)
    assert client.get(_page(draft_vote)).status_code in (403, 404)
    assert client.post(_page(draft_vote), {"do": "secret", "contests": []}).status_code in (
        403,
        404,
    )
    client.force_login(cast.nadia)
    assert client.get(_page(draft_vote)).status_code == 403
