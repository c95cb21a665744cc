"""`verify BUNDLE`: check a published bundle and say, to the ballot, what differs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from preau.counting.bundle import verify
from preau.counting.exact import canonical
from preau.counting.words import describe_finding

DIFFERS = 1
WORDS = {
    "fr": {
        "ok": "Tout concorde : {ballots} bulletins recomptés, même résultat à l’octet près.",
        "bad": "Ce dossier n’est pas conforme.",
        "root": "Racine des bulletins, à comparer au procès-verbal : {root}",
    },
    "en": {
        "ok": "All agrees: {ballots} ballots counted again, same outcome to the byte.",
        "bad": "This bundle is not what it says.",
        "root": "Root of the ballots, to compare with the minutes: {root}",
    },
}


def add_parser(commands: Any) -> None:
    parser = commands.add_parser("verify", help="check a published bundle and count it again")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--root", default="", help="root of the ballots printed on the minutes")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--lang", choices=("fr", "en"), default="fr")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    found = verify(asked.bundle, ballots_root=asked.root)
    lines = [describe_finding(finding, asked.lang) for finding in found.findings]
    if asked.json:
        sys.stdout.buffer.write(
            canonical(
                {
                    "ok": found.ok,
                    "ballots": found.ballots,
                    "ballots_root": found.ballots_root,
                    "winners": list(found.winners),
                    "findings": lines,
                }
            )
        )
        return 0 if found.ok else DIFFERS
    say = WORDS[asked.lang]
    title = say["ok"].format(ballots=found.ballots) if found.ok else say["bad"]
    last = say["root"].format(root=found.ballots_root)
    sys.stdout.write("\n".join([title, *(f"  {line}" for line in lines), last]) + "\n")
    return 0 if found.ok else DIFFERS
