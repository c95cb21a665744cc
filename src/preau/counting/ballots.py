"""One ballot: what each format accepts, its normal form, and why a ballot is spoiled.

In normal form two ballots that say the same thing are equal, so that a profile can group them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from preau.counting.exact import Number
from preau.counting.model import Candidate, CountError

RawBallot = Sequence[str] | Mapping[str, Number] | None


class Kind(StrEnum):
    SINGLE = "single"
    YES_NO = "yes-no"
    APPROVAL = "approval"
    RANKED = "ranked"
    POINTS = "points"
    BASKET = "basket"
    FOR_AGAINST = "for-against"
    GRADES = "grades"


LIMITS = (
    "min_choices",
    "max_choices",
    "max_per_zone",
    "max_per_category",
    "max_against",
    "points_total",
    "points_each",
    "points_least",  # the only one that may be negative
)


class Spoil(StrEnum):
    """Why a ballot cannot be counted."""

    UNKNOWN_OPTION = "unknown-option"
    REPEATED_OPTION = "repeated-option"
    TOO_FEW = "too-few-choices"
    TOO_MANY = "too-many-choices"
    TOO_MANY_IN_ZONE = "too-many-in-zone"
    TOO_MANY_IN_CATEGORY = "too-many-in-category"
    TOO_COSTLY = "too-costly"
    BAD_POINTS = "bad-points"
    TOO_MANY_POINTS = "too-many-points"
    TOO_MANY_AGAINST = "too-many-against"
    UNKNOWN_GRADE = "unknown-grade"
    MISSING_GRADE = "missing-grade"
    UNREADABLE = "unreadable"


class Ballot(NamedTuple):
    """A valid ballot: the options, and for points, grades and for/against one mark for each."""

    options: tuple[str, ...]
    marks: tuple[Number, ...] = ()


@dataclass(frozen=True)
class BallotRules:
    """What makes a ballot valid. None means no limit.

    `max_against` limits the « against » of a for/against ballot; `points_total` is the most points
    one ballot may give in all, `points_each` to one option, `points_least` the fewest; `grades` are named from best to worst,
    and an option left without a grade gets the worst one unless `all_graded` voids the ballot.
    `repeats` is « refuse », or « count » for the old elections that counted an option named twice.
    """

    kind: Kind = Kind.APPROVAL
    min_choices: int = 0
    max_choices: int | None = None
    max_per_zone: int | None = None
    max_per_category: int | None = None
    max_total_cost: Number | None = None
    max_against: int | None = None
    points_total: int | None = None
    points_each: int | None = None
    points_least: int | None = 0
    grades: tuple[str, ...] = ()
    all_graded: bool = False
    repeats: str = "refuse"

    def __post_init__(self) -> None:
        try:
            object.__setattr__(self, "kind", Kind(self.kind))
        except ValueError:
            raise CountError(f"ballot: unknown kind {self.kind!r}") from None
        object.__setattr__(self, "grades", tuple(self.grades))
        if self.kind is Kind.GRADES and not 2 <= len(self.grades) <= 7:
            raise CountError("ballot: a graded ballot declares 2 to 7 grades")
        for name in LIMITS:
            limit = getattr(self, name)
            if limit is not None and (type(limit) is not int or (limit < 0 and name != LIMITS[-1])):
                raise CountError(f"ballot: {name} is {limit!r}, not a number of 0 or more")
        if not all(isinstance(grade, str) for grade in self.grades):
            raise CountError("ballot: a grade has no name")
        if self.repeats not in ("refuse", "count"):
            raise CountError(f"ballot: repeats is refuse or count, not {self.repeats!r}")
        if self.max_choices is not None and self.max_choices < self.min_choices:
            raise CountError("ballot: max_choices is below min_choices")


def read_ballot(
    rules: BallotRules, raw: RawBallot, candidates: Mapping[str, Candidate]
) -> Ballot | Spoil | None:
    """The ballot in normal form, None when it is blank, or the reason why it is spoiled.

    `raw` is a sequence of ids (in order, for a ranked ballot) or a mapping id → points, grade index
    (0 is the best) or +1 / -1; None is a paper nobody could read. With no candidates, ids and costs
    are not checked.
    """
    if raw is None:
        return Spoil.UNREADABLE
    if not raw:
        return None
    ballot = _normal_form(rules, raw, candidates)
    if isinstance(ballot, Spoil):
        return ballot
    if not ballot.options:
        return None
    return _spoiled_by_options(rules, ballot.options, candidates) or ballot


def _normal_form(
    rules: BallotRules,
    raw: Sequence[str] | Mapping[str, Number],
    candidates: Mapping[str, Candidate],
) -> Ballot | Spoil:
    if rules.kind is Kind.RANKED:
        return Ballot(tuple(raw))
    if rules.kind not in (Kind.POINTS, Kind.FOR_AGAINST, Kind.GRADES):
        return Ballot(tuple(sorted(raw)))
    if not isinstance(raw, Mapping):
        return Spoil.UNREADABLE
    if rules.kind is Kind.POINTS:
        return _pointed(rules, raw)
    if rules.kind is Kind.FOR_AGAINST:
        return _for_against(rules, raw)
    return _graded(rules, raw, candidates)


def _pointed(rules: BallotRules, raw: Mapping[str, Number]) -> Ballot | Spoil:
    given = sorted((option, points) for option, points in raw.items() if points != 0)
    points = tuple(mark for _, mark in given)
    if rules.points_least is not None and any(mark < rules.points_least for mark in points):
        return Spoil.BAD_POINTS
    if rules.points_each is not None and any(mark > rules.points_each for mark in points):
        return Spoil.TOO_MANY_POINTS
    if rules.points_total is not None and sum(points) > rules.points_total:
        return Spoil.TOO_MANY_POINTS
    return Ballot(tuple(option for option, _ in given), points)


def _for_against(rules: BallotRules, raw: Mapping[str, Number]) -> Ballot | Spoil:
    if not set(raw.values()) <= {-1, 0, 1}:
        return Spoil.UNREADABLE
    given = sorted((option, mark) for option, mark in raw.items() if mark)
    against = sum(mark < 0 for _, mark in given)
    if rules.max_against is not None and against > rules.max_against:
        return Spoil.TOO_MANY_AGAINST
    return Ballot(tuple(option for option, _ in given), tuple(mark for _, mark in given))


def _graded(
    rules: BallotRules, raw: Mapping[str, Number], candidates: Mapping[str, Candidate]
) -> Ballot | Spoil:
    if not all(grade in range(len(rules.grades)) for grade in raw.values()):
        return Spoil.UNKNOWN_GRADE
    if rules.all_graded and len(raw) < len(candidates):
        return Spoil.MISSING_GRADE
    given = sorted(raw.items())
    return Ballot(tuple(option for option, _ in given), tuple(grade for _, grade in given))


def _spoiled_by_options(
    rules: BallotRules, options: tuple[str, ...], candidates: Mapping[str, Candidate]
) -> Spoil | None:
    most = 1 if rules.kind in (Kind.SINGLE, Kind.YES_NO) else rules.max_choices
    if candidates and not candidates.keys() >= set(options):
        return Spoil.UNKNOWN_OPTION
    if rules.repeats == "refuse" and len(set(options)) != len(options):
        return Spoil.REPEATED_OPTION
    if len(options) < rules.min_choices:
        return Spoil.TOO_FEW
    if most is not None and len(options) > most:
        return Spoil.TOO_MANY
    limits = (rules.max_per_zone, rules.max_per_category, rules.max_total_cost)
    if not candidates or limits == (None, None, None):
        return None
    return _spoiled_by_limits(rules, [candidates[option] for option in options])


def _spoiled_by_limits(rules: BallotRules, chosen: Sequence[Candidate]) -> Spoil | None:
    if _exceeds(rules.max_per_zone, (option.zone for option in chosen)):
        return Spoil.TOO_MANY_IN_ZONE
    if _exceeds(rules.max_per_category, (option.category for option in chosen)):
        return Spoil.TOO_MANY_IN_CATEGORY
    if rules.max_total_cost is not None:
        total: Number = sum(option.cost for option in chosen)
        if total > rules.max_total_cost:
            return Spoil.TOO_COSTLY
    return None


def _exceeds(limit: int | None, labels: Iterable[str]) -> bool:
    if limit is None:
        return False
    return max(Counter(label for label in labels if label).values(), default=0) > limit
