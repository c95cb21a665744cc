"""How far readers agree beyond chance: Cohen's kappa, Krippendorff's alpha. Plain Python.

A unit is what several people judged: one value per reader who judged it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

Value = Hashable
Distance = Callable[[Any, Any], float]


def cohen_kappa(pairs: Iterable[tuple[Value, Value]]) -> float | None:
    """Agreement of two readers, each with habits of their own; None when it has no meaning.

    It has none without any pair, nor when both always say one and the same thing.
    """
    seen = Counter(pairs)
    total = sum(seen.values())
    if not total:
        return None
    observed = sum(n for (one, other), n in seen.items() if one == other) / total
    first: Counter[Value] = Counter()
    second: Counter[Value] = Counter()
    for (one, other), n in seen.items():
        first[one] += n
        second[other] += n
    expected = sum(n * second[value] for value, n in first.items()) / total**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def nominal(one: Any, other: Any) -> float:
    """Values are the same, or they are not."""
    return 0.0 if one == other else 1.0


def masi(one: frozenset[Any], other: frozenset[Any]) -> float:
    """Distance of two sets of themes: none in common is 1, one within the other is less.

    Jaccard's share of what is common, weighed by how the sets stand to one another (Passonneau).
    """
    if one == other:
        return 0.0
    common = len(one & other)
    if not common:
        return 1.0
    standing = 2 / 3 if one <= other or other <= one else 1 / 3
    return 1 - common / len(one | other) * standing


def krippendorff_alpha(
    units: Iterable[Sequence[Value]], distance: Distance = nominal
) -> float | None:
    """Agreement of any number of readers, with readings missing; None when it has no meaning.

    Units judged once say nothing of agreement. Without any variation there is nothing to measure.
    """
    patterns = Counter(tuple(sorted(unit, key=repr)) for unit in units if len(unit) > 1)
    totals: Counter[Value] = Counter()
    observed = 0.0
    for pattern, n in patterns.items():
        found = Counter(pattern)
        for value, times in found.items():
            totals[value] += times * n
        observed += n * _apart(found, distance) / (len(pattern) - 1)
    values = sum(totals.values())
    expected = _apart(totals, distance)
    if not expected:
        return None
    return 1 - (values - 1) * observed / expected


def _apart(found: Mapping[Value, int], distance: Distance) -> float:
    """Sum of distances over all ordered pairs of values."""
    values = list(found.items())
    return 2 * sum(
        n * m * distance(one, other)
        for place, (one, n) in enumerate(values)
        for other, m in values[:place]
    )


def alike(units: Iterable[Sequence[Value]]) -> float | None:
    """Share of the units judged by several on which all say the same."""
    several = [unit for unit in units if len(unit) > 1]
    if not several:
        return None
    return sum(len(set(unit)) == 1 for unit in several) / len(several)
