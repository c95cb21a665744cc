"""Ideas of a process that look alike: pairs by rare words, then compared closely."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

from django.db import connection

from preau.kernel.text import stem_key
from preau.processes.models import Process
from preau.proposals.models import Proposal
from preau.proposals.similar import EMPTY, NEAR, metres

from .models import OPEN

#: Words found in more ideas than this tell no two of them apart.
COMMON_SHARE, COMMON_LEAST, COMMON_MOST = 0.02, 12, 150
#: Pairs kept for each idea before the close comparison, and after it.
CLOSEST, KEPT = 12, 6
#: What makes the score, out of 100: the wish, the place, the theme; and the least worth a look.
WISH, PLACE, THEME, LEAST = 65, 25, 10, 50
#: Part of the place that ideas of one quartier share when one of them has no point.
SAME_ZONE = 0.33
SHOWN_WORDS = 6
_WORD = re.compile(r"[^\W\d_]{3,}")
#: Words of ideas, too common beside those that the search leaves out already.
_SAID_OFTEN = "square parc jardin ans tout tous toute fait faut bien entre depuis sans deux trois"
_PLAIN = EMPTY | frozenset(_SAID_OFTEN.split())

#: French stems come from the index of the search; a stem weighs by its rarity, twice in a title.
_PAIRS = """
WITH pool AS MATERIALIZED (
    SELECT id, sort_key, search FROM proposals_proposal
    WHERE process_id = %(process)s AND NOT is_hidden AND status = ANY(%(open)s)
), said AS (
    SELECT id, stem, 1.0 AS weight FROM pool, unnest(tsvector_to_array(search)) AS stem
    UNION ALL
    SELECT id, stem, 1.0 FROM pool, unnest(tsvector_to_array(to_tsvector('french', sort_key))) AS stem
), words AS MATERIALIZED (
    SELECT id, stem, sum(weight) AS weight FROM said GROUP BY id, stem
), rare AS MATERIALIZED (
    SELECT stem, ln((SELECT count(*) FROM pool)::numeric / count(*)) AS telling
    FROM words GROUP BY stem HAVING count(*) BETWEEN 2 AND %(common)s
), telling AS MATERIALIZED (
    SELECT id, stem, weight * telling AS weight FROM words JOIN rare USING (stem)
), pairs AS (
    SELECT one.id AS first, other.id AS second, sum(one.weight + other.weight) AS weight
    FROM telling one JOIN telling other ON other.stem = one.stem AND other.id > one.id
    GROUP BY one.id, other.id
), placed AS (
    SELECT first, second,
           row_number() OVER (PARTITION BY first ORDER BY weight DESC, second) AS by_first,
           row_number() OVER (PARTITION BY second ORDER BY weight DESC, first) AS by_second
    FROM pairs
)
SELECT first, second FROM placed
WHERE by_first <= %(closest)s OR by_second <= %(closest)s
ORDER BY first, second
"""


#: Less the score, ids of both, metres between them.
Scored = tuple[float, int, int, float | None]


@dataclass(frozen=True)
class Found:
    """Two ideas that look alike, the first deposited first."""

    first: int
    second: int
    score: int
    words: list[str]
    metres: int | None
    same_theme: bool


@dataclass(frozen=True)
class Idea:
    """An idea as it is compared; its words are cut once, however often it is compared.

    Words of its place are left out of its wish: where and what are compared apart.
    """

    pk: int
    title: str
    text: str
    place: str
    longitude: float | None
    latitude: float | None
    zone: int | None
    theme: int | None

    @cached_property
    def where(self) -> frozenset[str]:
        return frozenset(_stems(self.place))

    @cached_property
    def heading(self) -> frozenset[str]:
        return frozenset(_stems(self.title)) - self.where

    @cached_property
    def wish(self) -> frozenset[str]:
        return frozenset(_stems(f"{self.title} {self.text}")) - self.where

    @cached_property
    def written(self) -> dict[str, str]:
        """Stem → the word as people first read it."""
        found: dict[str, str] = {}
        for word in _WORD.findall(f"{self.title} {self.text}"):
            for stem in _stems(word):
                found.setdefault(stem, word.lower())
        return found


def _stems(text: str) -> list[str]:
    """Telling words cut to what French endings leave: « végétaliser », « végétalisation »."""
    words = (word for word in stem_key(text).split() if word not in _PLAIN and len(word) > 2)
    return [word.rstrip("sx")[:6] if len(word) > 4 else word for word in words]


def pairs_by_words(process: Process) -> Iterator[tuple[int, int]]:
    """Ids of ideas that share rare stems: a few for each idea, one statement in all."""
    count = Proposal.objects.visible().of(process).filter(status__in=OPEN).count()
    common = min(COMMON_MOST, max(COMMON_LEAST, round(count * COMMON_SHARE)))
    with connection.cursor() as cursor:
        cursor.execute(
            _PAIRS,
            {
                "process": process.pk,
                "open": [status.value for status in OPEN],
                "common": common,
                "closest": CLOSEST,
            },
        )
        yield from cursor.fetchall()


def find_alike(process: Process) -> list[Found]:
    """The pairs worth a look, the most alike first, at most ``KEPT`` for each idea."""
    ideas = {idea.pk: idea for idea in _ideas(process)}
    weights = _weights(ideas)
    scored = []
    for first, second in pairs_by_words(process):
        one, other = ideas.get(first), ideas.get(second)
        if one is None or other is None:
            continue  # deposited or settled since the ideas were read
        distance = metres(one.longitude, one.latitude, other.longitude, other.latitude)
        score = _score(one, other, distance, weights)
        if score >= LEAST:
            scored.append((-score, first, second, distance))
    kept = _few_each(sorted(scored, key=itemgetter(0, 1, 2)))
    return [
        _found(ideas[first], ideas[second], -score, distance, weights)
        for score, first, second, distance in kept
    ]


def _ideas(process: Process) -> Iterator[Idea]:
    rows = Proposal.objects.visible().of(process).filter(status__in=OPEN)
    texts = ("finding", "idea", "audience")
    fields = ("place", "longitude", "latitude", "zone_id", "theme_id", "pk", "title", *texts)
    for row in rows.order_by().values_list(*fields).iterator(chunk_size=2000):
        place, longitude, latitude, zone, theme, pk, title, *said = row
        text = "\n".join(part for part in said if part)
        yield Idea(pk, title, text, place, longitude, latitude, zone, theme)


def _weights(ideas: dict[int, Idea]) -> dict[str, float]:
    """How much each stem tells: the rarer, the more."""
    said = Counter(stem for idea in ideas.values() for stem in idea.wish)
    return {stem: math.log((len(ideas) + 1) / count) + 0.1 for stem, count in said.items()}


def _score(one: Idea, other: Idea, distance: float | None, weights: dict[str, float]) -> float:
    whole = _shared(one.wish, other.wish, weights)
    wish = max(whole, 0.75 * _shared(one.heading, other.heading, weights) + 0.25 * whole)
    if not wish:
        return 0.0
    if distance is not None:
        near = max(0.0, 1 - distance / NEAR)
    else:
        near = SAME_ZONE if one.zone and one.zone == other.zone else 0.0
    theme = THEME if one.theme and one.theme == other.theme else 0
    return WISH * math.sqrt(wish) + PLACE * near + theme


def _shared(one: frozenset[str], other: frozenset[str], weights: dict[str, float]) -> float:
    """Part of the telling words that two ideas share, from 0 to 1."""
    whole = sum(weights[stem] for stem in one) + sum(weights[stem] for stem in other)
    both = 2 * sum(weights[stem] for stem in one & other)
    return both / whole if whole else 0.0


def _found(
    one: Idea, other: Idea, score: float, distance: float | None, weights: dict[str, float]
) -> Found:
    """The pair with its reasons; the rarest of the words that both say come first."""
    shared = sorted(one.wish & other.wish, key=lambda stem: (-weights[stem], stem))
    return Found(
        one.pk,
        other.pk,
        min(100, round(score)),
        [one.written[stem] for stem in shared if stem in one.written][:SHOWN_WORDS],
        None if distance is None else round(distance),
        one.theme is not None and one.theme == other.theme,
    )


def _few_each(scored: list[Scored]) -> Iterator[Scored]:
    kept: Counter[int] = Counter()
    for pair in scored:
        sides = pair[1:3]
        if max(kept[side] for side in sides) < KEPT:
            kept.update(sides)
            yield pair
