"""Instant runoff: the option least often first is eliminated, until one has a majority."""

from __future__ import annotations

from preau.counting.contest import Contest, Counted
from preau.counting.rules.by_score import note
from preau.counting.ties import DrawNeeded, Tie


def instant_runoff(contest: Contest) -> Counted:
    """The winner has more than half of the ballots that still name someone."""
    counted = Counted()
    left = set(contest.candidates)
    try:
        while left:
            votes = first_choices(contest, left)
            best = max(sorted(left), key=lambda option: votes[option])
            figures = {"tallies": votes, "exhausted": contest.profile.valid - sum(votes.values())}
            if 2 * votes[best] > sum(votes.values()) or len(left) == 1:
                counted.winners.append(best)
                note(counted, best, "elected", "has-majority", votes[best], figures)
                break
            for option in _eliminated(contest, votes, counted):
                left.remove(option)
                note(counted, option, "eliminated", "fewest-first", votes[option], figures)
    except DrawNeeded as needed:
        counted.unresolved = needed.tie
    return counted


def first_choices(contest: Contest, left: set[str]) -> dict[str, int]:
    """How many ballots have each option still in the running as their first."""
    votes = dict.fromkeys(sorted(left), 0)
    for ballot, times in contest.profile.ballots.items():
        first = next((option for option in ballot.options if option in left), None)
        if first is not None:
            votes[first] += times
    return votes


def _eliminated(contest: Contest, votes: dict[str, int], counted: Counted) -> list[str]:
    """Who goes now: one option, or several equal ones when even together they stay the last.

    The tie criteria name the better option first, so the last one is eliminated.
    """
    fewest = min(votes.values())
    equal = [option for option in votes if votes[option] == fewest]
    others = [number for number in votes.values() if number > fewest]
    if len(equal) > 1 and others and fewest * len(equal) < min(others):
        return equal
    group = contest.tie_order.groups(equal)[-1]
    if len(group) > 1:
        group = contest.tie_order.drawn(group)
        counted.ties.append(Tie(tuple(group), ("draw",), decisive=True))
    return group[-1:]
