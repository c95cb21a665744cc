"""What components are given. A mapping with the same names does as well."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Card:
    """A proposal in a list. Without a picture it shows the pattern and icon of its theme."""

    url: str
    title: Any
    number: int | None = None
    theme: Any = ""
    pattern: int = 0
    icon: str = "leaf"
    image: str = ""
    srcset: str = ""
    alt: str = ""
    place: Any = ""
    cost_cents: int | None = None
    author: Any = ""
    status: Any = ""
    tone: str = ""
    is_mine: bool = False


@dataclass(frozen=True)
class Square:
    """A step in the strip; ``look`` is past, current or future, ``state`` says it in words."""

    number: int
    title: Any
    state: Any
    look: str
    dates: Any = ""
    result: Any = ""
    url: str = ""


@dataclass(frozen=True)
class Event:
    """A line of a timeline: what happened, or a planned milestone (``look="future"``)."""

    title: Any
    at: date | datetime | None = None
    #: Said instead of a date: « Prévu au printemps 2028 ».
    when: Any = ""
    actor: Any = ""
    text: Any = ""
    look: str = "past"


@dataclass(frozen=True)
class Task:
    """A line of a task list; ``tone`` is the colour of the tag that says ``state``."""

    label: Any
    state: Any
    url: str = ""
    tone: str = ""
    hint: Any = ""


@dataclass(frozen=True)
class Link:
    """A tab, a chip, a crumb."""

    label: Any
    url: str = ""
    is_current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Bar:
    """A row of a chart: its label, and one value per series."""

    label: Any
    values: tuple[float, ...]


@dataclass(frozen=True)
class Chart:
    """Horizontal bars. ``finding`` is the title: what the figures say, in a sentence."""

    name: str
    finding: Any
    bars: list[Bar]
    series: tuple[Any, ...] = ("",)
    unit: Any = ""
    csv_url: str = ""
    base: Any = field(default="")
