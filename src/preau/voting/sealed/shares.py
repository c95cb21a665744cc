"""A private key in five parts of which any three give it back: words, as SLIP-39 writes them.

The parts are made and joined by the reference library of that standard (Shamir's scheme, with a
checksum in each part and a digest of the whole): nothing of it is written here.
"""

from __future__ import annotations

from collections.abc import Iterable

from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics

from .box import SealError

SHARES, THRESHOLD = 5, 3
WORDS_IN_SHARE = 33


def split(private: str) -> list[str]:
    """Five parts of a private key, each of thirty-three words."""
    made = generate_mnemonics(1, [(THRESHOLD, SHARES)], bytes.fromhex(private))
    return list(made[0])


def tidy(typed: str) -> str:
    """The words of a part, however they were spaced, numbered or broken in lines."""
    pieces = typed.lower().replace(",", " ").split()
    return " ".join(one for one in pieces if one.isalpha())


def fault_of(typed: str) -> str:
    """A code for what is wrong with one part; empty when it can be read."""
    words = tidy(typed).split()
    if len(words) != WORDS_IN_SHARE:
        return "number"
    try:
        Share.from_mnemonic(" ".join(words))
    except MnemonicError:
        return "words"
    return ""


def join(parts: Iterable[str]) -> str:
    """The private key that these parts give. Raises ``SealError`` when they give none."""
    found = sorted({tidy(part) for part in parts})
    if len(found) != THRESHOLD:
        raise SealError(f"{THRESHOLD} different parts are needed, not {len(found)}")
    try:
        return bytes(combine_mnemonics(found)).hex()
    except MnemonicError as error:
        raise SealError(f"these parts do not go together: {error}") from None
