"""What the roll of an election shows: who voted is known, never for what."""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median

from preau.ui.words import short_day

from ..models import Channel, Election, RollEntry, Sign
from .addresses import clusters
from .networks import shared_networks
from .voters import Voter, voters_of

#: A minute is a burst from this many voices on, and this many times the usual minute.
FEWEST_AT_ONCE = 10
TIMES_USUAL = 8
MOST_BURSTS = 20
#: So many born the same day are worth a look; more where thousands vote.
FEWEST_BORN = 6
VOTERS_FOR_ONE_MORE = 2000


@dataclass(frozen=True)
class Clue:
    """Voters who have something in common; ``shape`` says what, ``mark`` names it in an address."""

    sign: Sign
    shape: str
    voters: int
    mark: str = field(default="", compare=False)
    keys: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
    at: datetime | None = None


@dataclass(frozen=True)
class Signs:
    """All that was found, and among how many: ``named`` voters have an account today."""

    voters: int
    named: int
    clues: list[Clue]

    def clue(self, mark: str) -> Clue | None:
        return next((one for one in self.clues if one.mark == mark), None)


def signs_of(election: Election) -> Signs:
    """Look at the roll: a fixed number of statements; nothing found is kept anywhere."""
    keys: set[str] = set()
    minutes: dict[datetime, set[str]] = defaultdict(set)
    for key, at, is_secret in _lines(election):
        keys.add(key)
        if not is_secret:  # of a secret contest the roll keeps the hour alone
            minutes[at.replace(second=0, microsecond=0)].add(key)
    people = voters_of(election, keys)
    named = [one for one in people if one.account_id is not None]
    clues = [*_alike(election, named), *_born(election, named), *_bursts(election, minutes)]
    clues += _networks(election)
    return Signs(len(keys), len(named), clues)


def _lines(election: Election) -> Iterator[tuple[str, datetime, bool]]:
    lines = RollEntry.objects.filter(election=election, channel=Channel.WEB)
    return lines.values_list("voter_key", "at", "contest__is_secret").iterator(chunk_size=5000)


def _alike(election: Election, people: list[Voter]) -> Iterator[Clue]:
    by_email = {one.email: one.key for one in people}
    for one in clusters(by_email):
        keys = frozenset(by_email[email] for email in one.emails)
        mark = _mark(election, one.sign, one.common)
        yield Clue(one.sign, one.shape, one.voters, mark, keys)


def _born(election: Election, people: list[Voter]) -> Iterator[Clue]:
    """One name and one birth date, under several accounts; or far too many born one day."""
    least = FEWEST_BORN + len(people) // VOTERS_FOR_ONE_MORE
    yield from _grouped(election, people, Sign.SAME_PERSON, lambda one: one.name, 2)
    yield from _grouped(election, people, Sign.SAME_BIRTHDAY, lambda one: "*", least)


def _grouped(
    election: Election, people: list[Voter], sign: Sign, who: Callable[[Voter], str], fewest: int
) -> Iterator[Clue]:
    groups: dict[tuple[str, date], set[str]] = defaultdict(set)
    for one in people:
        if one.born is not None and who(one):
            groups[who(one), one.born].add(one.key)
    found = [(who_, born, keys) for (who_, born), keys in groups.items() if len(keys) >= fewest]
    for name, born, keys in sorted(found, key=lambda one: -len(one[2])):
        mark = _mark(election, sign, f"{name} {born}")
        shape = f"{name[:1].upper()}…, {born.year}" if sign is Sign.SAME_PERSON else f"{born.year}"
        yield Clue(sign, shape, len(keys), mark, frozenset(keys))


def _bursts(election: Election, minutes: dict[datetime, set[str]]) -> list[Clue]:
    if not minutes:
        return []
    usual = median(len(keys) for keys in minutes.values())
    least = max(FEWEST_AT_ONCE, TIMES_USUAL * usual)
    loud = [(at, keys) for at, keys in minutes.items() if len(keys) >= least]
    loud.sort(key=lambda one: (-len(one[1]), one[0]))
    return [
        Clue(
            Sign.BURST,
            "",
            len(keys),
            _mark(election, Sign.BURST, at.isoformat()),
            frozenset(keys),
            at,
        )
        for at, keys in loud[:MOST_BURSTS]
    ]


def _networks(election: Election) -> Iterator[Clue]:
    for network, day, keys in shared_networks(election):
        mark = _mark(election, Sign.NETWORK, f"{network} {day}")
        yield Clue(Sign.NETWORK, short_day(day), len(keys), mark, frozenset(keys))


def _mark(election: Election, sign: Sign, common: str) -> str:
    """Names a clue in an address without saying what it is."""
    said = f"clue {sign} {common}".encode()
    return hmac.new(bytes.fromhex(election.roll_key), said, hashlib.sha256).hexdigest()[:20]
