"""Receipts: three words that are read aloud and a short code, drawn for each ballot cast.

A receipt says that a ballot is in the box, never what is on it: it is drawn, not computed.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from preau.kernel.codes import new_code
from preau.kernel.text import search_key

WORDS_IN_RECEIPT = 3
SIGNS_IN_RECEIPT = 4


@dataclass(frozen=True)
class Receipt:
    """``code`` as it is kept and published: ``platane-craie-marelle-K7F3``."""

    code: str

    @property
    def words(self) -> str:
        return self.code.rsplit("-", 1)[0]

    @property
    def signs(self) -> str:
        return self.code.rsplit("-", 1)[1]

    def __str__(self) -> str:
        return self.code


@cache
def words() -> tuple[str, ...]:
    """The words of receipts: short French nouns that are typed without an accent."""
    return tuple((Path(__file__).parent / "words.txt").read_text().split())


def new_receipt() -> Receipt:
    """A fresh receipt: 30 bits of words and 18 of signs."""
    drawn = [secrets.choice(words()) for _ in range(WORDS_IN_RECEIPT)]
    return Receipt("-".join([*drawn, new_code(SIGNS_IN_RECEIPT)]))


def read_receipt(typed: str) -> Receipt | None:
    """The receipt that was typed, however it was spaced; None when it has not the right shape."""
    pieces = search_key(typed).split()
    signs = "".join(pieces[WORDS_IN_RECEIPT:]).upper()
    if len(signs) != SIGNS_IN_RECEIPT:
        return None
    return Receipt("-".join([*pieces[:WORDS_IN_RECEIPT], signs]))
