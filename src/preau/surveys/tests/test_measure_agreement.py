"""Measures of agreement against published worked examples."""

from __future__ import annotations

from itertools import chain, repeat

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from preau.surveys.coding.agreement import alike, cohen_kappa, krippendorff_alpha, masi

#: Krippendorff, « Computing Krippendorff's Alpha-Reliability » (2011): four observers, twelve
#: units, some missing; the answers that the paper gives are .743, .815 and .849.
FOUR = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""
#: The same paper: two observers, ten units, two values; alpha is .095.
TWO = ("0100000000", "1110010010")


def table(yes: int, only_first: int, only_second: int, no: int) -> list[tuple[bool, bool]]:
    return list(
        chain(
            repeat((True, True), yes), repeat((True, False), only_first),
            repeat((False, True), only_second), repeat((False, False), no),
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((20, 5, 10, 15), 0.40),  # fifty grant proposals, two readers
        ((45, 15, 25, 15), 0.1304),  # the same share alike, other habits:
        ((25, 35, 5, 35), 0.2593),
    ],
)
def test_cohen_kappa(cells: tuple[int, int, int, int], expected: float) -> None:
    assert cohen_kappa(table(*cells)) == pytest.approx(expected, abs=5e-5)


def units_of(rows: list[list[str]]) -> list[list[int]]:
    return [[int(one) for one in unit if one != "."] for unit in zip(*rows, strict=True)]


def interval(one: int, other: int) -> float:
    return float((one - other) ** 2)


def test_krippendorff_alpha() -> None:
    units = units_of([line.split() for line in FOUR.strip().splitlines()])
    assert krippendorff_alpha(units) == pytest.approx(0.743, abs=5e-4)
    assert krippendorff_alpha(units, interval) == pytest.approx(0.849, abs=5e-4)
    assert krippendorff_alpha(units_of([list(one) for one in TWO])) == pytest.approx(
        0.095, abs=5e-4
    )


def test_say_nothing_without_meaning() -> None:
    assert cohen_kappa([]) is None
    assert cohen_kappa([(1, 1), (1, 1)]) is None
    assert krippendorff_alpha([[1], [2]]) is None
    assert krippendorff_alpha([[1, 1], [1, 1]]) is None
    assert alike([[1]]) is None
    assert alike([[1, 1], [1, 2]]) == 0.5


def test_masi() -> None:
    """Passonneau: one within the other counts for two thirds, an overlap for one third."""
    assert masi(frozenset({1, 2}), frozenset({1, 2})) == 0
    assert masi(frozenset({1, 2}), frozenset({3})) == 1
    assert masi(frozenset({1, 2}), frozenset({1, 2, 3, 4})) == pytest.approx(1 - 1 / 2 * 2 / 3)
    assert masi(frozenset({1, 2}), frozenset({2, 3})) == pytest.approx(1 - 1 / 3 * 1 / 3)
    assert masi(frozenset(), frozenset({1})) == 1


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.integers(0, 3), min_size=2, max_size=4), min_size=2, max_size=12))
def test_same_whatever_the_order(units: list[list[int]]) -> None:
    found = krippendorff_alpha(units)
    turned = krippendorff_alpha([unit[::-1] for unit in reversed(units)])
    assert found == (None if turned is None else pytest.approx(turned))
    assert found is None or found <= 1 + 1e-9
    if all(len(set(unit)) == 1 for unit in units) and len({unit[0] for unit in units}) > 1:
        assert found == pytest.approx(1)
