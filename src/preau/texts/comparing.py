"""Two versions of a text, passage by passage."""

from __future__ import annotations

from dataclasses import dataclass

from preau.kernel.compare import Piece, compare

from .models import Contribution, Credit, Passage, Version
from .queries import passages_of


@dataclass(frozen=True)
class Change:
    """A passage of either version: kept, changed, added or removed, and the words behind."""

    passage: Passage
    kind: str
    pieces: list[Piece]
    credits: list[Contribution]


def differences(before: Version, after: Version) -> list[Change]:
    """Every passage in the order of the new version; what was removed stands where it was."""
    old = {one.key: one for one in passages_of(before)}
    new = passages_of(after)
    credits = _credits(after)
    kept = {one.key for one in new}
    found: list[Change] = []
    gone = [one for one in old.values() if one.key not in kept]
    for one in new:
        was = old.get(one.key)
        if was is not None:
            found += [_removed(each) for each in gone if each.order < was.order]
            gone = [each for each in gone if each.order >= was.order]
        found.append(_change(one, was, credits.get(one.pk, [])))
    return found + [_removed(each) for each in gone]


def _change(one: Passage, was: Passage | None, credits: list[Contribution]) -> Change:
    words = _words(one)
    if was is None:
        return Change(one, "added", [Piece("added", words)], credits)
    if _words(was) == words:
        return Change(one, "kept", [Piece("kept", words)], credits)
    return Change(one, "changed", compare(_words(was), words), credits)


def _removed(one: Passage) -> Change:
    return Change(one, "removed", [Piece("removed", _words(one))], [])


def _words(one: Passage) -> str:
    return one.title if one.is_heading else "\n".join(p for p in (one.title, one.body) if p)


def _credits(version: Version) -> dict[int, list[Contribution]]:
    found: dict[int, list[Contribution]] = {}
    rows = Credit.objects.filter(passage__version=version).select_related("contribution")
    for row in rows.order_by("contribution__number"):
        found.setdefault(row.passage_id, []).append(row.contribution)
    return found
