"""From marks to scores, from scores to ranks: exact fractions, rounded once, where they are said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

#: Every score is said out of this.
OUT_OF = 20
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Scale:
    """What a criterion weighs, and its lowest and highest marks."""

    weight: int
    low: int
    high: int


def score(marks: Mapping[int, int], scales: Mapping[int, Scale]) -> Fraction:
    """Marks by criterion, each brought to its scale and weighed: a score out of twenty."""
    total = sum(scale.weight for scale in scales.values())
    gained = sum(
        (
            Fraction(marks[code] - scale.low, scale.high - scale.low) * scale.weight
            for code, scale in scales.items()
        ),
        Fraction(0),
    )
    return gained * OUT_OF / total


def rounded(value: Fraction) -> Decimal:
    """To the hundredth, halves away from zero: what is said, and what ranks are made of."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(HUNDREDTH, ROUND_HALF_UP)


def mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


@dataclass(frozen=True)
class Standing:
    """Where an application stands. ``best`` and ``worst``: its ranks when any one juror is left out."""

    application: int
    rank: int
    mean: Decimal
    low: Decimal
    high: Decimal
    readers: int
    tied: tuple[int, ...]
    best: int
    worst: int

    @property
    def spread(self) -> Decimal:
        return self.high - self.low


#: Scores by application, then by juror.
Scores = Mapping[int, Mapping[int, Fraction]]


def rank(means: Mapping[int, Decimal]) -> dict[int, int]:
    """Ranks from the highest mean; equal means share one, and the next ones are skipped."""
    ordered = sorted(means.values(), reverse=True)
    first: dict[Decimal, int] = {}
    for place, value in enumerate(ordered, start=1):
        first.setdefault(value, place)
    return {one: first[value] for one, value in means.items()}


@dataclass(frozen=True)
class Place:
    """Rank and mean of an application, and those that share them."""

    rank: int
    mean: Decimal
    tied: tuple[int, ...]


def places(scores: Scores) -> dict[int, Place]:
    """Where each application that was read stands."""
    means = _means(scores)
    ranks = rank(means)
    sharing: dict[int, list[int]] = {}
    for one, place in sorted(ranks.items()):
        sharing.setdefault(place, []).append(one)
    return {
        one: Place(place, means[one], tuple(each for each in sharing[place] if each != one))
        for one, place in ranks.items()
    }


def _means(scores: Scores, without: int | None = None) -> dict[int, Decimal]:
    found = {}
    for one, given in scores.items():
        left = [value for juror, value in given.items() if juror != without]
        if left or given:
            # Who has no other reader keeps their score: nothing else is known of them.
            found[one] = rounded(mean(left or list(given.values())))
    return found


def stand(scores: Scores) -> list[Standing]:
    """Applications that were read, in order, with the spread of their scores and of their rank."""
    held = places(scores)
    jurors = sorted({juror for given in scores.values() for juror in given})
    others = [rank(_means(scores, without=juror)) for juror in jurors]
    found = []
    for one, place in sorted(held.items(), key=lambda pair: (pair[1].rank, pair[0])):
        values = scores[one].values()
        ranks = [place.rank, *(each[one] for each in others)]
        found.append(
            Standing(
                one,
                place.rank,
                place.mean,
                rounded(min(values)),
                rounded(max(values)),
                len(values),
                place.tied,
                min(ranks),
                max(ranks),
            )
        )
    return found


def median(values: Iterable[Decimal]) -> Decimal:
    """The middle one, or between the two middle ones."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2
