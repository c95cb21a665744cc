"""The ceremony as a board does it: files, parts, trial, opening; and what goes wrong."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from preau.voting.sealed import ceremony
from preau.voting.sealed.box import (
    STEP,
    SealError,
    length_for,
    open_sealed,
    public_key_of,
    read_ballot,
    seal,
    write_ballot,
)
from preau.voting.sealed.shares import fault_of, join, split

from .secrets import Board


@pytest.fixture
def folder(tmp_path: Path, capsys: Any) -> Path:
    assert ceremony.main(["make", str(tmp_path / "cles")]) == 0
    return tmp_path / "cles"


def _public(folder: Path) -> str:
    return str(json.loads((folder / "cle-publique.json").read_text())["public_key"])


def test_make_parts_and_no_private_key(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == [
        "cle-publique.json",
        *(f"part-{number}.txt" for number in range(1, 6)),
    ]
    parts = [(folder / f"part-{number}.txt").read_text() for number in range(1, 6)]
    keys = {
        join(ceremony._read_part(folder / f"part-{n}.txt") for n in three)
        for three in itertools.combinations(range(1, 6), 3)
    }
    assert {public_key_of(key) for key in keys} == {_public(folder)}
    assert not any(key in text for key in keys for text in parts)
    assert all((folder / f"part-{n}.txt").stat().st_mode & 0o077 == 0 for n in range(1, 6))


def test_overwrite_nothing(folder: Path, capsys: Any) -> None:
    assert ceremony.main(["make", str(folder)]) == 1
    assert "existe déjà" in capsys.readouterr().err


def test_open_trial_and_box(folder: Path, tmp_path: Path, capsys: Any) -> None:
    public = _public(folder)
    trial = tmp_path / "essai.json"
    sealed = seal(public, "platane-craie-marelle-école".encode(), STEP)
    trial.write_text(json.dumps({"length": STEP, "sealed": sealed.hex()}))
    parts = [str(folder / f"part-{number}.txt") for number in (5, 1, 3)]
    assert ceremony.main(["test", str(trial), *parts]) == 0
    assert "platane-craie-marelle-école" in capsys.readouterr().out
    key = tmp_path / "cle.json"
    assert ceremony.main(["join", *parts, "--out", str(key)]) == 0
    ballots = [seal(public, write_ballot(7, [3, 1]), STEP).hex(), "00" * (STEP + 48)]
    box = tmp_path / "urne.json"
    box.write_text(json.dumps({"length": STEP, "contests": [{"id": 7, "ballots": ballots}]}))
    out = tmp_path / "clairs.jsonl"
    assert ceremony.main(["open", str(box), str(key), "--out", str(out)]) == 0
    assert json.loads(out.read_text()) == {"contest": 7, "choices": [3, 1]}
    assert "1 bulletins ouverts, 1 illisibles" in capsys.readouterr().out


def test_say_what_is_wrong(folder: Path, tmp_path: Path, capsys: Any) -> None:
    one, two, three = (folder / f"part-{number}.txt" for number in (1, 2, 3))
    short = tmp_path / "courte.txt"
    short.write_text(" ".join(one.read_text().split()[3:20]))
    wrong = tmp_path / "fausse.txt"
    words = ceremony._read_part(one).split()
    wrong.write_text(" ".join([*words[:-1], "academic" if words[-1] != "academic" else "acid"]))
    for part, said in ((short, "trente-trois"), (wrong, "un mot"), (tmp_path / "rien", "rien")):
        assert ceremony.main(["join", str(part), str(two), str(three)]) == 1
        assert said in capsys.readouterr().err
    assert ceremony.main(["join", str(two), str(two), str(three)]) == 1


def test_need_three_parts_of_one_key() -> None:
    mine, other = Board(), Board()
    for parts in (mine.parts[:2], [*mine.parts[:2], other.parts[2]], mine.parts[:1] * 3):
        with pytest.raises(SealError):
            join(parts)
    assert join(mine.parts[1:4]) == mine.private
    assert fault_of(mine.parts[0]) == ""


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.too_slow]
)  # a busy machine is no defect
@given(st.binary(min_size=32, max_size=32), st.permutations(range(5)))
def test_join_any_key(key: bytes, order: list[int]) -> None:
    parts = split(key.hex())
    assert join(f" 1. {parts[place].upper()}\n" for place in order[:3]) == key.hex()


@given(st.lists(st.integers(0, 2**60), max_size=40, unique=True))
def test_seal_to_one_length(choices: list[int]) -> None:
    board, length = BOARD, length_for(40)
    sealed = seal(board.public, write_ballot(12, choices), length)
    assert len(sealed) == length + 48
    assert read_ballot(open_sealed(board.private, sealed, length), 12) == choices
    with pytest.raises(SealError):
        open_sealed(Board().private, sealed, length)
    with pytest.raises(SealError):
        open_sealed(board.private, sealed[:-1] + bytes([sealed[-1] ^ 1]), length)


BOARD = Board()


def test_refuse_bad_keys_and_ballots() -> None:
    for public in ("", "zz", "00" * 31):
        with pytest.raises(SealError):
            seal(public, b"", STEP)
    with pytest.raises(SealError):
        seal(BOARD.public, b"x" * STEP, STEP)
    for content in (b"", b"[]", b'{"contest":2,"choices":[]}', b'{"contest":1}'):
        with pytest.raises(SealError):
            read_ballot(content, 1)


def test_run_without_framework(tmp_path: Path) -> None:
    """The board's machine needs no Django: the module runs with it out of reach."""
    block = "import sys; sys.modules['django'] = None; sys.argv = ['x', 'make', sys.argv[1]];"
    block += "import runpy; runpy.run_module('preau.voting.sealed.ceremony', run_name='__main__')"
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", block, str(tmp_path / "cles")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "cles" / "part-5.txt").exists()
