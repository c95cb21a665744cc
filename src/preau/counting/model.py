"""What is voted on, and the human decisions that complete a count."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from preau.counting.exact import Number

AdjustmentKind = Literal["exclusion", "withdrawal", "top-up"]
ADJUSTMENTS: tuple[AdjustmentKind, ...] = ("exclusion", "withdrawal", "top-up")


class CountError(ValueError):
    """The count cannot be made from what was given; the message says what to correct."""


@dataclass(frozen=True)
class Candidate:
    """An option of the ballot, as it was when the vote opened.

    `cost` is in the unit of the envelope (cents on the platform). `order` is the rank of filing:
    the smaller, the older; None when it is not known.
    """

    id: str
    cost: Number = 0
    name: str = ""
    order: int | None = None
    category: str = ""
    zone: str = ""

    def __post_init__(self) -> None:
        if not self.id:
            raise CountError("a candidate has no id")
        if self.cost < 0:
            raise CountError(f"candidate {self.id}: negative cost {self.cost}")


@dataclass(frozen=True)
class Adjustment:
    """A signed, motivated decision outside the rule.

    An `exclusion` removes the option and counts again; a `withdrawal` removes a winner without a
    new count; a `top-up` adds an option paid from other money.
    """

    kind: AdjustmentKind
    option: str
    motive: str
    signed_by: str
    on: str = ""

    def __post_init__(self) -> None:
        if self.kind not in ADJUSTMENTS:
            raise CountError(f"unknown adjustment {self.kind!r}")
        if not self.motive.strip() or not self.signed_by.strip():
            raise CountError(f"adjustment on {self.option}: a motive and a signature are required")


@dataclass(frozen=True)
class Draw:
    """A public draw, made once for the whole count.

    Either `order`, the ids in the order they came out of the hat, or a public `seed`: the ids are
    then ordered by SHA-256 of « seed, newline, id », which anyone can do with sha256sum.
    """

    seed: str = ""
    order: tuple[str, ...] = ()
    source: str = ""

    def __post_init__(self) -> None:
        if bool(self.seed) == bool(self.order):
            raise CountError("a draw is either a seed or an order")

    def decides(self, ids: Iterable[str]) -> bool:
        return bool(self.seed) or set(ids) <= set(self.order)

    def rank(self, option: str) -> str:
        """What to sort drawn options by; the smallest is served first."""
        if self.order:
            return f"{self.order.index(option):09d}"
        return hashlib.sha256(f"{self.seed}\n{option}".encode()).hexdigest()


def check_candidates(candidates: Iterable[Candidate]) -> dict[str, Candidate]:
    """The candidates by id. Raises CountError when two share one id."""
    by_id: dict[str, Candidate] = {}
    for candidate in candidates:
        if candidate.id in by_id:
            raise CountError(f"two candidates have the id {candidate.id!r}")
        by_id[candidate.id] = candidate
    return by_id
