"""Search in the register and in the file, by index, whatever their size (``migrations/0009_counted.py``)."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connection

from preau.kernel.text import search_key

from .models import Inquiry, Observation, PieceVersion

PAGE = 25
#: Answers of a search that the public's page counts; beyond, another word is asked for.
MOST_COUNTED = 10_000


@dataclass(frozen=True)
class Chosen:
    """Which observations of an inquiry somebody wants to read; a number finds that one."""

    inquiry: Inquiry
    words: str = ""
    is_late: bool = False
    is_published: bool | None = None
    channel: str = ""
    likeness: str = ""
    theme: int | None = None
    is_uncut: bool = False
    from_newest: bool = False
    #: Answers are counted up to there; None counts them all.
    bound: int | None = None

    @cached_property
    def kept(self) -> dict[str, Any]:
        """What an observation must be, as the database reads it."""
        said = {
            "late": self.is_late,
            "published": self.is_published,
            "channel": self.channel or None,
            "likeness": self.likeness or None,
            "theme": self.theme,
            "uncut": True if self.is_uncut else None,
            "bound": self.bound,
            "number": int(self.key[:9]) if self.key.isdecimal() else None,
        }
        return {name: value for name, value in said.items() if value is not None}

    @cached_property
    def key(self) -> str:
        return search_key(self.words[:120])


_SEARCH = "SELECT total, ids FROM inquiries_search(%s, %s, %s, %s, %s, %s)"


def find(chosen: Chosen, skipped: int, most: int) -> tuple[int, list[int]]:
    """How many answer, and those from ``skipped`` on, in order, in one statement."""
    words = "" if chosen.key.isdecimal() else chosen.key
    given: list[Any] = [
        chosen.inquiry.pk,
        words,
        json.dumps(chosen.kept),
        chosen.from_newest,
        skipped,
        most,
    ]
    with connection.cursor() as cursor:
        cursor.execute(_SEARCH, given)
        total, ids = cursor.fetchone()
    return int(total), list(ids or [])


def page_of(chosen: Chosen, number: Any, known: int | None = None) -> Page[Observation]:
    """A page of them; the last one when ``number`` lies beyond. ``known``: how many, if counted."""
    wanted = int(str(number)[:9]) if str(number).isdecimal() else 1
    wanted = max(1, wanted)
    total, ids = _some(chosen, wanted, known)
    pages: Paginator[Observation] = Paginator([], PAGE)
    pages.count = min(total, chosen.bound or total)  # counted already
    if wanted > pages.num_pages:
        wanted = pages.num_pages
        total, ids = _some(chosen, wanted, known)
    rows = Observation.objects.defer("text", "sketch").in_bulk(ids)
    return Page([rows[one] for one in ids if one in rows], wanted, pages)


def _some(chosen: Chosen, wanted: int, known: int | None) -> tuple[int, list[int]]:
    """The places of one page; when all are counted already, the first half is not counted again."""
    skipped = (wanted - 1) * PAGE
    if known is None or skipped * 2 > known:
        return find(chosen, skipped, PAGE)
    return known, find(replace(chosen, bound=skipped + PAGE), skipped, PAGE)[1]


@dataclass(frozen=True)
class Hit:
    """A version of the file that holds the words, and on which of its pages."""

    version: PieceVersion
    pages: list[int]


def search_file(inquiry: Inquiry, words: str) -> list[Hit]:
    """The versions that hold all these words on one page, or in their summary."""
    key = search_key(words)
    if not key:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT version_id, pages FROM inquiries_search_file(%s, %s)", [inquiry.pk, key]
        )
        pages = dict(cursor.fetchall())
    found = PieceVersion.objects.filter(pk__in=pages).select_related("piece", "document")
    return [
        Hit(one, [number for number in pages[one.pk] if number])
        for one in found.order_by("piece__order", "number")[:50]
    ]


def alike_to(inquiry: Inquiry, sketch: list[str]) -> list[tuple[list[str], str]]:
    """Sketches, with their group, that have a hash in common with ``sketch``."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sketch, likeness FROM inquiries_alike(%s, %s)", [inquiry.pk, sketch])
        return [(list(found), str(likeness)) for found, likeness in cursor.fetchall()]
