"""What a process can be made from: an application, or an outline on one of the shelves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from preau.accounts.models import User
from preau.blueprints.registry import NewProcess, Shelf, Start, blueprints, shelves
from preau.kernel import clock
from preau.processes.models import Process
from preau.processes.outline import Outline, dates_of, free_slug, lay_outline
from preau.ui.forms import PlainForm

#: When steps that nobody dated open and close, on the clock of the town.
OPENS, CLOSES = time(9), time(18)


@dataclass(frozen=True)
class Span:
    """A step with its dates."""

    title: Any
    opens_at: datetime | None
    closes_at: datetime | None


@dataclass(frozen=True)
class Making:
    """All that was answered."""

    title: str
    summary: str
    spans: tuple[tuple[datetime | None, datetime | None], ...]
    answers: Mapping[str, Any]


class Source:
    """What the wizard asks of whatever a process is made from."""

    label: Any = ""
    summary: Any = ""
    #: The promise of another city, to read and not to make.
    theirs: str = ""
    form: type[PlainForm] | None = None

    def first_day(self) -> date:
        """The day proposed for the first opening: a Monday, three weeks ahead at least."""
        day = timezone.localdate(clock.now()) + timedelta(days=21)
        return day + timedelta(days=-day.weekday() % 7)

    def spans(self, first: date) -> list[Span]:
        raise NotImplementedError

    def make(self, made: Making, actor: User) -> Process:
        raise NotImplementedError


class FromBlueprint(Source):
    def __init__(self, code: str, start: Start) -> None:
        found = blueprints.get(code)
        self.label, self.summary = found.label, found.summary
        self.start, self.form = start, start.form

    def spans(self, first: date) -> list[Span]:
        found, day = [], first
        for stage in self.start.stages:
            opens = day + timedelta(days=stage.gap)
            closes = opens + timedelta(days=stage.days) if stage.days is not None else None
            end = _at(closes, CLOSES) if closes else None
            found.append(Span(stage.title, _at(opens, OPENS), end))
            day = closes or opens
        return found

    def make(self, made: Making, actor: User) -> Process:
        spans = tuple((opens, closes) for opens, closes in made.spans if opens is not None)
        if len(spans) != len(self.start.stages):
            raise ValueError("each step of an application opens some day")
        new = NewProcess(
            made.title, free_slug(made.title), made.summary, actor, spans, made.answers
        )
        return self.start.create(new)


class FromOutline(Source):
    def __init__(self, shelf: Shelf, key: str, outline: Outline) -> None:
        self.shelf, self.key, self.outline = shelf, key, outline
        self.label, self.summary = outline["title"], outline["summary"]
        if shelf.is_of_others:
            self.summary, self.theirs = "", outline["summary"]

    def first_day(self) -> date:
        known = self.shelf.first(self.key) if self.shelf.first else None
        return known or super().first_day()

    def spans(self, first: date) -> list[Span]:
        return [Span(*one) for one in dates_of(self.outline, first)]

    def make(self, made: Making, actor: User) -> Process:
        process = lay_outline(
            self.outline,
            title=made.title,
            summary=made.summary,
            actor=actor,
            spans=list(made.spans),
        )
        if self.shelf.taken is not None:
            self.shelf.taken(self.key, process, actor)
        return process


def _at(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


def find_source(code: str, person: User) -> Source | None:
    """The source that a code names (``modele:participatory_budget``…), if there is one."""
    shelf, _sep, key = code.partition(":")
    if shelf == "application":
        start = blueprints.get(key).start if key in blueprints else None
        return FromBlueprint(key, start) if start is not None else None
    if shelf not in shelves:
        return None
    found = shelves.get(shelf)
    outline = found.load(person, key)
    return FromOutline(found, key, outline) if outline is not None else None
