"""From what was typed, or read in a file, to a clean answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .document import Answers, Asked, Question
from .flow import walk
from .types import TYPES, Faulty

__all__ = ["Faulty", "clean", "clean_all", "in_words", "is_given", "read"]


def read(question: Question, data: Any, files: Any = None, name: str = "") -> Any:
    """The raw answer to ``question`` in what a browser posted under ``name`` (its id)."""
    return TYPES[question.type].read(question, data, files, name or question.id)


def is_given(question: Question, raw: Any) -> bool:
    """True when ``raw`` says something."""
    return not TYPES[question.type].is_blank(raw)


def clean(question: Question, raw: Any, *, required: bool | None = None) -> Any:
    """The clean answer, plain JSON; None when there is none. Raises ``Faulty`` with its words.

    ``required`` stands for the question's own when given: a draft may stay without an answer.
    """
    kind = TYPES[question.type]
    if kind.is_blank(raw):
        if question.required if required is None else required:
            raise Faulty(kind.missing)
        return None
    value = kind.clean(question, raw)
    return None if kind.is_blank(value) else value


def clean_all(form: Asked, raws: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Faulty]]:
    """Clean answers to the questions that these very answers ask, and the faults by question.

    A question that is not asked is left out, whatever was written for it.
    """
    answers: dict[str, Any] = {}
    faults: dict[str, Faulty] = {}

    def hear(question: Question) -> Any:
        try:
            answers[question.id] = clean(question, raws.get(question.id))
        except Faulty as fault:
            faults[question.id] = fault
        return answers.get(question.id)

    walk(form, hear)
    return answers, faults


def in_words(question: Question, answers: Answers) -> str:
    """The answer as people read it; empty when there is none."""
    value = answers.get(question.id)
    return "" if value is None else TYPES[question.type].words(question, value)
