"""What the ballots give each option: points, mentions, first ranks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from preau.counting.ballots import Ballot, Kind
from preau.counting.exact import Number
from preau.counting.profile import Profile
from preau.counting.rulebook import RuleDocument


@dataclass(frozen=True)
class Support:
    """Per option: `scores` in points, `mentions` in ballots, `first_ranks` in ballots."""

    scores: Mapping[str, Number]
    mentions: Mapping[str, int]
    first_ranks: Mapping[str, int]


def weights(rule: RuleDocument, ballot: Ballot) -> Iterable[Number]:
    """What one ballot gives to each of its options, in the order it names them.

    Ranks beyond the table give nothing. A partial ranking is worth what `rule.partial` declares; a
    city that voids it says so by `ballot.min_choices`.
    """
    match rule.ballot.kind:
        case Kind.RANKED:
            missing = len(rule.points) - len(ballot.options)
            skipped = missing if missing > 0 and rule.partial == "from-bottom" else 0
            return rule.points[skipped : skipped + len(ballot.options)] + (0,) * -missing
        case Kind.POINTS | Kind.FOR_AGAINST:
            return ballot.marks
        case Kind.GRADES:
            table = dict(enumerate(rule.points))
            return [table.get(int(grade), 0) for grade in ballot.marks]
        case _:
            return (1,) * len(ballot.options)


def tally(profile: Profile, rule: RuleDocument, options: Iterable[str]) -> Support:
    """Add the ballots up. Every option is there, with 0 when nobody chose it."""
    scores: dict[str, Number] = dict.fromkeys(options, 0)
    mentions = dict.fromkeys(scores, 0)
    first_ranks = dict.fromkeys(scores, 0)
    if _counts_one_each(rule):
        for (chosen, _), times in profile.ballots.items():
            for option in chosen:
                mentions[option] += times
        return Support(dict(mentions), mentions, first_ranks)
    for ballot, times in profile.ballots.items():
        for option, weight in zip(ballot.options, weights(rule, ballot), strict=True):
            scores[option] += weight * times
            mentions[option] += times
        if rule.ballot.kind is Kind.RANKED:
            first_ranks[ballot.options[0]] += times
    return Support(scores, mentions, first_ranks)


def _counts_one_each(rule: RuleDocument) -> bool:
    return rule.ballot.kind in (Kind.SINGLE, Kind.YES_NO, Kind.APPROVAL, Kind.BASKET)
