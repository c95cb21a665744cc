"""How each juror marks beside the others, and what marks become when that is taken off.

Corrections are shown beside the marks as given, never in their place.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from .scores import OUT_OF, Scores, mean

#: Fewer readings than this say nothing of how somebody marks: no correction is made for them.
LEAST = 5
METHODS = ("additive", "zscore")


@dataclass(frozen=True)
class Hand:
    """How one juror marks. ``severity`` is below zero for who marks lower than co-readers do."""

    juror: int
    readings: int
    mean: Fraction
    spread: float
    #: None when nobody else read what they read.
    severity: Fraction | None
    #: Mean gap with the applications' own means, their score included: what a correction takes off.
    offset: Fraction | None
    compared: int

    @property
    def is_known(self) -> bool:
        """Enough readings to say how they mark."""
        return self.compared >= LEAST


def hands(scores: Scores) -> dict[int, Hand]:
    """Each juror's mean and spread, and their gap with who read the same applications."""
    own: dict[int, list[Fraction]] = {}
    gaps: dict[int, list[Fraction]] = {}
    offsets: dict[int, list[Fraction]] = {}
    for given in scores.values():
        middle = mean(list(given.values())) if given else Fraction(0)
        for juror, value in given.items():
            own.setdefault(juror, []).append(value)
            others = [other for reader, other in given.items() if reader != juror]
            if others:
                gaps.setdefault(juror, []).append(value - mean(others))
                offsets.setdefault(juror, []).append(value - middle)
    return {
        juror: Hand(
            juror,
            len(values),
            mean(values),
            deviation(values),
            mean(gaps[juror]) if juror in gaps else None,
            mean(offsets[juror]) if juror in offsets else None,
            len(gaps.get(juror, [])),
        )
        for juror, values in sorted(own.items())
    }


def deviation(values: list[Fraction]) -> float:
    """Standard deviation of these very values."""
    middle = mean(values)
    return math.sqrt(float(mean([(one - middle) ** 2 for one in values])))


def corrected(scores: Scores, method: str) -> dict[int, dict[int, Fraction]]:
    """The same scores once each juror's hand is taken off, kept between zero and twenty.

    ``additive`` takes off each juror's mean gap with the means of what they read;
    ``zscore`` brings each juror's mean and spread to those of all readings.
    """
    if method not in METHODS:
        raise ValueError(f"unknown correction: {method}")
    known = hands(scores)
    everything = [value for given in scores.values() for value in given.values()]
    if not everything:
        return {}
    middle, width = mean(everything), deviation(everything)

    def one(juror: int, value: Fraction) -> Fraction:
        hand = known[juror]
        if not hand.is_known or hand.offset is None:
            return value
        if method == "additive":
            return _held(value - hand.offset)
        if hand.spread == 0:
            return _held(value - hand.mean + middle)
        ratio = Fraction(width / hand.spread).limit_denominator(10**6)
        return _held(middle + (value - hand.mean) * ratio)

    return {
        application: {juror: one(juror, value) for juror, value in given.items()}
        for application, given in scores.items()
    }


def _held(value: Fraction) -> Fraction:
    return max(Fraction(0), min(Fraction(OUT_OF), value))
