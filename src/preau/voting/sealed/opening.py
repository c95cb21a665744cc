"""Reading a sealed box with the board's key: the choices of each ballot, or why it has none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..models import Contest, SealedBallot
from .box import SealError, open_sealed, read_ballot


@dataclass
class Opened:
    """The choices found in a box, and how many ballots were spoiled, by reason."""

    choices: list[Any] = field(default_factory=list)
    spoiled: Counter[str] = field(default_factory=Counter)


def open_box(contest: Contest, private: str, length: int) -> Opened:
    """Open every ballot of ``contest``; whether it follows the rule is for the caller to ask."""
    opened = Opened()
    for sealed in sealed_of(contest):
        try:
            content = open_sealed(private, sealed, length)
            opened.choices.append(read_ballot(content, contest.pk))
        except SealError:
            opened.spoiled["unreadable"] += 1
    return opened


def sealed_of(contest: Contest) -> Iterator[bytes]:
    """The sealed ballots of a box, in the order of their own bytes, which tells nothing."""
    found = SealedBallot.objects.filter(contest=contest).order_by("ciphertext")
    for one in found.values_list("ciphertext", flat=True).iterator(chunk_size=2000):
        yield bytes(one)
