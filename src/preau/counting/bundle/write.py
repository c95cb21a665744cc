"""Write the bundle of a closed contest: same contest, same bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from preau.counting.ballots import RawBallot
from preau.counting.bundle import merkle, parts
from preau.counting.engine import count
from preau.counting.exact import Number, canonical, sha256
from preau.counting.model import Adjustment, Candidate, Draw
from preau.counting.pabulib.write import write_pb
from preau.counting.profile import Profile
from preau.counting.rulebook import RuleDocument

SAME_DAY = (1980, 1, 1, 0, 0, 0)


def write(
    target: Path | IO[bytes],
    *,
    contest: Mapping[str, str],
    candidates: Iterable[Candidate],
    ballots: Iterable[RawBallot],
    rule: RuleDocument,
    receipts: Iterable[str] = (),
    draw: Draw | None = None,
    adjustments: Sequence[Adjustment] = (),
    turnout: Mapping[str, Number] | None = None,
    minor_units: int = 1,
    more: Mapping[str, bytes] | None = None,
) -> dict[str, Any]:
    """Write the record of a contest, counting it once more; return its manifest.

    `contest` is free text for people (title, town, dates); `ballots` are raw ballots, without any
    person; `receipts` are codes of presence. Both are sorted, which leaves nothing of the order in
    which people came. `minor_units` is 100 when costs are in cents: the `.pb` speaks of whole units.
    `more` are the parts of a sealed box (`sealed.txt`, `key.json`), where they are published.
    """
    options = list(candidates)
    kind = rule.ballot.kind
    lines = sorted(parts.write_ballot(kind, ballot) for ballot in ballots)
    raw = [parts.read_ballot_line(line) for line in lines]
    profile = Profile.from_ballots(rule.ballot, raw, options)
    outcome = count(options, profile, rule, draw=draw, adjustments=adjustments, turnout=turnout)
    leaves = [merkle.leaf_hash(line) for line in lines]
    codes = sorted(receipts)
    contents = {
        parts.RULEBOOK: rule.to_json(),
        parts.OPTIONS: parts.write_options(options),
        parts.BALLOTS: b"".join(lines),
        parts.LEAVES: "".join(f"{leaf.hex()}\n" for leaf in leaves).encode(),
        parts.RECEIPTS: "".join(f"{code}\n" for code in codes).encode(),
        parts.RECORD: parts.write_record(adjustments, draw, turnout),
        parts.OUTCOME: outcome.to_json(),
        parts.PABULIB: write_pb(contest, options, raw, outcome, minor_units).encode(),
        **(more or {}),
    }
    manifest = _manifest(contest, minor_units, leaves, codes, contents)
    _write_zip(target, {parts.MANIFEST: canonical(manifest)} | contents)
    return manifest


def _manifest(
    contest: Mapping[str, str],
    minor_units: int,
    leaves: Sequence[bytes],
    codes: Sequence[str],
    contents: Mapping[str, bytes],
) -> dict[str, Any]:
    return {
        "format": parts.FORMAT,
        "version": parts.VERSION,
        "contest": dict(contest),
        "minor_units": minor_units,
        "ballots": len(leaves),
        "ballots_root": merkle.root(leaves).hex(),
        "receipts": len(codes),
        "receipts_root": merkle.root([merkle.leaf_hash(c.encode()) for c in codes]).hex(),
        "parts": {name: sha256(content) for name, content in contents.items()},
    }


def _write_zip(target: Path | IO[bytes], contents: Mapping[str, bytes]) -> None:
    """Stored, not compressed: compressors differ from one machine to the next."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name, SAME_DAY)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content)
