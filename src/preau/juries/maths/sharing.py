"""Sharing applications out among readers: conflicts kept away, loads as even as they can be.

Each application gets its readers one by one, from the least loaded; then chains of exchanges
(« A hands a file to B, who hands another one to C ») lower the load of whoever has two more than
somebody else, until no chain does. The sum of the squared loads is then the least possible: when
loads that differ by at most one exist, they are found. Nothing is drawn by chance: ties follow
the digest of a seed that is written down, so that anybody shares out again and finds the same.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

#: An application and its reader.
Pair = tuple[int, int]


@dataclass(frozen=True)
class Shortfall:
    """An application with fewer readers than wanted, since so many jurors may not read it."""

    application: int
    readers: int
    wanted: int
    conflicts: int
    jurors: int


@dataclass(frozen=True)
class Sharing:
    """Who reads what. ``kept`` pairs are part of it."""

    pairs: frozenset[Pair]
    shortfalls: tuple[Shortfall, ...]
    loads: Mapping[int, int]

    @property
    def gap(self) -> int:
        """How many more files the most loaded juror has than the least loaded one."""
        return max(self.loads.values(), default=0) - min(self.loads.values(), default=0)


def share(
    applications: Sequence[int],
    jurors: Sequence[int],
    *,
    readers: int,
    conflicts: Collection[Pair] = frozenset(),
    kept: Collection[Pair] = frozenset(),
    held: Collection[Pair] = frozenset(),
    seed: str,
) -> Sharing:
    """Give each application ``readers`` jurors, or as many as have no conflict with it.

    ``kept``: readings already made, which nobody else takes over; their reader may have left.
    ``held``: files given out and not opened yet; they move only where that evens the loads.
    """
    barred, fixed = frozenset(conflicts), frozenset(kept) - frozenset(conflicts)
    board = _Board(sorted(jurors), barred, fixed, seed)
    known = set(applications)
    for one, juror in sorted(set(held) - fixed):
        if one in known and juror in board.loads and board.may_take(one, juror):
            board.hold(one, juror, readers)
    for one in _in_order(seed, applications, "file"):
        board.fill(one, readers)
    board.even_out()
    found = board.pairs()
    had: dict[int, int] = defaultdict(int)
    for application, _juror in found:
        had[application] += 1
    shortfalls = tuple(
        Shortfall(
            one,
            had[one],
            readers,
            sum((one, juror) in barred for juror in jurors),
            len(jurors),
        )
        for one in sorted(applications)
        if had[one] < readers
    )
    return Sharing(found, shortfalls, dict(board.loads))


def _digest(seed: str, *parts: object) -> str:
    return hashlib.sha256("/".join([seed, *map(str, parts)]).encode()).hexdigest()


def _in_order(seed: str, things: Iterable[int], what: str) -> list[int]:
    return sorted(things, key=lambda one: (_digest(seed, what, one), one))


class _Board:
    """The files on each juror's table."""

    def __init__(
        self, jurors: list[int], barred: frozenset[Pair], fixed: frozenset[Pair], seed: str
    ) -> None:
        self.jurors, self.barred, self.fixed, self.seed = jurors, barred, fixed, seed
        self.loads = dict.fromkeys(jurors, 0)
        self.movable: dict[int, set[int]] = {juror: set() for juror in jurors}
        self.readers: dict[int, set[int]] = defaultdict(set)
        for application, juror in fixed:
            self.readers[application].add(juror)
            if juror in self.loads:
                self.loads[juror] += 1

    def may_take(self, application: int, juror: int) -> bool:
        return (application, juror) not in self.barred and juror not in self.readers[application]

    def fill(self, application: int, wanted: int) -> None:
        """Give it to the least loaded jurors who may take it."""
        able = [juror for juror in self.jurors if self.may_take(application, juror)]
        able.sort(key=lambda one: (self.loads[one], _digest(self.seed, application, one)))
        for juror in able[: max(0, wanted - len(self.readers[application]))]:
            self._give(application, juror)

    def hold(self, application: int, juror: int, wanted: int) -> None:
        """Leave it where it is, unless it has all its readers."""
        if len(self.readers[application]) < wanted:
            self._give(application, juror)

    def even_out(self) -> None:
        """Follow chains of exchanges until none brings two loads closer."""
        while (chain := self._chain()) is not None:
            for giver, application, taker in chain:
                self.movable[giver].discard(application)
                self.readers[application].discard(giver)
                self.loads[giver] -= 1
                self._give(application, taker)

    def pairs(self) -> frozenset[Pair]:
        return self.fixed | {(one, juror) for juror in self.jurors for one in self.movable[juror]}

    def _give(self, application: int, juror: int) -> None:
        self.movable[juror].add(application)
        self.readers[application].add(juror)
        self.loads[juror] += 1

    def _chain(self) -> list[tuple[int, int, int]] | None:
        """Exchanges from a juror to one who has at least two files fewer; None when all is even."""
        for start in sorted(self.jurors, key=lambda one: (-self.loads[one], one)):
            came: dict[int, tuple[int, int]] = {}
            queue = deque([start])
            while queue:
                giver = queue.popleft()
                for taker in self.jurors:
                    if taker == start or taker in came:
                        continue
                    moved = self._movable(giver, taker)
                    if moved is None:
                        continue
                    came[taker] = (giver, moved)
                    if self.loads[taker] <= self.loads[start] - 2:
                        return _back(came, start, taker)
                    queue.append(taker)
        return None

    def _movable(self, giver: int, taker: int) -> int | None:
        able = (one for one in self.movable[giver] if self.may_take(one, taker))
        return min(able, key=lambda one: (_digest(self.seed, one, taker), one), default=None)


def _back(came: Mapping[int, tuple[int, int]], start: int, end: int) -> list[tuple[int, int, int]]:
    """The chain that led from ``start`` to ``end``, its last exchange first."""
    chain, taker = [], end
    while taker != start:
        giver, application = came[taker]
        chain.append((giver, application, taker))
        taker = giver
    return chain
