"""What is wrong in a form: loops, dead ends, comparisons that mean nothing. All of it in words."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from .conditions import ALONE
from .document import END, Asked, Document, Question, Rule, Test
from .flow import PIPE, visible
from .types import TYPES
from .types.base import is_number

#: Combinations of answers tried for one question; beyond, nothing is said rather than wrongly.
MOST_TRIES = 4000


@dataclass(frozen=True)
class Problem:
    """A fault of one question; ``code`` is for programs."""

    question: str
    code: str
    message: str


def problems(form: Asked) -> list[Problem]:
    """Everything that must be mended before the form is asked; empty when it stands."""
    document = form.document
    found = [one for question in document.questions for one in _of_question(question, document)]
    if any(not one.is_section for one in document.questions):
        return found or list(_unreachable(document))
    return [*found, Problem("", "empty", _("Le questionnaire ne pose aucune question."))]


def _of_question(question: Question, document: Document) -> Iterator[Problem]:
    if question.type not in TYPES:
        yield Problem(question.id, "type", _("Ce type de question n’existe pas."))
        return
    if not question.title.strip():
        yield Problem(question.id, "title", _("Cette question n’a pas de texte."))
    for fault in TYPES[question.type].problems(question):
        yield Problem(question.id, "settings", fault)
    yield from _pipes(question, document)
    for rule in (question.show_if, question.hide_if):
        if rule is not None:
            yield from _rule(rule, question, document, can_be_itself=False)
    for jump in question.jumps:
        if jump.rule is not None:
            yield from _rule(jump.rule, question, document, can_be_itself=True)
        yield from _target(jump.to, question, document)


def _pipes(question: Question, document: Document) -> Iterator[Problem]:
    here = document.place[question.id]
    for id in PIPE.findall(f"{question.title} {question.help}"):
        if document.place.get(id, here) >= here:
            yield Problem(
                question.id, "pipe", _("Le texte reprend une réponse qui n’est pas encore donnée.")
            )


def _target(to: str, question: Question, document: Document) -> Iterator[Problem]:
    if to == END:
        return
    if to not in document.place:
        yield Problem(question.id, "lost", _("Le saut mène à une question disparue."))
    elif document.place[to] <= document.place[question.id]:
        yield Problem(
            question.id,
            "loop",
            _("Le saut revient en arrière\u00a0: le questionnaire tournerait en rond."),
        )


def _rule(
    rule: Rule, question: Question, document: Document, *, can_be_itself: bool
) -> Iterator[Problem]:
    here = document.place[question.id]
    for test in rule.tests():
        place = document.place.get(test.question)
        if place is None:
            yield Problem(question.id, "lost", _("Une condition porte sur une question disparue."))
        elif place > here or (place == here and not can_be_itself):
            yield Problem(
                question.id,
                "loop",
                _("Une condition dépend d’une réponse qui n’est pas encore donnée."),
            )
        else:
            fault = _fault_of(test, document.by_id[test.question])
            if fault:
                yield Problem(question.id, "test", fault)


def _fault_of(test: Test, question: Question) -> str:
    """Why the comparison means nothing for that question; empty when it does."""
    kind = TYPES.get(question.type)
    if kind is None or test.op not in kind.operators:
        return _("Une condition compare ce qui ne se compare pas.")
    parts = kind.parts(question)
    if test.op in ALONE and not test.part:
        return ""
    if parts and test.part not in {one.id for one in parts}:
        return _("Une condition porte sur une ligne disparue.")
    if test.op in ALONE:
        return ""
    expected = kind.expected(question)
    if expected and test.value not in {one.id for one in expected}:
        return _("Une condition attend un choix disparu.")
    if question.type in ("number", "scale", "points", "budget") and not is_number(test.value):
        return _("Une condition attend un nombre.")
    if question.type in ("short", "long", "date") and not isinstance(test.value, str):
        return _("Une condition attend un texte.")
    return ""


def _unreachable(document: Document) -> Iterator[Problem]:
    """Questions that no answer can bring."""
    for question in document.questions:
        if not question.is_section and not _is_reachable(question, document):
            yield Problem(question.id, "never", _("Aucune réponse ne mène à cette question."))


def _is_reachable(question: Question, document: Document) -> bool:
    names = sorted(_deciding(question, document))
    if not names:
        return question in visible(document, {})
    choices = [_tries(document, name) for name in names]
    total = 1
    for one in choices:
        total *= len(one)
    if total > MOST_TRIES:
        return True
    return any(
        question in visible(document, dict(zip(names, values, strict=True)))
        for values in itertools.product(*choices)
    )


def _deciding(question: Question, document: Document) -> set[str]:
    """Questions whose answers decide, near or far, whether ``question`` is asked."""
    found: set[str] = set()
    waiting = [question.id]
    seen: set[str] = set()
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        for rule in _rules_over(document.by_id[here], document):
            for test in rule.tests():
                found.add(test.question)
                waiting.append(test.question)
        waiting += [one.id for one in _jumpers_over(document.by_id[here], document)]
    return found


def _rules_over(question: Question, document: Document) -> Iterator[Rule]:
    section = document.section_of.get(question.id)
    for one in (question, section):
        if one is not None:
            yield from (rule for rule in (one.show_if, one.hide_if) if rule)
    for jumper in _jumpers_over(question, document):
        yield from (jump.rule for jump in jumper.jumps if jump.rule)


def _jumpers_over(question: Question, document: Document) -> Iterator[Question]:
    place = document.place[question.id]
    for one in document.questions[:place]:
        for jump in one.jumps:
            if jump.to == END or document.place.get(jump.to, -1) > place:
                yield one
                break


def _tries(document: Document, name: str) -> list[Any]:
    """Answers to ``name`` that make its comparisons come out one way and the other."""
    question = document.by_id[name]
    found: list[Any] = [None, *TYPES[question.type].samples(question)]
    for other in document.questions:
        for rule in other.rules():
            for test in rule.tests():
                if test.question == name:
                    found += _around(question, test)
    unique: list[Any] = []
    for one in found:
        if one not in unique:
            unique.append(one)
    return unique


def _around(question: Question, test: Test) -> list[Any]:
    """What stands on both sides of the value of a comparison, if it can be answered."""
    if test.op in ALONE:
        return []
    if question.type == "number" and is_number(test.value):
        least, most = question.setting("min"), question.setting("max")
        near = [test.value - 1, test.value, test.value + 1]
        return [
            one for one in near if (least is None or one >= least) and (most is None or one <= most)
        ]
    if question.type in ("points", "budget") and is_number(test.value):
        return [{test.part: value} for value in (test.value - 1, test.value, test.value + 1)]
    if question.type in ("short", "long", "date"):
        return [test.value]
    return []
