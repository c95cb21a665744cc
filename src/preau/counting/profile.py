"""All the ballots of a contest, identical ones grouped: a count costs the distinct ballots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from preau.counting.ballots import Ballot, BallotRules, Kind, RawBallot, Spoil, read_ballot
from preau.counting.model import Candidate, check_candidates


@dataclass(frozen=True)
class Profile:
    """`ballots` maps each distinct valid ballot to the number of people who cast it.

    Blank and spoiled ballots are counted apart, spoiled ones by reason.
    """

    kind: Kind
    ballots: Mapping[Ballot, int]
    blank: int = 0
    spoiled: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def valid(self) -> int:
        """The number of ballots that name at least one option and are not spoiled."""
        return sum(self.ballots.values())

    @property
    def cast(self) -> int:
        return self.valid + self.blank + sum(self.spoiled.values())

    @classmethod
    def from_ballots(
        cls,
        rules: BallotRules | str,
        ballots: Iterable[RawBallot],
        candidates: Iterable[Candidate] = (),
    ) -> Profile:
        """Read ballots one by one. `rules` may be a bare kind (« ranked ») when nothing limits it.

        Each ballot is what `read_ballot` takes: a sequence of ids or a mapping id → mark.
        """
        rules = rules if isinstance(rules, BallotRules) else BallotRules(Kind(rules))
        known = check_candidates(candidates)
        return cls.from_groups(rules, ((ballot, 1) for ballot in ballots), known)

    @classmethod
    def from_groups(
        cls,
        rules: BallotRules,
        groups: Iterable[tuple[RawBallot, int]],
        candidates: Mapping[str, Candidate],
    ) -> Profile:
        """The same from ballots already grouped: pairs of a raw ballot and how many there are."""
        valid: Counter[Ballot] = Counter()
        spoiled: Counter[str] = Counter()
        blank = 0
        for raw, times in groups:
            ballot = read_ballot(rules, raw, candidates)
            if ballot is None:
                blank += times
            elif isinstance(ballot, Spoil):
                spoiled[ballot.value] += times
            else:
                valid[ballot] += times
        return cls(rules.kind, valid, blank, dict(sorted(spoiled.items())))
