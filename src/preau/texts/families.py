"""Texts that look alike: the same letter sent by many, with a few words changed.

Pure functions: texts in, families out, always the same for the same texts.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping

from preau.kernel.text import search_key

#: Words of a shingle, shingles kept of a text, share of shingles in common that makes a family.
WORDS = 3
SKETCH = 12
ALIKE = 0.5
#: A shingle that more different texts than this share says nothing (« je suis d’accord »).
COMMON = 400


def shingles(text: str) -> frozenset[int]:
    """Hashes of every run of three words; short texts give one for the whole."""
    words = search_key(text).split()
    if not words:
        return frozenset()
    runs = [" ".join(words[i : i + WORDS]) for i in range(max(1, len(words) - WORDS + 1))]
    return frozenset(zlib.crc32(run.encode()) for run in runs)


def families(texts: Mapping[int, str]) -> dict[int, int]:
    """The family of each text: the smallest id among those that look alike, itself if alone.

    Candidates share one of the smallest hashes of their shingles; the share in common decides.
    """
    cut = {id: shingles(text) for id, text in texts.items()}
    parent = {id: id for id in cut}
    first_of: dict[frozenset[int], int] = {}
    for id in sorted(cut):
        parent[id] = first_of.setdefault(cut[id], id) if cut[id] else id
    by_hash: dict[int, list[int]] = {}
    for one, id in first_of.items():
        for part in sorted(one)[:SKETCH]:
            by_hash.setdefault(part, []).append(id)
    seen: set[tuple[int, int]] = set()
    for ids in by_hash.values():
        for place, second in enumerate(ids[:COMMON]):
            for first in ids[:place]:
                if (first, second) in seen:
                    continue
                seen.add((first, second))
                if _root(parent, first) != _root(parent, second) and _alike(
                    cut[first], cut[second]
                ):
                    _join(parent, first, second)
    return {id: _root(parent, id) for id in cut}


def _alike(one: frozenset[int], other: frozenset[int]) -> bool:
    if not one or not other:
        return False
    small, large = sorted((len(one), len(other)))
    if small < ALIKE * large:
        return False
    common = len(one & other)
    return common >= ALIKE * (len(one) + len(other) - common)


def _root(parent: dict[int, int], id: int) -> int:
    while parent[id] != id:
        parent[id] = parent[parent[id]]
        id = parent[id]
    return id


def _join(parent: dict[int, int], one: int, other: int) -> None:
    first, second = sorted((_root(parent, one), _root(parent, other)))
    parent[second] = first
