"""Counting answers: one pass over the responses, whatever their number. Plain Python, no base."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from preau.questions.document import Answers, Document, Question
from preau.questions.types import TYPES
from preau.questions.types.base import is_number

#: The group of everybody.
ALL = ""
#: Bars that a range of numbers is cut into, at most.
MOST_BINS = 12
#: Distinct values kept of numbers without a range; the others only weigh in the mean.
MOST_VALUES = 400
Add = Callable[[Any, float], None]


def tally(
    document: Document,
    rows: Iterable[tuple[Answers, float]],
    *,
    split: Question | None = None,
    kept: Callable[[Answers], bool] | None = None,
) -> dict[str, Any]:
    """Figures of every question, for everybody and for each group of ``split``.

    ``rows`` are answers with their weight. Each figure is a pair: how many, and their weight.
    """
    groups: dict[str, _Group] = {ALL: _Group(document)}
    for answers, weight in rows:
        if kept is not None and not kept(answers):
            continue
        groups[ALL].add(answers, weight)
        if split is None:
            continue
        for name in names_of(split, answers):
            if name not in groups:
                groups[name] = _Group(document)
            groups[name].add(answers, weight)
    return {name: group.figures() for name, group in groups.items()}


def names_of(question: Question, answers: Answers) -> list[str]:
    """The groups that a response belongs to by its answer to ``question``."""
    value = answers.get(question.id)
    if value is None:
        return []
    found = TYPES[question.type].subject(question, value, "")
    return [str(one) for one in (found if isinstance(found, list) else [found]) if one is not None]


def keeps(question: Question, wanted: str) -> Callable[[Answers], bool]:
    """A filter: responses whose answer to ``question`` is, or includes, ``wanted``."""

    def kept(answers: Answers) -> bool:
        return wanted in names_of(question, answers)

    return kept


class _Group:
    """Figures of some responses, question by question."""

    def __init__(self, document: Document) -> None:
        self.total = 0
        self.weight = 0.0
        self.counts = {one.id: _Count(one) for one in document.questions if not one.is_section}
        self.adders = {id: count.add for id, count in self.counts.items()}

    def add(self, answers: Answers, weight: float) -> None:
        self.total += 1
        self.weight += weight
        adders = self.adders
        for id, value in answers.items():
            add = adders.get(id)
            if add is not None and value is not None:
                add(value, weight)

    def figures(self) -> dict[str, Any]:
        return {
            "total": self.total,
            "weight": round(self.weight, 6),
            "questions": {id: count.figures() for id, count in self.counts.items()},
        }


class _Count:
    """Figures of one question: ``values`` by key, ``rows`` for what is answered line by line."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.base, self.mass = 0, 0.0
        self.sum, self.summed, self.heard = 0.0, 0.0, 0
        self.values: dict[str, list[float]] = {}
        self.rows: dict[str, dict[str, list[float]]] = {}
        self.width = bin_width(question)
        self._put = _PUT.get(question.type, _Count._given)

    def add(self, value: Any, weight: float) -> None:
        self.base += 1
        self.mass += weight
        self._put(self, value, weight)

    def _up(self, values: dict[str, list[float]], key: str, weight: float) -> None:
        found = values.get(key)
        if found is None:
            values[key] = [1, weight]
        else:
            found[0] += 1
            found[1] += weight

    def _single(self, value: Any, weight: float) -> None:
        self._up(self.values, "other" if isinstance(value, dict) else str(value), weight)

    def _multiple(self, value: Any, weight: float) -> None:
        for one in value:
            self._single(one, weight)

    def _number(self, value: Any, weight: float) -> None:
        if not is_number(value):
            self._up(self.values, str(value), weight)
            return
        self.sum += value * weight
        self.summed += weight
        self.heard += 1
        key = str(int(value // self.width * self.width)) if self.width else str(value)
        if key in self.values or len(self.values) < MOST_VALUES:
            self._up(self.values, key, weight)

    def _day(self, value: Any, weight: float) -> None:
        self._up(self.values, str(value)[:4], weight)

    def _lines(self, value: Any, weight: float) -> None:
        for line, chosen in value.items():
            self._up(self.rows.setdefault(line, {}), str(chosen), weight)

    def _ranks(self, value: Any, weight: float) -> None:
        for rank, one in enumerate(value, start=1):
            self._up(self.rows.setdefault(one, {}), str(rank), weight)

    def _amounts(self, value: Any, weight: float) -> None:
        for line, amount in value.items():
            found = self.values.setdefault(line, [0, 0.0])
            found[0] += 1
            found[1] += amount * weight

    def _given(self, value: Any, weight: float) -> None:
        """Words, files, places: how many, and nothing of what they say."""

    def figures(self) -> dict[str, Any]:
        found: dict[str, Any] = {"base": self.base, "mass": round(self.mass, 6)}
        if self.values:
            found["values"] = {key: [n, round(w, 6)] for key, (n, w) in self.values.items()}
        if self.rows:
            found["rows"] = {
                line: {key: [n, round(w, 6)] for key, (n, w) in values.items()}
                for line, values in self.rows.items()
            }
        if self.heard:
            found |= {"mean": self.sum / self.summed if self.summed else 0, "heard": self.heard}
        return found


_PUT: dict[str, Callable[[_Count, Any, float], None]] = {
    "single": _Count._single,
    "multiple": _Count._multiple,
    "image": _Count._multiple,
    "scale": _Count._number,
    "number": _Count._number,
    "date": _Count._day,
    "matrix": _Count._lines,
    "grades": _Count._lines,
    "ranking": _Count._ranks,
    "points": _Count._amounts,
    "budget": _Count._amounts,
    "consent": _Count._single,
}


def bin_width(question: Question) -> int:
    """The width of the bars of a number: 1, 2 or 5 times a power of ten; 0 for value by value."""
    least, most = question.setting("min"), question.setting("max")
    if question.type != "number" or not (is_number(least) and is_number(most)):
        return 0
    span, width = most - least, 1
    if span <= MOST_BINS:
        return 0
    while True:
        for step in (1, 2, 5):
            if span / (width * step) <= MOST_BINS:
                return width * step
        width *= 10
