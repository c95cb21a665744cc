"""``./preau ceremony``: the keys of a sealed box, made and used on a board's own machine.

    make DIR                 a key pair: the public key, and five parts of the other half
    test FILE PART PART PART the words of the trial that the site gives before the opening
    join PART PART PART      the private key, into a file for the site or for a count apart
    open FILE KEY            the ballots of a sealed box, in clear and shuffled

Nothing here speaks to the network. The private key is never written when parts are made.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nacl.public import PrivateKey

from .box import STEP, SealError, open_sealed, public_key_of, read_ballot, seal
from .shares import SHARES, THRESHOLD, fault_of, join, split, tidy

PUBLIC_FILE, PRIVATE_FILE = "cle-publique.json", "cle-privee.json"
KEY_FORMAT, BOX_FORMAT = "preau-board-key", "preau-sealed-box"
SAID = {
    "made": (
        "La clé publique est dans {file}.\n"
        "Les cinq parts sont dans part-1.txt … part-5.txt\u00a0: remettez-en une à chaque membre, sur "
        "papier ou sur une clé USB, puis effacez ce dossier. Trois parts ouvrent l’urne, deux n’y "
        "peuvent rien.\nLes dix façons de réunir trois parts ont été essayées.\nClé\u00a0: {public}"
    ),
    "exists": "{path} existe déjà\u00a0: la cérémonie n’écrase rien.",
    "phrase": "Les mots de l’essai\u00a0: {phrase}",
    "joined": "La clé privée est dans {file}. Clé publique\u00a0: {public}",
    "opened": "{ballots} bulletins ouverts, {spoiled} illisibles\u00a0: {file}",
    "number": "{path}\u00a0: une part a trente-trois mots.",
    "words": "{path}\u00a0: un mot de cette part ne va pas.",
}


def main(arguments: list[str]) -> int:
    """Run one act; what cannot be done is one sentence and a non-zero code."""
    asked = _parser().parse_args(arguments)
    try:
        return int(asked.run(asked))
    except (SealError, OSError, ValueError, KeyError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="preau ceremony", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    acts = parser.add_subparsers(required=True)
    make = acts.add_parser("make")
    make.add_argument("folder", type=Path)
    make.set_defaults(run=_make)
    test = acts.add_parser("test")
    test.add_argument("file", type=Path)
    test.add_argument("parts", type=Path, nargs=THRESHOLD)
    test.set_defaults(run=_test)
    joined = acts.add_parser("join")
    joined.add_argument("parts", type=Path, nargs=THRESHOLD)
    joined.add_argument("--out", type=Path, default=Path(PRIVATE_FILE))
    joined.set_defaults(run=_join)
    opened = acts.add_parser("open")
    opened.add_argument("file", type=Path)
    opened.add_argument("key", type=Path)
    opened.add_argument("--out", type=Path, default=Path("bulletins-ouverts.jsonl"))
    opened.set_defaults(run=_open)
    return parser


def _make(asked: argparse.Namespace) -> int:
    if asked.folder.exists():
        raise SealError(SAID["exists"].format(path=asked.folder))
    key = PrivateKey.generate()
    private, public = bytes(key).hex(), bytes(key.public_key).hex()
    parts = split(private)
    _try_every_three(parts, public)
    asked.folder.mkdir(mode=0o700, parents=True)
    said = {"format": KEY_FORMAT, "public_key": public, "threshold": THRESHOLD, "shares": SHARES}
    _write(asked.folder / PUBLIC_FILE, json.dumps(said, indent=2) + "\n")
    for number, part in enumerate(parts, 1):
        _write(asked.folder / f"part-{number}.txt", _printable(number, public, part))
    _say("made", file=asked.folder / PUBLIC_FILE, public=public)
    return 0


def _try_every_three(parts: list[str], public: str) -> None:
    """Each three of the parts opens what is sealed: before anyone leaves with theirs."""
    sealed = seal(public, b"trial", STEP)
    for three in itertools.combinations(parts, THRESHOLD):
        if open_sealed(join(three), sealed, STEP) != b"trial":
            raise SealError("these parts do not open what they should")


def _printable(number: int, public: str, part: str) -> str:
    """A part as it is read aloud and typed: six words a line, after a line on what it is."""
    words = part.split()
    lines = [" ".join(words[place : place + 6]) for place in range(0, len(words), 6)]
    return f"# {number}/{SHARES} {public}\n" + "\n".join(lines) + "\n"


def _write(path: Path, text: str) -> None:
    """A file that its owner alone can read, and that replaces no other."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise SealError(SAID["exists"].format(path=path)) from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)


def _read_part(path: Path) -> str:
    lines = path.read_text("utf-8").splitlines()
    part = tidy(" ".join(line for line in lines if not line.startswith("#")))
    if fault := fault_of(part):
        raise SealError(SAID[fault].format(path=path))
    return part


def _test(asked: argparse.Namespace) -> int:
    trial = _read_json(asked.file)
    private = join(_read_part(path) for path in asked.parts)
    sealed = bytes.fromhex(trial["sealed"])
    _say("phrase", phrase=open_sealed(private, sealed, int(trial["length"])).decode())
    return 0


def _join(asked: argparse.Namespace) -> int:
    private = join(_read_part(path) for path in asked.parts)
    public = public_key_of(private)
    said = {"format": KEY_FORMAT, "public_key": public, "private_key": private}
    _write(asked.out, json.dumps(said, indent=2) + "\n")
    _say("joined", file=asked.out, public=public)
    return 0


def _open(asked: argparse.Namespace) -> int:
    box, private = _read_json(asked.file), _read_json(asked.key)["private_key"]
    opened = list(_ballots(box, private))
    found = [line for line in opened if line]
    secrets.SystemRandom().shuffle(found)
    _write(asked.out, "".join(found))
    _say("opened", ballots=len(found), spoiled=len(opened) - len(found), file=asked.out)
    return 0


def _ballots(box: dict[str, Any], private: str) -> Iterator[str]:
    """One line for each ballot of each contest; empty for one that cannot be read."""
    for contest in box["contests"]:
        for sealed in contest["ballots"]:
            try:
                content = open_sealed(private, bytes.fromhex(sealed), int(box["length"]))
                choices = read_ballot(content, contest["id"])
            except SealError:
                yield ""
                continue
            yield json.dumps({"contest": contest["id"], "choices": choices}) + "\n"


def _read_json(path: Path) -> dict[str, Any]:
    found = json.loads(path.read_text("utf-8"))
    if not isinstance(found, dict):
        raise SealError(f"{path}: this is not the file that was expected")
    return found


def _say(sentence: str, **words: object) -> None:
    sys.stdout.write(SAID[sentence].format(**words) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
