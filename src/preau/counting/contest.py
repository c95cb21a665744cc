"""What every count rule receives, and what it gives back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from preau.counting.exact import Number
from preau.counting.model import Candidate
from preau.counting.outcome import Round
from preau.counting.profile import Profile
from preau.counting.rulebook import RuleDocument, Threshold
from preau.counting.scores import Support
from preau.counting.ties import Tie, TieOrder


@dataclass(frozen=True)
class Contest:
    """`candidates` are those in the running; the ballots may still name excluded ones."""

    candidates: Mapping[str, Candidate]
    profile: Profile
    rule: RuleDocument
    support: Support
    tie_order: TieOrder
    turnout: Mapping[str, Number] = field(default_factory=dict)

    def supports_enough(self, option: str, threshold: Threshold | None) -> bool:
        """Does this option reach the minimum support?"""
        if threshold is None:
            return True
        figures = self.support.scores if threshold.of == "score" else self.support.mentions
        if threshold.unit == "absolute":
            return figures[option] >= threshold.minimum
        return 100 * figures[option] >= threshold.minimum * self.profile.valid

    def ranking(self, options: Iterable[str]) -> list[list[str]]:
        """Options from most points to least; a group holds what only a draw can tell apart."""
        by_score: dict[Number, list[str]] = {}
        for option in options:
            by_score.setdefault(self.support.scores[option], []).append(option)
        groups = (
            self.tie_order.groups(by_score[score]) for score in sorted(by_score, reverse=True)
        )
        return [group for same_score in groups for group in same_score]


@dataclass
class Counted:
    """What a rule found. `unresolved` is the tie before which it stopped for want of a draw."""

    winners: list[str] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    spent: Number = 0
    details: dict[str, Any] = field(default_factory=dict)
    unresolved: Tie | None = None
