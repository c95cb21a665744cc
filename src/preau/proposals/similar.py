"""Ideas that look like one: a shortlist by French stems, then words and distance compared."""

from __future__ import annotations

import math
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Q
from rapidfuzz import fuzz
from rapidfuzz.process import extract as process_extract

from preau.kernel.text import stem_key
from preau.processes.models import Process

from .models import Proposal, Status
from .queries import SETTLED

#: Ideas compared closely, at most; shown, at most; and how alike they must be, out of 100.
SHORTLIST = 60
MOST = 3
LEAST = 55.0
#: How near a title must be to words that find nothing, out of 100.
NEARLY = 75.0
#: Metres within which two ideas are neighbours, and how much that may add.
NEAR = 400.0
NEARNESS = 15.0
#: Words too common to tell two ideas apart.
_COMMON = (
    "a au aux avec ce ces cette d dans de des du elle en est et il ils l la le les leur leurs mais"
    " me mes mon n ne nos notre nous on ou par pas plus pour qu que qui s sa se ses son sont sur t"
    " un une vos votre vous y idee projet quartier ville commune creer creation installer"
    " installation amenager amenagement mettre faire rue place ecole"
)
EMPTY = frozenset(_COMMON.split())


@dataclass(frozen=True)
class Alike:
    """An idea that looks like the one under way: how much, how far in metres.

    The score goes to 100 for the words, and nearness adds up to ``NEARNESS``.
    """

    proposal: Proposal
    score: float
    distance: float | None


def similar_to(
    process: Process,
    *,
    title: str,
    text: str = "",
    longitude: float | None = None,
    latitude: float | None = None,
    zone_id: int | None = None,
    but: int | None = None,
    most: int = MOST,
) -> list[Alike]:
    """Up to ``most`` ideas of ``process`` alike in words, or near and somewhat alike.

    Refused and merged ideas count too: joining or reading them is useful. ``but`` leaves one
    proposal out (its primary key). Never an empty word match: the score of the words alone must
    reach ``LEAST``, less what nearness adds.
    """
    words = _words(f"{title} {text}")
    if not words:
        return []
    asked = SearchQuery(" | ".join(words), config="french", search_type="raw")
    rows = (
        Proposal.objects.visible()
        .of(process)
        .filter(search=asked)
        .exclude(Q(pk=but) if but else Q(pk__in=[]))
        .select_related("theme", "zone", "picture", "process")
        .defer("search", "zone__polygon", "process__rulebook", "process__presentation")
        .annotate(rank=SearchRank(F("search"), asked))
        .order_by("-rank", "pk")[:SHORTLIST]
    )
    found = []
    for row in rows:
        distance = metres(longitude, latitude, row.longitude, row.latitude)
        score = _words_alike(title, text, row) + _near(distance, zone_id, row)
        if score >= LEAST:
            found.append(Alike(row, score, distance))
    return sorted(found, key=lambda one: (-one.score, one.proposal.number))[:most]


def _words(text: str) -> list[str]:
    """Words that tell, each once, at most forty."""
    kept = (word for word in stem_key(text).split() if word not in EMPTY and len(word) > 2)
    return list(dict.fromkeys(kept))[:40]


def _words_alike(title: str, text: str, other: Proposal) -> float:
    """Titles compared as sets of telling words, helped by the whole text when there is one."""
    mine, theirs = " ".join(_words(title)), " ".join(_words(other.title))
    by_title = fuzz.token_set_ratio(mine, theirs) if mine and theirs else 0.0
    strict = fuzz.token_sort_ratio(mine, theirs) if mine and theirs else 0.0
    score = 0.5 * by_title + 0.5 * strict
    if text:
        whole = fuzz.token_sort_ratio(
            " ".join(_words(f"{title} {text}")), " ".join(_words(other.search_key))
        )
        score = max(score, 0.6 * score + 0.4 * whole)
    return float(score)


def _near(distance: float | None, zone_id: int | None, other: Proposal) -> float:
    if distance is not None:
        return NEARNESS * max(0.0, 1 - distance / NEAR)
    return NEARNESS / 3 if zone_id and zone_id == other.zone_id else 0.0


def metres(
    longitude: float | None, latitude: float | None, other_x: float | None, other_y: float | None
) -> float | None:
    """Distance on a plane, right within a town; None when a place is unknown."""
    if longitude is None or latitude is None or other_x is None or other_y is None:
        return None
    east = (other_x - longitude) * 111_320 * math.cos(math.radians(latitude))
    north = (other_y - latitude) * 110_574
    return math.hypot(east, north)


def titles_near(process: Process, words: str, *, most: int = 5) -> list[Proposal]:
    """Ideas whose title holds nearly these words, for who slipped while typing; two statements.

    Titles alone are read, and compared here: the database that comes with the house has no
    trigrams.
    """
    asked = stem_key(words)
    if len(asked) < 4:
        return []
    rows = Proposal.objects.visible().of(process).order_by().values_list("pk", "sort_key")
    titles = {pk: stem_key(title) for pk, title in rows.iterator(chunk_size=2000)}
    near = process_extract(
        asked, titles, scorer=fuzz.token_set_ratio, score_cutoff=NEARLY, limit=most
    )
    near = near or process_extract(
        asked, titles, scorer=fuzz.partial_ratio, score_cutoff=NEARLY, limit=most
    )
    found = Proposal.objects.for_cards().in_bulk([pk for _title, _score, pk in near])
    return [found[pk] for _title, _score, pk in near if pk in found]


def is_joinable(proposal: Proposal) -> bool:
    """One joins an idea that is still on its way."""
    return proposal.status not in SETTLED - {Status.NOT_ELECTED}
