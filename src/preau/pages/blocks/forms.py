"""The form of a block, made from its pieces: one field each, lines one below the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField

from preau.ui.forms import PlainForm

from .schema import Data, Lines, Piece


@dataclass(frozen=True)
class Asked:
    """A field with the options of its tag."""

    bound: BoundField
    options: dict[str, Any]
    kind: str


@dataclass(frozen=True)
class Line:
    """One of several lines alike; ``place`` is its index."""

    place: int
    label: Any
    asked: list[Asked]


@dataclass(frozen=True)
class Group:
    """All the lines of one piece."""

    name: str
    piece: Lines
    lines: list[Line]

    @property
    def count_name(self) -> str:
        return f"{self.name}-count"

    @property
    def is_full(self) -> bool:
        return len(self.lines) >= self.piece.most


class BlockForm(PlainForm):
    """Fields of a block, as stored (``content``) or as posted (``data``)."""

    def __init__(self, kind: type[Data], content: Data, data: Mapping[str, Any] | None = None):
        self.kind, self.content = kind, content
        self.counts: dict[str, int] = {}
        super().__init__(data, initial={})
        for name, one in kind.pieces():
            held = getattr(content, name)
            if isinstance(one, Lines):
                self._add_lines(name, one, held, data)
            else:
                self._add(name, one, held)

    def _add_lines(self, name: str, one: Lines, held: Any, data: Mapping[str, Any] | None) -> None:
        count = len(held) if data is None else _count(data.get(f"{name}-count"), one.most)
        self.counts[name] = count
        for place in range(count):
            line = held[place] if place < len(held) else (one.of or Data).read({})
            for inner, piece in (one.of or Data).pieces():
                self._add(f"{name}-{place}-{inner}", piece, getattr(line, inner))

    def _add(self, name: str, one: Piece, held: Any) -> None:
        self.fields[name] = one.form_field()
        self.initial[name] = held

    def written(self) -> dict[str, Any]:
        """What a valid form stores."""
        found: dict[str, Any] = {}
        for name, one in self.kind.pieces():
            if isinstance(one, Lines):
                inner = [piece for piece, _of in (one.of or Data).pieces()]
                found[name] = [
                    {key: self.cleaned_data[f"{name}-{place}-{key}"] for key in inner}
                    for place in range(self.counts[name])
                ]
            else:
                found[name] = self.cleaned_data[name]
        return found

    def parts(self) -> list[Asked | Group]:
        """What the page shows, in order."""
        found: list[Asked | Group] = []
        for name, one in self.kind.pieces():
            if not isinstance(one, Lines):
                found.append(self._asked(name, one))
                continue
            lines = [
                Line(
                    place,
                    one.one,
                    [
                        self._asked(f"{name}-{place}-{inner}", piece)
                        for inner, piece in (one.of or Data).pieces()
                    ],
                )
                for place in range(self.counts[name])
            ]
            found.append(Group(name, one, lines))
        return found

    def _asked(self, name: str, one: Piece) -> Asked:
        return Asked(self[name], one.options(), type(one).__name__.lower())


def _count(typed: Any, most: int) -> int:
    text = str(typed or "")
    return min(int(text), most) if text.isdecimal() and len(text) < 4 else 0


def turn_lines(data: dict[str, Any], act: str, kind: type[Data]) -> dict[str, Any]:
    """``items:add``, ``items:up:2``, ``items:down:2``, ``items:remove:2`` done to what is stored."""
    name, _colon, rest = act.partition(":")
    verb, _colon, typed = rest.partition(":")
    piece = dict(kind.pieces()).get(name)
    if not isinstance(piece, Lines):
        return data
    lines = list(data.get(name, []))
    place = int(typed) if typed.isdecimal() and len(typed) < 4 else -1
    if verb == "add" and len(lines) < piece.most:
        lines.append((piece.of or Data).read({}).write())
    elif 0 <= place < len(lines):
        line = lines.pop(place)
        if verb in ("up", "down"):
            lines.insert(max(0, place + (-1 if verb == "up" else 1)), line)
        elif verb != "remove":
            lines.insert(place, line)
    return {**data, name: lines}
