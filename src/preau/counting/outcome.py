"""The result of a count, with all the steps that led to it, and its one canonical writing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from preau.counting.exact import Number, canonical
from preau.counting.model import Adjustment, Draw
from preau.counting.rulebook import RuleDocument
from preau.counting.ties import Tie


@dataclass(frozen=True)
class Round:
    """One step: the option considered, what was decided, why, and the money before and after.

    `status` is elected, passed, stopped, excluded, eliminated, withdrawn, added or info; `reason`
    is a code that `preau.counting.words` says in plain words; `details` are its figures.
    """

    number: int
    option: str
    status: str
    reason: str
    score: Number = 0
    cost: Number = 0
    left_before: Number = 0
    left_after: Number = 0
    envelope: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Effect:
    """What one adjustment changed: winners that came in and that went out."""

    adjustment: Adjustment
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """`winners` are in order of election. With `needs_draw` the count stopped before its end."""

    rule: RuleDocument
    winners: tuple[str, ...]
    scores: Mapping[str, Number]
    spent: Number
    envelope: Number
    rounds: tuple[Round, ...]
    ties: tuple[Tie, ...]
    valid: int
    blank: int
    spoiled: Mapping[str, int]
    needs_draw: Tie | None = None
    draw: Draw | None = None
    effects: tuple[Effect, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def left(self) -> Number:
        """The money that no winner takes (negative when a reserve completed the last one)."""
        return self.envelope - self.spent

    def to_dict(self) -> dict[str, Any]:
        """The outcome as data, with the keys that `count --json` publishes."""
        return {
            "rule": self.rule.rule,
            "rulebook": self.rule.to_dict(),
            "rulebook_sha256": self.rule.sha256(),
            "tie_rule": list(self.rule.ties),
            "winners": list(self.winners),
            "scores": dict(self.scores),
            "spent": self.spent,
            "envelope": self.envelope,
            "rounds": [asdict(item) for item in self.rounds],
            "ties": [asdict(item) for item in self.ties],
            "ballots": {"valid": self.valid, "blank": self.blank, "spoiled": dict(self.spoiled)},
            "needs_draw": asdict(self.needs_draw) if self.needs_draw else None,
            "draw": asdict(self.draw) if self.draw else None,
            "adjustments": [asdict(item) for item in self.effects],
            "details": dict(self.details),
        }

    def to_json(self) -> bytes:
        """Canonical bytes: the same count gives the same bytes on every machine."""
        return canonical(self.to_dict())
