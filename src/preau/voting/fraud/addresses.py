"""What e-mail addresses have in common; pure functions, no address is kept."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from ..models import Sign

#: Providers for which a dot in the name changes nothing.
DOT_BLIND = {"gmail.com", "googlemail.com"}
#: Neighbours, parents and children have names alike: fewer numbered addresses say nothing.
FEWEST_NUMBERED = 4
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Cluster:
    """Voters whose addresses look alike; ``shape`` says how, without naming anybody."""

    sign: Sign
    shape: str
    voters: int
    #: What they have in common, in clear, and the addresses themselves: for the search alone.
    common: str = field(default="", compare=False, repr=False)
    emails: frozenset[str] = field(default=frozenset(), compare=False, repr=False)


def clusters(emails: Iterable[str]) -> list[Cluster]:
    """The groups of addresses that deserve a look, the largest first."""
    known = list(emails)
    found = [
        *_groups(known, Sign.SAME_BOX, box_of, fewest=2),
        *_groups(known, Sign.NUMBERED, _numbered, fewest=FEWEST_NUMBERED),
        *_groups(known, Sign.DISPOSABLE, _disposable, fewest=1),
    ]
    return sorted(found, key=lambda one: (-one.voters, one.sign, one.shape))


def box_of(email: str) -> str:
    """The letter box that an address leads to: ``a.b+c@gmail.com`` is ``ab@gmail.com``."""
    name, _, domain = email.strip().lower().rpartition("@")
    name = name.partition("+")[0]
    if domain in DOT_BLIND:
        name, domain = name.replace(".", ""), "gmail.com"
    return f"{name}@{domain}"


def _numbered(email: str) -> str:
    name, _, domain = box_of(email).rpartition("@")
    return f"{_DIGITS.sub('1', name)}@{domain}" if _DIGITS.search(name) else ""


def _disposable(email: str) -> str:
    domain = email.strip().lower().rpartition("@")[2]
    return domain if domain in disposable_domains() else ""


@cache
def disposable_domains() -> frozenset[str]:
    """Providers of addresses that last some minutes."""
    return frozenset((Path(__file__).parent / "disposable.txt").read_text().split())


def _groups(
    emails: list[str], sign: Sign, alike: Callable[[str], str], *, fewest: int
) -> Iterator[Cluster]:
    found: dict[str, set[str]] = defaultdict(set)
    for email in emails:
        if shape := alike(email):
            found[shape].add(email)
    for shape, members in found.items():
        alone = members if sign is Sign.SAME_BOX else {box_of(email) for email in members}
        if len(alone) >= fewest:
            yield Cluster(sign, masked(shape), len(alone), shape, frozenset(members))


def masked(shape: str) -> str:
    """Enough to see what is alike, not enough to write to anybody: ``j…e@example.org``."""
    name, at, domain = shape.rpartition("@")
    return f"{name[:1]}…{name[-1:]}{at}{domain}" if at else domain
