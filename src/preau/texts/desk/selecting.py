"""Contributions that the table shows: the filters of its address, as one query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.http import QueryDict

from ..models import Consultation, Contribution, Gathering, Outcome, Passage, Position, Tag

PER_PAGE = 30


@dataclass(frozen=True)
class Filters:
    """What the address asks for, each cleaned to something that exists."""

    words: str = ""
    passage: int | None = None
    position: str = ""
    outcome: str = ""
    tag: str = ""
    state: str = ""
    origin: str = ""
    family: int | None = None

    @property
    def is_narrowed(self) -> bool:
        return self != Filters()


def read_filters(asked: QueryDict) -> Filters:
    """Filters out of an address; what is unknown is left out."""

    def whole(name: str) -> int | None:
        raw = asked.get(name, "")
        return int(raw) if raw.isdecimal() and len(raw) < 18 else None

    def among(name: str, known: Any) -> str:
        raw = asked.get(name, "")
        return raw if raw in known else ""

    return Filters(
        words=asked.get("q", "").strip()[:80],
        passage=whole("passage"),
        position=among("position", Position.values),
        outcome=among("suite", [*Outcome.values, "none"]),
        tag=asked.get("theme", "")[:60],
        state=among("etat", Contribution.State.values),
        origin=among("origine", [*Gathering.Origin.values, "web"]),
        family=whole("famille"),
    )


def selected(consultation: Consultation, filters: Filters) -> QuerySet[Contribution]:
    """The contributions of these filters, the most supported first."""
    found = Contribution.objects.filter(consultation=consultation)
    wanted: dict[str, Any] = {
        "passage": filters.passage,
        "position": filters.position,
        "state": filters.state,
        "family": filters.family,
    }
    found = found.filter(**{name: value for name, value in wanted.items() if value})
    if not filters.state:
        found = found.exclude(state=Contribution.State.WITHDRAWN)
    if filters.outcome:
        found = found.filter(outcome="" if filters.outcome == "none" else filters.outcome)
    if filters.tag:
        found = found.filter(taggings__tag__key=filters.tag)
    if filters.origin:
        web = filters.origin == "web"
        found = (
            found.filter(gathering=None) if web else found.filter(gathering__origin=filters.origin)
        )
    return _with_words(found, filters.words).order_by("-supports", "number")


def _with_words(found: QuerySet[Contribution], words: str) -> QuerySet[Contribution]:
    if not words:
        return found
    if words.isdecimal() and len(words) < 9:
        return found.filter(number=int(words))
    return found.filter(Q(body__icontains=words) | Q(rewrite__icontains=words))


def choices(consultation: Consultation) -> dict[str, list[tuple[Any, Any]]]:
    """What each filter can take, in three statements."""
    passages = Passage.objects.filter(version__text__consultation=consultation, depth=0)
    passages = passages.annotate(n=Count("contributions")).filter(n__gt=0)
    tags = Tag.objects.filter(consultation=consultation)
    return {
        "passages": [
            (one.pk, f"{one.version.text.title[:30]} · {one.name[:60]} ({one.n})")
            for one in passages.select_related("version__text").order_by(
                "version__text__order", F("version__number"), "order"
            )
        ],
        "positions": list(Position.choices),
        "outcomes": list(Outcome.choices),
        "tags": [(one.key, one.name) for one in tags],
        "states": list(Contribution.State.choices),
        "origins": list(Gathering.Origin.choices),
    }
