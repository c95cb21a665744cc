"""Which questions are asked, in what order, given the answers so far."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from .conditions import holds
from .document import END, Answers, Asked, Document, Option, Question
from .types import TYPES

#: An earlier answer inside a title: « Pourquoi {q3} ? ».
PIPE = re.compile(r"\{([a-z][a-z0-9_]{0,39})\}")


def visible(form: Asked, answers: Answers) -> list[Question]:
    """The questions and sections to ask, in order.

    An answer counts only while its question is asked: hiding a question hides what hangs on it.
    """
    return walk(form, lambda question: answers.get(question.id))


def walk(form: Asked, hear: Callable[[Question], Any]) -> list[Question]:
    """``visible``, with ``hear`` asked for the answer to each question when it comes to it."""
    document = form.document
    heard: dict[str, Any] = {}
    found: list[Question] = []
    hidden_section: Question | None = None
    skip_to = -1
    for place, question in enumerate(document.questions):
        if question.is_section:
            hidden_section = None
        is_hidden = _is_hidden(question, document, heard)
        if question.is_section and is_hidden:
            hidden_section = question
        if place < skip_to or is_hidden or hidden_section is not None:
            continue
        found.append(question)
        if not question.is_section:
            heard[question.id] = hear(question)
        skip_to = max(skip_to, _landing(question, document, heard))
    return _with_sections(found, document)


def asked(form: Asked, answers: Answers) -> list[Question]:
    """``visible`` without the sections."""
    return [one for one in visible(form, answers) if not one.is_section]


def _is_hidden(question: Question, document: Document, heard: Answers) -> bool:
    if question.show_if is not None and not holds(question.show_if, document, heard):
        return True
    return question.hide_if is not None and holds(question.hide_if, document, heard)


def _landing(question: Question, document: Document, heard: Answers) -> int:
    """Where the first jump that holds leads; -1 for the next question."""
    for jump in question.jumps:
        if jump.rule is None or holds(jump.rule, document, heard):
            if jump.to == END:
                return len(document.questions)
            return document.place.get(jump.to, -1)
    return -1


def _with_sections(found: list[Question], document: Document) -> list[Question]:
    """Sections stay only over a question that is asked; one jumped over comes back with them."""
    kept: list[Question] = []
    current: Question | None = None
    for question in found:
        if question.is_section:
            continue
        section = document.section_of.get(question.id)
        if section is not None and section is not current:
            kept.append(section)
        current = section
        kept.append(question)
    return kept


def heard(form: Asked, answers: Answers) -> dict[str, Any]:
    """The answers that count: those of questions that are asked, blanks left out."""
    shown = {one.id for one in visible(form, answers)}
    return {id: value for id, value in answers.items() if id in shown and value is not None}


def first_waiting(form: Asked, answers: Answers) -> Question | None:
    """The first question not reached yet, or required and passed over; None when all is done."""
    for question in asked(form, answers):
        if question.id not in answers or (question.required and answers[question.id] is None):
            return question
    return None


def next_question(form: Asked, answers: Answers, id: str) -> Question | None:
    """The question asked after ``id``; None at the end."""
    return _neighbour(form, answers, id, 1)


def previous_question(form: Asked, answers: Answers, id: str) -> Question | None:
    """The question asked before ``id``; None at the start."""
    return _neighbour(form, answers, id, -1)


def _neighbour(form: Asked, answers: Answers, id: str, step: int) -> Question | None:
    here = form.document.place.get(id, -1)
    places = form.document.place
    ahead = [one for one in asked(form, answers) if (places[one.id] - here) * step > 0]
    if not ahead:
        return None
    return ahead[0] if step > 0 else ahead[-1]


def silenced(form: Asked, before: Answers, after: Answers) -> list[Question]:
    """Questions answered ``before`` that the answers ``after`` do not ask any more."""
    shown = {one.id for one in visible(form, after)}
    return [
        one for one in asked(form, before) if before.get(one.id) is not None and one.id not in shown
    ]


def in_drawn_order(question: Question, seed: str) -> Question:
    """The question with its choices in the order drawn for ``seed``; fixed ones keep their place."""
    if not question.setting("random", False):
        return question
    free = [one for one in question.options if not (one.is_fixed or one.is_exclusive)]
    random.Random(f"{seed}/{question.id}").shuffle(free)  # noqa: S311 - an order, not a secret
    drawn = iter(free)
    kept: list[Option] = [
        one if one.is_fixed or one.is_exclusive else next(drawn) for one in question.options
    ]
    return replace(question, options=tuple(kept))


def fill_words(text: str, form: Asked, answers: Answers) -> str:
    """``text`` with earlier answers in the place of their ``{id}``; « … » when there is none."""

    def answer(found: re.Match[str]) -> str:
        question = form.document.by_id.get(found.group(1))
        if question is None:
            return found.group()
        value = answers.get(question.id)
        return "…" if value is None else TYPES[question.type].words(question, value)

    return PIPE.sub(answer, text)


def ready(question: Question, form: Asked, answers: Answers, seed: str = "") -> Question:
    """The question as this person sees it: order drawn, earlier answers in its words."""
    drawn = in_drawn_order(question, seed) if seed else question
    return replace(
        drawn,
        title=fill_words(drawn.title, form, answers),
        help=fill_words(drawn.help, form, answers),
    )


def minutes(form: Asked, answers: Mapping[str, Any] | None = None) -> int:
    """About how long the form takes, at 200 words a minute; at least one minute."""
    shown = visible(form, answers) if answers is not None else list(form.document.questions)
    seconds = sum(
        TYPES[one.type].seconds(one) + 0.3 * len(f"{one.title} {one.help}".split())
        for one in shown
        if answers is None or one.id not in answers
    )
    return max(1, round(seconds / 60))
