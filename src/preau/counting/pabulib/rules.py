"""The rule document for a `.pb` file: what its META declares, what the caller asks instead."""

from __future__ import annotations

from dataclasses import dataclass

from preau.counting.ballots import Kind
from preau.counting.exact import Number
from preau.counting.model import CountError
from preau.counting.pabulib.election import PbElection
from preau.counting.rulebook import (
    BUDGET_RULES,
    PARTIALS,
    Envelope,
    EqualShares,
    RuleDocument,
    Threshold,
)

DECLARED = {
    "greedy": ("greedy", "skip"),
    "greedy-threshold": ("greedy", "skip"),
    "greedy-no-skip": ("greedy", "stop"),
    "equalshares": ("equal-shares", ""),
    "equalshares/add1": ("equal-shares", ""),
}

# The completion and stop by which towns that vote by equal shares reach their published result.
AS_TOWNS_DO = EqualShares(completion="add1", stop="overspend")

TIES: dict[Kind, tuple[str, ...]] = {
    Kind.RANKED: ("first-ranks", "cheaper", "draw"),
    Kind.POINTS: ("mentions", "cheaper", "draw"),
}


@dataclass(frozen=True)
class Asked:
    """What the caller declares; anything left None is read from the file."""

    rule: str | None = None
    fit: str | None = None
    ties: tuple[str, ...] | None = None
    envelope: Number | None = None
    threshold: Number | None = None
    points: tuple[Number, ...] | None = None
    partial: str | None = None
    exclusives: tuple[tuple[str, ...], ...] = ()
    seats: int | None = None
    equal_shares: EqualShares | None = None


def rule_for(election: PbElection, asked: Asked | None = None) -> RuleDocument:
    """The rule to count this file by. Raises CountError when neither file nor caller declares it.

    Unless META says otherwise (`partial_rankings`, which our own files carry), a partial ranking is
    counted from the bottom of the points table, as in the scores that Pabulib files state. A threshold of META belongs to the greedy rule of the city: other rules ignore it unless asked.
    """
    asked = asked or Asked()
    said = election.meta.get("rule", "")
    file_rule, file_fit = DECLARED.get(said.lower(), ("", ""))
    rule = asked.rule or file_rule
    if not rule:
        raise CountError(f"{election.path}: declares no plain rule (it says {said!r}): give --rule")
    fit = asked.fit or (file_fit if rule == "greedy" else "")
    if rule == "greedy" and not fit:
        raise CountError(f"{election.path}: says neither skip nor stop ({said!r}): give --fit")
    amount = election.budget if asked.envelope is None else asked.envelope
    budget = rule in BUDGET_RULES
    return RuleDocument(
        rule=rule,
        ballot=election.ballot,
        points=asked.points or _points(election),
        partial=asked.partial or _partial(election),
        ties=asked.ties or _ties(election.ballot.kind, rule),
        envelopes=(Envelope("budget", amount),) if budget else (),
        fit=fit,
        threshold=_threshold(election, asked, rule),
        exclusives=asked.exclusives,
        max_winners=asked.seats,
        equal_shares=_equal_shares(asked) if rule == "equal-shares" else None,
    )


def _ties(kind: Kind, rule: str) -> tuple[str, ...]:
    """As cities do: for greedy most first ranks or ballots, then cheaper; for equal shares cheaper,
    then most points."""
    if rule == "equal-shares":
        return ("cheaper", "score", "draw")
    return TIES.get(kind, ("cheaper", "draw"))


def _equal_shares(asked: Asked) -> EqualShares:
    return asked.equal_shares or (EqualShares() if asked.rule else AS_TOWNS_DO)


def _partial(election: PbElection) -> str:
    said = election.meta.get("partial_rankings", "")
    return said if said in PARTIALS else "from-bottom"


def _points(election: PbElection) -> tuple[Number, ...]:
    """For ranked ballots the table of META (`points_table`), else N, N-1, … 1, where N is
    max_length or the longest ballot."""
    if election.ballot.kind is not Kind.RANKED:
        return ()
    table = election.meta.get("points_table", "").split("-")
    if all(points.isdigit() for points in table):
        return tuple(int(points) for points in table)
    longest = max((len(ballot.options) for ballot in election.profile.ballots), default=1)
    declared = election.meta.get("max_length", "")
    return tuple(range(int(declared) if declared.isdigit() else longest, 0, -1))


def _threshold(election: PbElection, asked: Asked, rule: str) -> Threshold | None:
    if asked.threshold is not None:
        return Threshold(asked.threshold) if asked.threshold else None
    return Threshold(election.threshold) if election.threshold and rule == "greedy" else None
