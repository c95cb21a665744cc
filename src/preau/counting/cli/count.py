"""`count FILE`: read, count, print the JSON or a table."""

from __future__ import annotations

import argparse
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

from preau.counting.bundle.read import is_bundle, read_bundle
from preau.counting.cli.table import Source, table
from preau.counting.engine import count
from preau.counting.exact import Number, canonical, exact
from preau.counting.model import CountError, Draw
from preau.counting.outcome import Outcome
from preau.counting.pabulib import read_election
from preau.counting.pabulib.rules import Asked, rule_for
from preau.counting.pabulib.sections import file_sha256
from preau.counting.rulebook import (
    BUDGET_RULES,
    CHOICE_RULES,
    FITS,
    PARTIALS,
    TIE_CRITERIA,
    EqualShares,
)

DRAW_NEEDED = 3


def add_parser(commands: Any) -> None:
    parser = commands.add_parser("count", help="count a .pb file (.pb.gz too) or a bundle")
    add = parser.add_argument
    add("file", type=Path)
    add("--rule", choices=BUDGET_RULES + CHOICE_RULES, help="default: what the file declares")
    add("--fit", choices=FITS, help="greedy: what to do with a project that is too expensive")
    add("--tie", type=_ties, metavar="A,B,…", help=f"criteria among {', '.join(TIE_CRITERIA)}")
    add("--draw", metavar="SEED", help="public seed of the draw that decides the last ties")
    add("--envelope", type=_amount, help="another amount than the file's budget")
    add("--threshold", type=_amount, help="minimum support in points; 0 for none")
    add("--points", type=_points, metavar="3-2-1", help="points by rank, for ranked ballots")
    add("--partial", choices=PARTIALS, help="points of short rankings")
    add("--exclusive", type=_group, action="append", default=[], metavar="ID,ID")
    add("--seats", type=int, help="the most winners")
    shares = parser.add_argument_group("equal shares")
    shares.add_argument("--utility", choices=("cost", "count"))
    shares.add_argument("--completion", choices=("none", "greedy", "add1", "add1u"))
    shares.add_argument("--stop", choices=("exhaustive", "overspend"))
    shares.add_argument("--step", type=_amount, help="what add1 adds to each share")
    shares.add_argument("--start", choices=("exact", "floored"))
    add("--json", action="store_true", help="the outcome as canonical JSON")
    add("--lang", choices=("fr", "en"), default="fr")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    source, outcome = _bundle(asked) if is_bundle(asked.file) else _file(asked)
    if asked.json:
        extra = {"input_sha256": source.sha256, "remarks": list(source.remarks)}
        sys.stdout.buffer.write(canonical(outcome.to_dict() | extra))
    else:
        sys.stdout.write(table(source, outcome, asked.lang))
    return DRAW_NEEDED if outcome.needs_draw else 0


def _file(asked: argparse.Namespace) -> tuple[Source, Outcome]:
    election = read_election(asked.file)
    rule = rule_for(election, _asked(asked))
    draw = Draw(seed=asked.draw) if asked.draw else None
    outcome = count(election.candidates, election.profile, rule, draw=draw)
    title = election.meta.get("description") or election.path.name
    remarks = tuple(remark.said(asked.lang) for remark in election.remarks)
    return Source(title, election.names, election.sha256, remarks), outcome


def _bundle(asked: argparse.Namespace) -> tuple[Source, Outcome]:
    """A bundle is counted by its own rulebook; only the envelope may be tried otherwise."""
    if _asked(asked) != Asked(envelope=asked.envelope):
        raise CountError(f"{asked.file}: a bundle is counted by its own rulebook")
    bundle = read_bundle(asked.file)
    rule = bundle.rule()
    if asked.envelope is not None:
        rule = rule.with_envelope(asked.envelope)
    names = {item.id: item.name or item.id for item in bundle.candidates()}
    title = str(bundle.manifest.get("contest", {}).get("title") or asked.file.name)
    return Source(title, names, file_sha256(asked.file)), bundle.recount(rule)


def _asked(asked: argparse.Namespace) -> Asked:
    names = ("utility", "completion", "stop", "step", "start")
    given = {name: getattr(asked, name) for name in names}
    shares = {name: value for name, value in given.items() if value is not None}
    return Asked(
        rule=asked.rule,
        fit=asked.fit,
        ties=asked.tie,
        envelope=asked.envelope,
        threshold=asked.threshold,
        points=asked.points,
        partial=asked.partial,
        exclusives=tuple(asked.exclusive),
        seats=asked.seats,
        equal_shares=EqualShares(**shares) if shares else None,
    )


def _amount(text: str) -> Number:
    try:
        amount = Fraction(text) if "/" in text else exact(text)
    except (ValueError, ZeroDivisionError):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from None
    if amount < 0:
        raise argparse.ArgumentTypeError("must not be negative")
    return amount


def _ties(text: str) -> tuple[str, ...]:
    """The declared criteria; the draw, always the last, may be left unsaid."""
    names = [name.strip() for name in text.split(",") if name.strip() != "draw"]
    unknown = [name for name in names if name not in TIE_CRITERIA]
    if unknown:
        raise argparse.ArgumentTypeError(f"unknown {unknown}, not {', '.join(TIE_CRITERIA)}")
    return (*names, "draw")


def _points(text: str) -> tuple[Number, ...]:
    return tuple(_amount(part) for part in text.replace(",", "-").split("-"))


def _group(text: str) -> tuple[str, ...]:
    return tuple(text.split(","))
