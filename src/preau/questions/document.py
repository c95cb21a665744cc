"""A form as data: questions in order, what each holds, and when it is asked. No Django here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

#: Answers by question id. None: read and passed over. Absent: not reached yet.
Answers = Mapping[str, Any]
#: Where a jump leads when the rest is not asked.
END = "end"


@dataclass(frozen=True)
class Option:
    """A choice, a row of a matrix, a line of a budget."""

    id: str
    label: str
    #: Address of a picture of this site, and what it shows.
    picture: str = ""
    alt: str = ""
    #: Chosen alone (« Aucun de ceux-là »).
    is_exclusive: bool = False
    #: Keeps its place when the order is drawn.
    is_fixed: bool = False


@dataclass(frozen=True)
class Test:
    """One comparison with the answer to an earlier question; ``part`` is a row or a line of it."""

    __test__ = False  # not a class of tests

    question: str
    op: str
    value: Any = None
    part: str = ""


@dataclass(frozen=True)
class Rule:
    """Several comparisons: all of them, or any of them."""

    mode: str
    parts: tuple[Test | Rule, ...]

    def tests(self) -> Iterator[Test]:
        """Every comparison, at any depth."""
        for part in self.parts:
            if isinstance(part, Test):
                yield part
            else:
                yield from part.tests()


@dataclass(frozen=True)
class Jump:
    """After the question: straight to ``to`` (an id, or ``END``) when ``rule`` holds."""

    to: str
    rule: Rule | None = None


@dataclass(frozen=True)
class Question:
    id: str
    type: str
    title: str
    help: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    rows: tuple[Option, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    show_if: Rule | None = None
    hide_if: Rule | None = None
    jumps: tuple[Jump, ...] = ()

    @property
    def is_section(self) -> bool:
        return self.type == "section"

    def option(self, id: str) -> Option | None:
        return next((one for one in self.options if one.id == id), None)

    def row(self, id: str) -> Option | None:
        return next((one for one in self.rows if one.id == id), None)

    def setting(self, name: str, default: Any = None) -> Any:
        value = self.settings.get(name)
        return default if value in (None, "") else value

    def rules(self) -> Iterator[Rule]:
        """Every rule written on this question."""
        yield from (rule for rule in (self.show_if, self.hide_if) if rule)
        yield from (jump.rule for jump in self.jumps if jump.rule)


@dataclass(frozen=True)
class Document:
    questions: tuple[Question, ...] = ()

    @property
    def document(self) -> Document:
        return self

    @cached_property
    def by_id(self) -> dict[str, Question]:
        return {one.id: one for one in self.questions}

    @cached_property
    def place(self) -> dict[str, int]:
        """Where each question stands, from 0."""
        return {one.id: index for index, one in enumerate(self.questions)}

    @cached_property
    def number(self) -> dict[str, int]:
        """The number people see: sections have none."""
        asked = (one for one in self.questions if not one.is_section)
        return {one.id: number for number, one in enumerate(asked, start=1)}

    @cached_property
    def section_of(self) -> dict[str, Question]:
        """The section that each question stands in, when there is one."""
        found: dict[str, Question] = {}
        current: Question | None = None
        for one in self.questions:
            if one.is_section:
                current = one
            elif current is not None:
                found[one.id] = current
        return found


class Asked(Protocol):
    """A stored form, or a document: whatever can be asked."""

    @property
    def document(self) -> Document: ...
