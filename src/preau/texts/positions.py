"""Groups of positions: who agrees with whom, found from the positions alone.

A pure function: positions by anonymous voice in, groups out, always the same for the same input.
Nobody is named, no group is smaller than asked, and a passage is only told of when every group
has enough positions on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
VALUES = {"agree": 1.0, "amend": 0.0, "disagree": -1.0}
ORDER = ("agree", "amend", "disagree")
#: Positions that a voice must have taken to be placed; groups tried; turns of the search.
LEAST_POSITIONS = 3
MOST_GROUPS = 4
TURNS = 60
#: How well parted groups must be (mean silhouette), and how many voices measure it.
PARTED = 0.2
MEASURED = 600
#: One group more must part people that much better.
GAIN = 0.05


@dataclass(frozen=True)
class Grouping:
    """Sizes of the groups, the largest first; per passage, counts by group in ``ORDER``."""

    sizes: tuple[int, ...] = ()
    counts: Mapping[int, tuple[tuple[int, int, int], ...]] | None = None
    #: Voices that took enough positions to be placed.
    placed: int = 0


def groups(voices: Mapping[str, Mapping[int, str]], *, least: int) -> Grouping:
    """Two to four groups of ``least`` voices at least, or none when people are not parted."""
    placed = sorted(voice for voice, said in voices.items() if len(said) >= LEAST_POSITIONS)
    passages = sorted({passage for voice in placed for passage in voices[voice]})
    if len(placed) < 2 * least or len(passages) < 2:
        return Grouping(placed=len(placed))
    points = _points([voices[voice] for voice in placed], passages)
    best: NDArray[np.int64] | None = None
    score = PARTED - GAIN
    for wanted in range(2, MOST_GROUPS + 1):
        labels = _parts(points, wanted)
        if np.bincount(labels, minlength=wanted).min() < least:
            continue
        found = _silhouette(points, labels)
        if found > score + GAIN:
            best, score = labels, found
    if best is None:
        return Grouping(placed=len(placed))
    return _counted([voices[voice] for voice in placed], passages, best, least)


def _points(said: list[Mapping[int, str]], passages: list[int]) -> Matrix:
    """Each voice as a point of the plane: its positions, what it did not say being the mean."""
    column = {passage: place for place, passage in enumerate(passages)}
    table = np.full((len(said), len(passages)), np.nan)
    for row, positions in enumerate(said):
        for passage, position in positions.items():
            table[row, column[passage]] = VALUES[position]
    means = np.nanmean(table, axis=0)
    known = ~np.isnan(table)
    table = np.where(known, table - means, 0.0)
    _left, _sizes, axes = np.linalg.svd(table, full_matrices=False)
    axes = axes[:2]
    signs = np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)])
    # Who took few positions stands near the middle: their scale is brought back to the others'.
    scale = np.sqrt(len(passages) / known.sum(axis=1))
    points: Matrix = (table @ (axes * signs[:, None]).T) * scale[:, None]
    return points


def _parts(points: Matrix, wanted: int) -> NDArray[np.int64]:
    """Nearest centres, from starts as far from one another as can be: no chance in it."""
    centres = [points[np.argmax(((points - points.mean(axis=0)) ** 2).sum(axis=1))]]
    while len(centres) < wanted:
        gaps = np.min([((points - one) ** 2).sum(axis=1) for one in centres], axis=0)
        centres.append(points[np.argmax(gaps)])
    held = np.array(centres)
    labels: NDArray[np.int64] = np.zeros(len(points), dtype=np.int64)
    for _turn in range(TURNS):
        gaps = ((points[:, None, :] - held[None, :, :]) ** 2).sum(axis=2)
        new = gaps.argmin(axis=1)
        if _turn and (new == labels).all():
            break
        labels = new
        for one in range(wanted):
            if (labels == one).any():
                held[one] = points[labels == one].mean(axis=0)
    return labels


def _silhouette(points: Matrix, labels: NDArray[np.int64]) -> float:
    """How much nearer voices stand to their own group than to the next one, from -1 to 1."""
    step = max(1, len(points) // MEASURED)
    some, own = points[::step], labels[::step]
    gaps = np.sqrt(((some[:, None, :] - some[None, :, :]) ** 2).sum(axis=2))
    kinds = np.unique(own)
    if len(kinds) < 2:
        return -1.0
    means = np.stack([gaps[:, own == kind].mean(axis=1) for kind in kinds], axis=1)
    mine = np.searchsorted(kinds, own)
    inside = means[np.arange(len(some)), mine]
    means[np.arange(len(some)), mine] = np.inf
    outside = means.min(axis=1)
    widest = np.maximum(np.maximum(inside, outside), 1e-9)
    return float(((outside - inside) / widest).mean())


def _counted(
    said: list[Mapping[int, str]], passages: list[int], labels: NDArray[np.int64], least: int
) -> Grouping:
    sizes = np.bincount(labels)
    order = sorted(range(len(sizes)), key=lambda one: (-sizes[one], one))
    place = {one: rank for rank, one in enumerate(order)}
    counts = {passage: [[0, 0, 0] for _one in order] for passage in passages}
    for positions, label in zip(said, labels, strict=True):
        for passage, position in positions.items():
            counts[passage][place[int(label)]][ORDER.index(position)] += 1
    shown = {
        passage: tuple((row[0], row[1], row[2]) for row in rows)
        for passage, rows in counts.items()
        if min(sum(row) for row in rows) >= least
    }
    return Grouping(tuple(int(sizes[one]) for one in order), shown, len(said))
