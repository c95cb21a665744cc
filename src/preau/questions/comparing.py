"""Conditions as lines to choose: « 3. Venez-vous à vélo ? est « Oui » »."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from preau.ui.words import numbered

from .conditions import ALONE, OPERATOR_WORDS
from .document import END, Document, Question, Test
from .types import TYPES
from .types.base import Faulty, is_number
from .types.figures import as_json, plain, to_number

#: Sign of a comparison whose value is typed beside it.
TYPED = "?"
NUMBERS = ("number", "scale", "points", "budget")
LONGEST = 60


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def choices_before(document: Document, question: Question, *, with_itself: bool) -> list[Any]:
    """Every comparison with an answer given before ``question``, grouped by question."""
    found: list[Any] = [("", _("Aucune"))]
    last = document.place[question.id] + (1 if with_itself else 0)
    for other in document.questions[:last]:
        lines = list(_lines_of(other, document.number.get(other.id, 0)))
        if lines:
            name = f"{document.number[other.id]}. {_short(other.title)}"
            found.append((name, lines))
    return found


def _lines_of(question: Question, number: int) -> Iterator[tuple[str, str]]:
    """Comparisons with one answer; each names its question, as it is read alone once chosen."""
    if question.is_section:
        return
    kind = TYPES[question.type]
    parts = kind.parts(question)
    for op in kind.operators:
        if op in ALONE:
            yield f"{question.id}|{op}||", f"{numbered(number)} {OPERATOR_WORDS[op]}"
            continue
        for part in parts or (None,):
            before = f"{numbered(number)}, {part.label} " if part else f"{numbered(number)} "
            key = f"{question.id}|{op}|{part.id if part else ''}|"
            expected = kind.expected(question)
            for option in expected:
                said = _("«\u00a0%(words)s\u00a0»") % {"words": _short(option.label)}
                yield f"{key}{option.id}", f"{before}{OPERATOR_WORDS[op]} {said}"
            if not expected:
                yield f"{key}{TYPED}", f"{before}{OPERATOR_WORDS[op]}…"


def read_test(document: Document, key: str, typed: str) -> Test:
    """The comparison that a line stands for; raises ``Faulty`` when its value is missing."""
    id, op, part, value = key.split("|", 3)
    question = document.by_id[id]
    if op in ALONE:
        return Test(id, op)
    if value != TYPED:
        return Test(id, op, value, part)
    if not typed.strip():
        raise Faulty(_("Écrivez à quoi comparer."))
    if question.type in NUMBERS:
        found = as_json(to_number(typed))
        return Test(id, op, found * 100 if question.type == "budget" else found, part)
    if question.type == "date":
        return Test(id, op, TYPES["date"].clean(question, typed), part)
    return Test(id, op, typed.strip(), part)


def written(document: Document, test: Test) -> tuple[str, str]:
    """The line of a comparison, and what is typed beside it."""
    if test.op in ALONE:
        return f"{test.question}|{test.op}||", ""
    question = document.by_id.get(test.question)
    expected = TYPES[question.type].expected(question) if question else ()
    if question is None or expected:
        return f"{test.question}|{test.op}|{test.part}|{test.value}", ""
    value = test.value
    if question.type == "budget" and is_number(value):
        value = value / 100 if value % 100 else value // 100
    return f"{test.question}|{test.op}|{test.part}|{TYPED}", plain(value)


def targets_after(document: Document, question: Question) -> list[tuple[str, str]]:
    """Where one may jump to: later questions, or the end."""
    here = document.place[question.id]
    if here == len(document.questions) - 1:
        return []
    later = document.questions[here + 2 :]
    found = [("", _("La question suivante"))]
    found += [
        (one.id, f"{document.number[one.id]}. {_short(one.title)}")
        for one in later
        if not one.is_section
    ]
    return [*found, (END, _("La fin du questionnaire"))]
