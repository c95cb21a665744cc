"""Rules for a choice that add up and compare: plurality, approval, points, majority."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from preau.counting.ballots import Kind
from preau.counting.contest import Contest, Counted
from preau.counting.exact import Number
from preau.counting.outcome import Round
from preau.counting.rulebook import Majority
from preau.counting.scores import Support
from preau.counting.ties import DrawNeeded, Tie


def most_points(contest: Contest) -> Counted:
    """The options with most points (or approvals, or votes) win, as many as there are seats."""
    above = [
        option
        for option in contest.candidates
        if contest.supports_enough(option, contest.rule.threshold)
    ]
    below = [option for option in contest.candidates if option not in above]
    counted = fill_seats(contest, contest.ranking(above), contest.support.scores)
    for group in contest.ranking(below):
        for option in group:
            note(counted, option, "passed", "below-threshold", contest.support.scores[option])
    return counted


def plurality(contest: Contest) -> Counted:
    """Most votes; on a ranked ballot, only the first choice is a vote."""
    if contest.rule.ballot.kind is not Kind.RANKED:
        return most_points(contest)
    support = contest.support
    firsts = Support(support.first_ranks, support.mentions, support.first_ranks)
    return most_points(replace(contest, support=firsts))


def majority(contest: Contest) -> Counted:
    """Most votes, if the quorum is reached and the declared share of the votes is passed."""
    declared = contest.rule.majority or Majority()
    profile, scores = contest.profile, contest.support.scores
    counted = Counted()
    if profile.cast < declared.quorum:
        return quorum_missed(contest, declared.quorum)
    base = profile.valid if declared.of == "expressed" else profile.cast
    needed = declared.share * base
    reached = [
        option
        for option in contest.candidates
        if scores[option] > needed or (declared.at_least and scores[option] >= needed > 0)
    ]
    counted = fill_seats(contest, contest.ranking(reached), scores)
    missed = [option for option in contest.candidates if option not in reached]
    for group in contest.ranking(missed):
        for option in group:
            shortfall = {"needed": needed, "base": base}
            note(counted, option, "passed", "no-majority", scores[option], shortfall)
    return counted


def quorum_missed(contest: Contest, quorum: int) -> Counted:
    """Nothing is decided: each option is told how many ballots were needed."""
    counted, scores = Counted(), contest.support.scores
    figures: dict[str, Number] = {"quorum": quorum, "cast": contest.profile.cast}
    for option in contest.candidates:
        note(counted, option, "passed", "quorum-not-reached", scores[option], figures)
    return counted


def fill_seats(
    contest: Contest,
    groups: Iterable[list[str]],
    scores: Mapping[str, Number],
    reasons: tuple[str, str] = ("best-placed", "less-well-placed"),
    figures: Mapping[str, Mapping[str, object]] | None = None,
) -> Counted:
    """Give the seats to groups of options in order; draw when a group is larger than what is left.

    `reasons` are the codes of those that win and lose, `figures` what their sentences need.
    """
    counted, told = Counted(), figures or {}
    seats = contest.rule.seats or 1
    for group in groups:
        left = seats - len(counted.winners)
        if 0 < left < len(group):
            try:
                group = contest.tie_order.drawn(group)
            except DrawNeeded as needed:
                counted.unresolved = needed.tie
                return counted
            counted.ties.append(Tie(tuple(group), ("draw",), decisive=True))
        for option in group:
            if len(counted.winners) < seats:
                counted.winners.append(option)
                note(counted, option, "elected", reasons[0], scores[option], told.get(option))
            else:
                note(counted, option, "passed", reasons[1], scores[option], told.get(option))
    return counted


def note(
    counted: Counted,
    option: str,
    status: str,
    reason: str,
    score: Number,
    figures: Mapping[str, object] | None = None,
) -> None:
    """Write one round of a choice: no money is involved."""
    number = len(counted.rounds) + 1
    counted.rounds.append(Round(number, option, status, reason, score, details=dict(figures or {})))
