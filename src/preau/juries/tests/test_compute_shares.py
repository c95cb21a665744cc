"""Sharing out, scores and ranks, on cases drawn at random and on cases worked by hand."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preau.juries.maths.calibration import corrected, hands
from preau.juries.maths.scores import Scale, median, rank, score, stand
from preau.juries.maths.sharing import Pair, Sharing, share

SEED = "graine"


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[int], list[int], int, set[Pair]]:
    files = list(range(1, draw(st.integers(1, 14)) + 1))
    jurors = list(range(101, 101 + draw(st.integers(1, 6))))
    readers = draw(st.integers(1, 4))
    pairs = list(product(files, jurors))
    return files, jurors, readers, set(draw(st.lists(st.sampled_from(pairs), max_size=30)))


def _check(found: Sharing, files: list[int], jurors: list[int], n: int, barred: set[Pair]) -> None:
    assert not found.pairs & barred
    had = Counter(one for one, _juror in found.pairs)
    for one in files:
        able = sum((one, juror) not in barred for juror in jurors)
        assert had[one] == min(n, able)
    assert {each.application for each in found.shortfalls} == {x for x in files if had[x] < n}
    loads = Counter(juror for _one, juror in found.pairs)
    assert found.loads == {juror: loads[juror] for juror in jurors}


@settings(max_examples=120, deadline=None)
@given(cases())
def test_share_as_evenly_as_can_be(case: tuple[list[int], list[int], int, set[Pair]]) -> None:
    files, jurors, readers, barred = case
    found = share(files, jurors, readers=readers, conflicts=barred, seed=SEED)
    _check(found, files, jurors, readers, barred)
    assert found == share(files, jurors[::-1], readers=readers, conflicts=barred, seed=SEED)
    if not barred:
        assert found.gap <= 1
    assert _least_squares(files, jurors, readers, barred) == _squares(found)


def _squares(found: Sharing) -> int:
    return sum(load * load for load in found.loads.values())


def _least_squares(files: list[int], jurors: list[int], readers: int, barred: set[Pair]) -> int:
    """By another way: minimum-cost flow, one unit at a time, by Bellman and Ford."""
    flow: set[Pair] = set()
    loads = dict.fromkeys(jurors, 0)
    for one in files:
        able = sum((one, juror) not in barred for juror in jurors)
        for _unit in range(min(readers, able)):
            _augment(one, files, jurors, barred, flow, loads)
    return sum(load * load for load in loads.values())


def _augment(
    one: int,
    files: list[int],
    jurors: list[int],
    barred: set[Pair],
    flow: set[Pair],
    loads: dict[int, int],
) -> None:
    # Reaching a juror costs nothing until the end, where one more file costs 2 × load + 1.
    came: dict[int, tuple[int, int | None]] = {}
    edge = [
        (one, juror) for juror in jurors if (one, juror) not in barred and (one, juror) not in flow
    ]
    queue: list[tuple[int, int, int | None]] = [(file, juror, None) for file, juror in edge]
    while queue:
        file, juror, before = queue.pop(0)
        if juror in came:
            continue
        came[juror] = (file, before)
        queue += [
            (other, next_one, juror)
            for other in files
            if (other, juror) in flow
            for next_one in jurors
            if (other, next_one) not in flow and (other, next_one) not in barred
        ]
    end = min(came, key=lambda juror: (loads[juror], juror))
    loads[end] += 1
    while True:
        file, before = came[end]
        flow.add((file, end))
        if before is None:
            return
        flow.discard((file, before))
        end = before


def test_share_two_hundred_files_among_twelve() -> None:
    files, jurors = list(range(200)), list(range(12))
    barred = {(one, one % 12) for one in range(0, 200, 7)}
    found = share(files, jurors, readers=3, conflicts=barred, seed=SEED)
    _check(found, files, jurors, 3, barred)
    assert found.gap == 0  # 600 readings among twelve


def test_keep_what_was_read_when_a_conflict_comes() -> None:
    files, jurors = list(range(30)), list(range(6))
    first = share(files, jurors, readers=2, seed=SEED)
    late = min(first.pairs)
    kept = {pair for pair in first.pairs if pair[0] < 20} - {late}
    again = share(
        files, jurors, readers=2, conflicts={late}, kept=kept, held=first.pairs, seed=SEED
    )
    assert kept <= again.pairs
    assert len(first.pairs - again.pairs) <= 3  # files that nobody opened hardly move
    assert late not in again.pairs
    assert again.gap <= 1
    gone = share(files, jurors[1:], readers=2, kept=kept, seed=SEED)
    assert kept <= gone.pairs
    assert all(juror != 0 for one, juror in gone.pairs - kept)


def test_say_what_lacks_readers() -> None:
    found = share([7, 8], [1, 2, 3], readers=2, conflicts={(7, 1), (7, 2)}, seed=SEED)
    (short,) = found.shortfalls
    assert (short.application, short.readers, short.wanted) == (7, 1, 2)
    assert (short.conflicts, short.jurors) == (2, 3)


def test_weigh_marks() -> None:
    scales = {1: Scale(3, 0, 5), 2: Scale(1, 1, 4)}
    assert score({1: 5, 2: 4}, scales) == 20
    assert score({1: 0, 2: 1}, scales) == 0
    assert score({1: 4, 2: 1}, scales) == Fraction(4, 5) * 3 * 5


def test_share_ranks_between_equals() -> None:
    means = {1: Decimal("12.50"), 2: Decimal("15.00"), 3: Decimal("12.50"), 4: Decimal("9.00")}
    assert rank(means) == {2: 1, 1: 2, 3: 2, 4: 4}
    assert median([Decimal(4), Decimal(1), Decimal(3)]) == 3
    assert median([Decimal(4), Decimal(1)]) == Decimal("2.5")


def test_stand_with_spread_and_interval() -> None:
    third = Fraction(1, 3)
    scores = {
        1: {10: Fraction(18), 11: Fraction(8)},
        2: {10: Fraction(12), 12: Fraction(13)},
        3: {11: Fraction(12) + third, 12: Fraction(13) - third},
        4: {12: Fraction(5)},
    }
    first, second, third_one, last = stand(scores)
    assert [one.application for one in (first, second, third_one, last)] == [1, 2, 3, 4]
    assert (first.rank, first.mean, first.low, first.high) == (1, 13, 8, 18)
    assert first.spread == 10
    assert (second.rank, second.tied, third_one.tied) == (2, (3,), (2,))
    # Without juror 10 the first is at 8, behind both; without 11 it is far ahead.
    assert (first.best, first.worst) == (1, 3)
    assert (last.rank, last.readers, last.best, last.worst) == (4, 1, 4, 4)


def _marked() -> dict[int, dict[int, Fraction]]:
    """Thirty files of known worth; juror 3 takes three points off all they read."""
    hand = {1: 0, 2: 0, 3: -3}
    found = {}
    for one in range(30):
        worth = Fraction(8 + one % 7)
        found[one] = {juror: worth + hand[juror] for juror in ((1, 2), (2, 3), (1, 3))[one % 3]}
    return found


def test_find_the_severe_hand() -> None:
    scores = _marked()
    found = hands(scores)
    assert found[3].severity == -3
    assert found[3].offset == Fraction(-3, 2)
    assert found[1].severity == found[2].severity == Fraction(3, 2)
    assert found[1].compared == 20
    for method in ("additive", "zscore"):
        after = hands(corrected(scores, method))
        assert abs(after[3].severity or 0) < 1
    assert scores == _marked()  # nothing was changed under our eyes


def test_correct_nobody_on_four_readings() -> None:
    scores = {one: {1: Fraction(10), 2: Fraction(4)} for one in range(4)}
    assert corrected(scores, "additive") == scores
    with pytest.raises(ValueError, match="unknown"):
        corrected(scores, "magic")
