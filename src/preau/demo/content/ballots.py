"""Ballots of an edition, drawn so that they look like a real vote and are always the same.

Popularity falls like a Zipf law inside each contest, as it does in real budgets: one or two
projects gather a third of the choices, a long tail shares the rest. Voters give three choices,
one choice or two, in this order of frequency.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Literal

from preau.demo.content.types import CITY_WIDE, Edition, Zone

DEFAULT_SEED = 2027
_CHOICES = ((3, 0.58), (1, 0.25), (2, 0.17))
_CITY_SHARE = 0.78
_PAPER_SHARE = 0.14
_ZIPF = 0.85


@dataclass(frozen=True, slots=True)
class DemoBallot:
    """One ballot: `choices` are numbers of proposals, the preferred one first.

    `voter` is the same on the two ballots of a person. `minute` counts from the opening.
    """

    contest: str
    voter: int
    choices: tuple[int, ...]
    channel: Literal["online", "paper"]
    minute: int


def ballots(
    edition: Edition,
    zones: tuple[Zone, ...],
    *,
    voters: int | None = None,
    seed: int = DEFAULT_SEED,
    minutes: int = 24 * 24 * 60,
) -> Iterator[DemoBallot]:
    """Yield the ballots of `voters` people, zone by zone: the zone's ballot, then the city's.

    The number of voters is shared by population, with an uneven turnout, and is met exactly; it
    defaults to that of the edition. `minutes` is how long the vote has been open. One voter is held
    in memory at a time. The same arguments always give the same ballots.
    """
    total = edition.voters if voters is None else voters
    popularity = {
        contest: _popularity(edition, contest, seed)
        for contest in (*(zone.code for zone in zones), CITY_WIDE)
    }
    voter = 0
    for zone, size in zip(zones, _voters_by_zone(zones, total, seed), strict=True):
        rng = Random(f"{seed}/{edition.key}/{zone.code}")
        for _ in range(size):
            voter += 1
            contests = [zone.code] if popularity[zone.code] else []
            if popularity[CITY_WIDE] and (not contests or rng.random() < _CITY_SHARE):
                contests.append(CITY_WIDE)
            paper = rng.random() < _PAPER_SHARE
            minute = int(_moment(rng) * (minutes - 1))
            for contest in contests:
                yield DemoBallot(
                    contest=contest,
                    voter=voter,
                    choices=_rank(rng, popularity[contest]),
                    channel="paper" if paper else "online",
                    minute=minute,
                )


def _popularity(edition: Edition, contest: str, seed: int) -> dict[int, float]:
    refs = [proposal.ref for proposal in edition.on_ballot(contest)]
    Random(f"{seed}/{edition.key}/{contest}/popularity").shuffle(refs)
    return {ref: 1 / rank**_ZIPF for rank, ref in enumerate(refs, start=1)}


def _voters_by_zone(zones: tuple[Zone, ...], total: int, seed: int) -> list[int]:
    """Share the voters by largest remainder, so that the sum is exact."""
    rng = Random(f"{seed}/turnout")
    weights = [zone.population * rng.uniform(0.55, 1.45) for zone in zones]
    exact = [total * weight / sum(weights) for weight in weights]
    sizes = [int(share) for share in exact]
    by_remainder = sorted(range(len(zones)), key=lambda i: sizes[i] - exact[i])
    for i in by_remainder[: total - sum(sizes)]:
        sizes[i] += 1
    return sizes


def _rank(rng: Random, popularity: dict[int, float]) -> tuple[int, ...]:
    draw, wanted = rng.random(), 3
    for (size, _share), limit in zip(
        _CHOICES, accumulate(share for _, share in _CHOICES), strict=True
    ):
        if draw < limit:
            wanted = size
            break
    left = dict(popularity)
    chosen: list[int] = []
    while left and len(chosen) < wanted:
        ref = _draw(rng, left)
        del left[ref]
        chosen.append(ref)
    return tuple(chosen)


def _draw(rng: Random, weights: dict[int, float]) -> int:
    point = rng.random() * sum(weights.values())
    for ref, weight in weights.items():
        point -= weight
        if point < 0:
            return ref
    return next(reversed(weights))


def _moment(rng: Random) -> float:
    """Share of the voting period: many at the opening, many in the last days."""
    draw = rng.random()
    if draw < 0.3:
        return rng.betavariate(1, 9)
    if draw < 0.6:
        return rng.betavariate(7, 1)
    return rng.random()
