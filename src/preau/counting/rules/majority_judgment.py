"""Majority judgment (Balinski and Laraki): the best median grade wins.

Two options of equal majority grade are told apart by their majority values: one ballot of the
majority grade is taken away from each, and the new majority grades compared, again and again.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cmp_to_key

from preau.counting.contest import Contest, Counted
from preau.counting.rules.by_score import fill_seats

Tally = tuple[int, ...]


def majority_judgment(contest: Contest) -> Counted:
    """An option that a ballot does not grade gets the worst grade from it."""
    tallies = grade_tallies(contest)
    by_tally: dict[Tally, list[str]] = {}
    for option in contest.candidates:
        by_tally.setdefault(tallies[option], []).append(option)
    groups = [
        group
        for tally in sorted(by_tally, key=cmp_to_key(compare))
        for group in contest.tie_order.groups(by_tally[tally])
    ]
    grades = contest.rule.ballot.grades
    medians = {option: grades[next(majority_value(tally), -1)] for option, tally in tallies.items()}
    counted = fill_seats(
        contest,
        groups,
        contest.support.mentions,
        ("best-grade", "lesser-grade"),
        {option: {"grade": median} for option, median in medians.items()},
    )
    counted.details = {
        "grades": {option: list(tally) for option, tally in tallies.items()},
        "majority_grades": medians,
    }
    return counted


def grade_tallies(contest: Contest) -> dict[str, Tally]:
    """For each option, how many ballots give it each grade, from the best grade to the worst."""
    size = len(contest.rule.ballot.grades)
    counts = {option: [0] * size for option in contest.candidates}
    for ballot, times in contest.profile.ballots.items():
        for option, grade in zip(ballot.options, ballot.marks, strict=True):
            if option in counts:
                counts[option][int(grade)] += times
    for grades in counts.values():
        grades[-1] += contest.profile.valid - sum(grades)
    return {option: tuple(grades) for option, grades in counts.items()}


def majority_value(tally: Tally) -> Iterator[int]:
    """The majority grades in turn, each taken away after it is said (0 is the best grade).

    With an even number of ballots the majority grade is the worse of the two in the middle.
    """
    left = list(tally)
    for total in range(sum(left), 0, -1):
        above = 0
        for grade, size in enumerate(left):
            above += size
            if above > total // 2:
                left[grade] -= 1
                yield grade
                break


def compare(one: Tally, two: Tally) -> int:
    """Negative when the first is better, 0 when only a declared criterion can tell."""
    if one == two:
        return 0
    values = zip(majority_value(one), majority_value(two), strict=True)
    return next((first - second for first, second in values if first != second), 0)
