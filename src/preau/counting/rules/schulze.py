"""Schulze's method: beat every other option, directly or by the strongest path of duels."""

from __future__ import annotations

from itertools import combinations

from preau.counting.ballots import Kind
from preau.counting.contest import Contest, Counted
from preau.counting.rules.by_score import fill_seats

Duels = dict[tuple[str, str], int]


def schulze(contest: Contest) -> Counted:
    """Paths are measured by winning votes. An option left out of a ranking comes after those in it."""
    options = sorted(contest.candidates)
    duels = pairwise(contest, options)
    paths = strongest_paths(options, duels)
    wins = {
        one: sum(paths[one, two] > paths[two, one] for two in options if two != one)
        for one in options
    }
    groups = [
        group
        for number in sorted(set(wins.values()), reverse=True)
        for group in contest.tie_order.groups(key for key in options if wins[key] == number)
    ]
    counted = fill_seats(contest, groups, wins)
    counted.details = {
        "duels": [
            [one, two, duels[one, two], duels[two, one]] for one, two in combinations(options, 2)
        ]
    }
    return counted


def pairwise(contest: Contest, options: list[str]) -> Duels:
    """How many ballots prefer the first option to the second.

    Preferring a named option to one left out is the common case: it is counted from the mentions,
    so that the cost follows what ballots say, not the square of the options.
    """
    graded = contest.rule.ballot.kind is Kind.GRADES
    mentions = contest.support.mentions
    duels = {(one, two): mentions[one] for one in options for two in options if one != two}
    known = set(options)
    for ballot, times in contest.profile.ballots.items():
        places = ballot.marks if graded else range(len(ballot.options))
        named = [
            (place, option)
            for place, option in zip(places, ballot.options, strict=True)
            if option in known
        ]
        for (first, one), (second, two) in combinations(named, 2):
            if first >= second:  # `one` is not preferred to `two` on this ballot
                duels[one, two] -= times
            if second >= first:
                duels[two, one] -= times
    return duels


def strongest_paths(options: list[str], duels: Duels) -> Duels:
    """For each pair, the strength of the weakest duel on the strongest path (Floyd–Warshall)."""
    paths = {
        (one, two): votes if votes > duels[two, one] else 0 for (one, two), votes in duels.items()
    }
    for middle in options:
        for one in options:
            if one == middle:
                continue
            first = paths[one, middle]
            for two in options:
                if two != middle and two != one:
                    through = min(first, paths[middle, two])
                    if through > paths[one, two]:
                        paths[one, two] = through
    return paths
