"""Verify a bundle: hashes, roots, receipts, then a recount from zero, and say what differs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from preau.counting.bundle import merkle, parts
from preau.counting.bundle.read import Bundle, read_bundle
from preau.counting.exact import sha256
from preau.counting.model import CountError
from preau.counting.outcome import Outcome
from preau.counting.pabulib.write import write_pb

MOST_SAID = 20


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be: in which part, at which line, what (a code)."""

    part: str
    line: int
    code: str
    figures: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Verification:
    """`ok` when nothing was found. `ballots_root` is to be compared with the minutes' one."""

    findings: tuple[Finding, ...]
    ballots: int
    ballots_root: str
    winners: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not self.findings


def verify(path: Path, *, ballots_root: str = "") -> Verification:
    """Check everything that a bundle claims. `ballots_root` is the root printed on the minutes.

    Raises BundleError when the file is no bundle at all.
    """
    bundle = read_bundle(path)
    leaves = [merkle.leaf_hash(line) for line in bundle.lines]
    found_root = merkle.root(leaves).hex()
    findings = [
        *_ballots(bundle, leaves, found_root),
        *_receipts(bundle),
        *_parts(bundle),
        *_sealed(bundle),
    ]
    if ballots_root and ballots_root.lower() != found_root:
        findings.append(_finding(parts.BALLOTS, "root-of-minutes", said=ballots_root))
    winners, differences = _recount(bundle)
    return Verification((*findings, *differences), len(leaves), found_root, winners)


def _finding(part: str, code: str, line: int = 0, **figures: object) -> Finding:
    return Finding(part, line, code, tuple((key, str(value)) for key, value in figures.items()))


def _parts(bundle: Bundle) -> Iterator[Finding]:
    said = bundle.manifest.get("parts", {})
    sealed = [name for name in (parts.SEALED, parts.KEY) if name in bundle.contents]
    for name in (*parts.PARTS, *sealed):
        if said.get(name) != sha256(bundle.contents[name]):
            yield _finding(name, "part-hash")
    for name in sorted(bundle.contents.keys() - {parts.MANIFEST, *parts.PARTS, *sealed}):
        yield _finding(name, "part-unknown")


def _ballots(bundle: Bundle, leaves: Sequence[bytes], found_root: str) -> Iterator[Finding]:
    expected = bundle.contents[parts.LEAVES].decode(errors="replace").split()
    yield from compare_leaves(expected, [leaf.hex() for leaf in leaves])
    if bundle.manifest.get("ballots") != len(leaves):
        said = bundle.manifest.get("ballots")
        yield _finding(parts.BALLOTS, "ballot-number", said=said, found=len(leaves))
    if bundle.manifest.get("ballots_root") != found_root:
        yield _finding(parts.BALLOTS, "ballots-root")
    lines = bundle.lines
    for number in range(1, len(lines)):
        if lines[number] < lines[number - 1]:
            yield _finding(parts.BALLOTS, "ballot-order", number + 1)
            break


def compare_leaves(expected: Sequence[str], found: Sequence[str]) -> Iterator[Finding]:
    """Which ballots were changed, removed, added or moved, by line of the published list."""
    removed, added = Counter(expected), Counter(found)
    removed, added = removed - added, added - removed
    gone = _places(expected, removed)
    come = _places(found, added)
    changed = sorted(set(gone) & set(come))
    said = [("ballot-changed", line) for line in changed]
    said += [("ballot-removed", line) for line in gone if line not in changed]
    said += [("ballot-added", line) for line in come if line not in changed]
    if not said:
        pairs = enumerate(zip(expected, found, strict=True), 1)
        said = [("ballot-moved", line) for line, (one, two) in pairs if one != two]
    for code, line in said[:MOST_SAID]:
        yield _finding(parts.BALLOTS, code, line)
    if len(said) > MOST_SAID:
        yield _finding(parts.BALLOTS, "ballot-more", more=len(said) - MOST_SAID)


def _places(hashes: Sequence[str], wanted: Counter[str]) -> list[int]:
    """The lines of these hashes; of several identical ballots, the last ones."""
    left = wanted.copy()
    places: list[int] = []
    for line in range(len(hashes), 0, -1):
        if left[hashes[line - 1]] > 0:
            left[hashes[line - 1]] -= 1
            places.append(line)
    return places[::-1]


def _receipts(bundle: Bundle) -> Iterator[Finding]:
    codes = bundle.contents[parts.RECEIPTS].decode(errors="replace").splitlines()
    root = merkle.root([merkle.leaf_hash(code.encode()) for code in codes]).hex()
    if bundle.manifest.get("receipts_root") != root:
        yield _finding(parts.RECEIPTS, "receipts-root")
    for code, times in Counter(codes).items():
        if times > 1:
            yield _finding(parts.RECEIPTS, "receipt-twice", codes.index(code) + 1, receipt=code)
    if codes and len(codes) > len(bundle.lines) and parts.SEALED not in bundle.contents:
        yield _finding(
            parts.RECEIPTS, "receipt-number", receipts=len(codes), ballots=len(bundle.lines)
        )


def _sealed(bundle: Bundle) -> Iterator[Finding]:
    """What does not agree between the sealed ballots and those that were counted."""
    if not bundle.contents.keys() & {parts.SEALED, parts.KEY}:
        return
    try:
        from preau.counting.bundle import sealed  # needs PyNaCl, which counting does without
    except ImportError:
        yield _finding(parts.SEALED, "sealed-unchecked")
        return
    try:
        for one in sealed.differences(bundle.contents, bundle.rule().ballot.kind):
            yield _finding(parts.SEALED, one.code, one.line, found=one.found)
    except (sealed.SealError, KeyError, ValueError) as error:
        yield _finding(parts.KEY, "key-wrong", error=error)


def _recount(bundle: Bundle) -> tuple[tuple[str, ...], list[Finding]]:
    try:
        outcome = bundle.recount()
    except CountError as error:
        return (), [_finding(parts.BALLOTS, "recount-impossible", error=error)]
    pabulib = write_pb(
        bundle.manifest.get("contest", {}),
        bundle.candidates(),
        bundle.ballots(),
        outcome,
        bundle.manifest.get("minor_units", 1),
    )
    findings = []
    if pabulib.encode() != bundle.contents[parts.PABULIB]:
        findings.append(_finding(parts.PABULIB, "pabulib-differs"))
    return outcome.winners, [*findings, *_outcome(bundle, outcome)]


def _outcome(bundle: Bundle, outcome: Outcome) -> list[Finding]:
    ours = outcome.to_json()
    theirs = bundle.contents[parts.OUTCOME]
    if ours == theirs:
        return []
    try:
        published = json.loads(theirs)
    except ValueError:
        published = None
    if not isinstance(published, dict):
        return [_finding(parts.OUTCOME, "outcome-unreadable")]
    return list(_differences(published, json.loads(ours)))


def _differences(published: dict[str, Any], ours: dict[str, Any]) -> Iterator[Finding]:
    for key in sorted(published.keys() | ours.keys()):
        one, two = published.get(key), ours.get(key)
        if one == two:
            continue
        if isinstance(one, dict) and isinstance(two, dict):
            for option in sorted(one.keys() | two.keys()):
                if one.get(option) != two.get(option):
                    yield _finding(
                        parts.OUTCOME,
                        "outcome-differs",
                        key=f"{key} {option}",
                        published=_short(one.get(option)),
                        found=_short(two.get(option)),
                    )
        else:
            yield _finding(
                parts.OUTCOME, "outcome-differs", key=key, published=_short(one), found=_short(two)
            )


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else text[:119] + "…"
