"""How each part of a bundle is written and read back. Writing is canonical: no two ways."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from preau.counting.ballots import Kind, RawBallot
from preau.counting.exact import Number, canonical, exact, plain
from preau.counting.model import Adjustment, Candidate, Draw

MANIFEST, RULEBOOK, OPTIONS = "manifest.json", "rulebook.json", "options.csv"
BALLOTS, LEAVES, RECEIPTS = "ballots.jsonl", "ballots.sha256", "receipts.txt"
RECORD, OUTCOME, PABULIB = "record.json", "outcome.json", "contest.pb"
PARTS = (RULEBOOK, OPTIONS, BALLOTS, LEAVES, RECEIPTS, RECORD, OUTCOME, PABULIB)
#: Only where the key of a sealed box is published with what it opens.
SEALED, KEY = "sealed.txt", "key.json"
FORMAT, VERSION = "preau-bundle", 1
COLUMNS = ("id", "cost", "name", "order", "category", "zone")


def write_options(candidates: Iterable[Candidate]) -> bytes:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    for item in sorted(candidates, key=lambda candidate: candidate.id):
        order = "" if item.order is None else item.order
        rows.writerow([item.id, plain(item.cost), item.name, order, item.category, item.zone])
    return text.getvalue().encode()


def read_options(content: bytes) -> list[Candidate]:
    """Raises ValueError when a row cannot be read."""
    rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    for number, row in enumerate(rows, 1):
        if tuple(row) != COLUMNS or None in row.values():
            raise ValueError(f"option {number}: the columns are {', '.join(COLUMNS)}")
    return [
        Candidate(
            row["id"],
            exact(row["cost"]),
            row["name"],
            int(row["order"]) if row["order"] else None,
            row["category"],
            row["zone"],
        )
        for row in rows
    ]


def write_ballot(kind: Kind, ballot: RawBallot) -> bytes:
    """One ballot on one line. Unless ranked, the order of the choices is not kept."""
    if isinstance(ballot, Mapping) or ballot is None or kind is Kind.RANKED:
        return canonical(ballot)
    return canonical(sorted(ballot))


def read_ballot_line(line: bytes) -> RawBallot:
    """Raises ValueError when the line is not a ballot."""
    value = json.loads(line, parse_float=exact, parse_constant=exact)
    texts = isinstance(value, list) and all(isinstance(item, str) for item in value)
    marks = isinstance(value, dict) and all(type(v) in (int, Fraction) for v in value.values())
    if value is None or texts or marks:
        ballot: RawBallot = value
        return ballot
    raise ValueError("a ballot is a list of ids, a mapping of marks, or null")


def write_record(
    adjustments: Iterable[Adjustment], draw: Draw | None, turnout: Mapping[str, Number] | None
) -> bytes:
    return canonical(
        {
            "adjustments": [asdict(item) for item in adjustments],
            "draw": asdict(draw) if draw else None,
            "turnout": {zone: str(rate) for zone, rate in (turnout or {}).items()},
        }
    )


def read_record(content: bytes) -> dict[str, Any]:
    """The keyword arguments that `count` needs besides candidates, profile and rule."""
    record = json.loads(content)
    draw = record["draw"]
    return {
        "adjustments": [Adjustment(**item) for item in record["adjustments"]],
        "draw": Draw(draw["seed"], tuple(draw["order"]), draw["source"]) if draw else None,
        "turnout": {zone: exact(rate) for zone, rate in record["turnout"].items()},
    }
