"""Receipts: three words that are read aloud and a short code, drawn for each ballot cast.

A sealed ballot has ten words instead, computed from its sealed bytes.

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
#: A sealed ballot's receipt: 100 bits, as 25 hexadecimal signs or ten words of 10 bits.
SIGNS_IN_SEALED, WORDS_IN_SEALED, BITS_IN_WORD = 25, 10, 10


@dataclass(frozen=True)
class Receipt:
    """``code`` as it is kept and published: ``platane-craie-marelle-K7F3``."""

    code: str

    @property
    def is_sealed(self) -> bool:
        """That of a sealed ballot: computed from its bytes, and kept in hexadecimal."""
        return len(self.code) == SIGNS_IN_SEALED and "-" not in self.code

    @property
    def words(self) -> str:
        return sealed_words(self.code) if self.is_sealed else self.code.rsplit("-", 1)[0]

    @property
    def signs(self) -> str:
        return "" if self.is_sealed else self.code.rsplit("-", 1)[1]

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


def sealed_words(code: str) -> str:
    """The ten words that stand for the 100 bits of a sealed ballot's receipt."""
    bits = int(code, 16)
    places = [(bits >> BITS_IN_WORD * place) % 2**BITS_IN_WORD for place in range(WORDS_IN_SEALED)]
    return "-".join(words()[place] for place in reversed(places))


def _read_sealed(pieces: list[str]) -> Receipt | None:
    if len(pieces) == 1 and len(pieces[0]) == SIGNS_IN_SEALED and _is_hexadecimal(pieces[0]):
        return Receipt(pieces[0])
    if len(pieces) != WORDS_IN_SEALED or any(one not in words() for one in pieces):
        return None
    bits = 0
    for one in pieces:
        bits = bits << BITS_IN_WORD | words().index(one)
    return Receipt(f"{bits:0{SIGNS_IN_SEALED}x}")


def _is_hexadecimal(text: str) -> bool:
    return all(sign in "0123456789abcdef" for sign in text)


def read_receipt(typed: str) -> Receipt | None:
    """The receipt that was typed, however it was spaced; None when it has not the right shape."""
    pieces = search_key(typed).split()
    if sealed := _read_sealed(pieces):
        return sealed
    signs = "".join(pieces[WORDS_IN_RECEIPT:]).upper()
    if len(signs) != SIGNS_IN_RECEIPT:
        return None
    return Receipt("-".join([*pieces[:WORDS_IN_RECEIPT], signs]))
