"""The drawing of a line of figures: a range, a point in it, on an axis from zero to twenty."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .maths.calibration import Hand
from .maths.scores import OUT_OF, Standing

WIDTH = 1000


@dataclass(frozen=True)
class Strip:
    """In thousandths of the width."""

    start: int
    width: int
    point: int


def _at(value: float | Decimal) -> int:
    held = min(max(float(value), 0), OUT_OF)
    return round(held * WIDTH / OUT_OF)


def strip_of(standing: Standing | None) -> Strip | None:
    """From the lowest score to the highest one, a point at the mean."""
    if standing is None:
        return None
    start, end = _at(standing.low), _at(standing.high)
    return Strip(start, max(end - start, 6), _at(standing.mean))


def strip_of_hand(hand: Hand | None) -> Strip | None:
    """The mean of a juror, one deviation on each side."""
    if hand is None:
        return None
    start, end = _at(float(hand.mean) - hand.spread), _at(float(hand.mean) + hand.spread)
    return Strip(start, max(end - start, 6), _at(float(hand.mean)))
