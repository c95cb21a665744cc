"""The bundle of a sealed box whose key is published: opened again by anyone, and every trick seen."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nacl.public import PrivateKey

from preau.counting import bundle
from preau.counting.exact import canonical, sha256
from preau.voting.actions import close_contest, open_boxes
from preau.voting.records import (
    candidates,
    counted_codes,
    grouped_ballots,
    options_of,
    published_seal,
)
from preau.voting.sealed.box import receipt_of

from .secrets import Board, make_secret


def _written(vote: Any, path: Path) -> Path:
    contest, options = vote.gare, options_of(vote.gare)
    bundle.write(
        path,
        contest={"title": "Gare"},
        candidates=candidates(options).values(),
        ballots=[one for one, n in grouped_ballots(contest, options) for _ in range(n)],
        rule=contest.document,
        receipts=counted_codes(contest),
        minor_units=100,
        more=published_seal(contest, options),
    )
    return path


def _opened(vote: Any, board: Board, publishes: str) -> Any:
    vote = make_secret(vote, board, publishes=publishes).open()
    vote.cast_many(vote.gare, [[0, 1], [1], [], [2, 0, 1], [1]])
    close_contest(contest=vote.end().gare)
    actor = vote.cast.odile
    open_boxes(election=vote.election, private_key=board.private, actor=actor)
    return vote


def test_verify_sealed(draft_vote: Any, tmp_path: Path) -> None:
    board = Board()
    path = _written(_opened(draft_vote, board, "sealed"), tmp_path / "gare.zip")
    found = bundle.verify(path)
    assert found.findings == ()
    assert found.ballots == 5
    with zipfile.ZipFile(path) as archive:
        lines = archive.read("sealed.txt").decode().split()
        codes = archive.read("receipts.txt").decode().split()
    assert sorted(receipt_of(bytes.fromhex(line)) for line in lines) == codes


def test_publish_no_key_by_default(draft_vote: Any, tmp_path: Path) -> None:
    path = _written(_opened(draft_vote, Board(), "clear"), tmp_path / "gare.zip")
    assert bundle.verify(path).ok
    with zipfile.ZipFile(path) as archive:
        assert not {"sealed.txt", "key.json"} & set(archive.namelist())


Parts = dict[str, bytes]


def _change_sealed(parts: Parts) -> None:
    lines = parts["sealed.txt"].split()
    last = lines[0][-1:]
    lines[0] = lines[0][:-1] + (b"1" if last == b"0" else b"0")
    parts["sealed.txt"] = b"".join(line + b"\n" for line in lines)


def _remove_sealed(parts: Parts) -> None:
    parts["sealed.txt"] = b"".join(parts["sealed.txt"].splitlines(keepends=True)[1:])


def _double_sealed(parts: Parts) -> None:
    lines = parts["sealed.txt"].splitlines(keepends=True)
    parts["sealed.txt"] = b"".join([lines[0], *lines])


def _change_key(parts: Parts) -> None:
    key = json.loads(parts["key.json"])
    key["private_key"] = bytes(PrivateKey.generate()).hex()
    parts["key.json"] = canonical(key)


def _hide_spoiled(parts: Parts) -> None:
    key = json.loads(parts["key.json"])
    key["spoiled"] = {"unreadable": 1}
    parts["key.json"] = canonical(key)


@pytest.mark.parametrize(
    ("trick", "codes"),
    [
        (_change_sealed, {"sealed-without-receipt", "ballot-not-sealed"}),
        (_remove_sealed, {"ballot-not-sealed", "receipt-without-sealed"}),
        (_double_sealed, {"sealed-order", "sealed-without-receipt"}),
        (_change_key, {"key-wrong"}),
        (_hide_spoiled, {"sealed-not-counted"}),
    ],
)
def test_see_tricks(
    draft_vote: Any, tmp_path: Path, trick: Callable[[Parts], None], codes: set[str]
) -> None:
    """Even when the manifest is made to fit."""
    path = _written(_opened(draft_vote, Board(), "sealed"), tmp_path / "gare.zip")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    trick(parts)
    manifest = json.loads(parts["manifest.json"])
    manifest["parts"] = {name: sha256(parts[name]) for name in manifest["parts"]}
    parts["manifest.json"] = canonical(manifest)
    with zipfile.ZipFile(tmp_path / "faux.zip", "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    found = bundle.verify(tmp_path / "faux.zip")
    assert codes <= {one.code for one in found.findings}
