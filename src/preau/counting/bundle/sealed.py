"""The sealed ballots of a bundle: opened again with the published key, and compared.

The only module of this library that needs something installed (PyNaCl), to open what was sealed.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nacl.bindings import sodium_unpad
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

from preau.counting.ballots import Kind, RawBallot
from preau.counting.bundle import parts

RECEIPT_SIGNS = 25  # of 4 bits: the first 100 bits of the hash


class SealError(ValueError):
    """A key, or what was sealed, is not what it should be; the message is for people."""


def public_key_of(private: str) -> str:
    """The public half of a private key, both in hexadecimal."""
    try:
        return bytes(PrivateKey(bytes.fromhex(private)).public_key).hex()
    except (ValueError, TypeError, CryptoError):
        raise SealError("this is not a private key") from None


def open_sealed(private: str, sealed: bytes, length: int) -> bytes:
    """What was sealed. Raises ``SealError`` when it was not sealed for this key, or was changed."""
    try:
        padded = SealedBox(PrivateKey(bytes.fromhex(private))).decrypt(sealed)
        return bytes(sodium_unpad(padded, length))
    except (ValueError, TypeError, CryptoError):
        raise SealError("this was not sealed for this key") from None


def read_ballot(content: bytes, contest: int) -> Any:
    """The choices of an opened ballot. Raises ``SealError`` when it is not one of this contest."""
    try:
        said = json.loads(content)
    except ValueError:
        raise SealError("this is not a ballot") from None
    if not isinstance(said, dict) or said.get("contest") != contest or "choices" not in said:
        raise SealError("this is not a ballot of this contest")
    return said["choices"]


def receipt_of(sealed: bytes) -> str:
    """The receipt of a sealed ballot: it says that these very bytes are in the box."""
    return hashlib.sha256(sealed).hexdigest()[:RECEIPT_SIGNS]


@dataclass(frozen=True)
class Difference:
    """What does not agree: a code, and the line it is on (0 for the whole)."""

    code: str
    line: int = 0
    found: object = ""


def differences(contents: Mapping[str, bytes], kind: Kind) -> Iterator[Difference]:
    """Open every sealed ballot and compare: with the ballots that were counted, with the receipts.

    Raises ``SealError`` when the key, or its file, cannot be read.
    """
    key = _key_of(contents)
    lines = contents[parts.SEALED].split()
    for number in range(1, len(lines)):
        if lines[number] <= lines[number - 1]:
            yield Difference("sealed-order", number + 1)
    receipts = Counter(contents[parts.RECEIPTS].decode().split())
    opened: Counter[bytes] = Counter()
    unreadable = 0
    for number, line in enumerate(lines, 1):
        sealed = bytes.fromhex(line.decode())
        if receipts[receipt_of(sealed)] < 1:
            yield Difference("sealed-without-receipt", number)
        receipts[receipt_of(sealed)] -= 1
        written = _open_line(sealed, key, kind)
        opened[written] += 1
        unreadable += written == b""
    yield from _compare(opened, contents, key["spoiled"], unreadable)
    if lost := sum(times for times in receipts.values() if times > 0):
        yield Difference("receipt-without-sealed", found=lost)


def _key_of(contents: Mapping[str, bytes]) -> dict[str, Any]:
    try:
        key: dict[str, Any] = json.loads(contents[parts.KEY])
        wanted = {"public_key", "private_key", "length", "contest", "options", "spoiled"}
        if wanted - key.keys():
            raise SealError("the file of the key is not whole")
    except (ValueError, AttributeError) as error:
        raise SealError(str(error)) from None
    if public_key_of(key["private_key"]) != key["public_key"]:
        raise SealError("the private key is not that of the public one")
    return key


def _open_line(sealed: bytes, key: Mapping[str, Any], kind: Kind) -> bytes:
    """A sealed ballot as the line that was counted; nothing when it cannot be one."""
    try:
        content = open_sealed(key["private_key"], sealed, key["length"])
        choices = read_ballot(content, key["contest"])
        return parts.write_ballot(kind, _numbered(choices, key["options"]))
    except (SealError, ValueError, TypeError, KeyError):
        return b""


def _numbered(choices: Any, options: Mapping[str, str]) -> RawBallot:
    """Option numbers in place of the ids that the box holds."""
    if isinstance(choices, dict):
        return {options[str(pk)]: mark for pk, mark in choices.items()}
    return [options[str(pk)] for pk in choices]


def _compare(
    opened: Counter[bytes], contents: Mapping[str, bytes], spoiled: Mapping[str, int], bad: int
) -> Iterator[Difference]:
    """Each counted ballot was sealed; those sealed and not counted are the spoiled ones."""
    lines = contents[parts.BALLOTS].splitlines(keepends=True)
    left = opened.copy()
    for number, line in enumerate(lines, 1):
        if left[line] < 1:
            yield Difference("ballot-not-sealed", number)
        left[line] -= 1
    over = sum(times for times in left.values() if times > 0)
    if over != sum(spoiled.values()):
        yield Difference("sealed-not-counted", found=over)
    elif bad > sum(spoiled.values()):
        yield Difference("sealed-unreadable", found=bad)
