"""Open answers read by two agents: mostly alike, a few left to settle, two quotes."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import Any

from preau.accounts.models import User
from preau.kernel import clock
from preau.surveys.coding.actions import compare, set_coding
from preau.surveys.coding.themes import pick_quote, write_theme
from preau.surveys.models import CodedAnswer, Coding, Reading, Survey, Theme

#: One reading in so many of the second agent is another one.
APART = 7


def read_texts(
    survey: Survey, found: dict[str, Any], pilot: User, other: User, at: datetime
) -> None:
    """The reading of each question that the material gives themes for."""
    for question, material in found.get("themes", {}).items():
        with clock.stopped(at):
            coding = Coding(survey=survey, question=question)
            set_coding(coding=coding, readers=2, share=100, is_blind=True, actor=pilot)
            themes = {
                key: write_theme(coding=coding, label=label, meaning=meaning, actor=pilot)
                for key, (label, meaning) in material["themes"].items()
            }
            known = {key: one.pk for key, one in themes.items() if isinstance(one, Theme)}
            _read(coding, material["read"], known, (pilot, other), at)
            compare(coding=coding, actor=pilot)
            _quote(coding, material["quotes"], known, pilot)


def _read(
    coding: Coding,
    read: dict[str, list[str]],
    known: dict[str, int],
    readers: tuple[User, User],
    at: datetime,
) -> None:
    rng, readings = Random(coding.question), []
    answers = list(coding.answers.select_related("response"))
    for answer in answers:
        text = answer.response.answers[coding.question]
        first = sorted(known[key] for key in read.get(text, []))
        second = [] if rng.randrange(APART) == 0 else first
        answer.taken, answer.themes = 2, first if first == second else None
        readings += [
            Reading(answer=answer, reader=reader, themes=themes, taken_at=at, read_at=at)
            for reader, themes in zip(readers, (first, second), strict=True)
        ]
    Reading.objects.bulk_create(readings)
    CodedAnswer.objects.bulk_update(answers, ["taken", "themes"])


def _quote(coding: Coding, quotes: dict[str, str], known: dict[str, int], pilot: User) -> None:
    for words, key in quotes.items():
        said = {f"response__answers__{coding.question}": words}
        answer = coding.answers.select_related("response").filter(**said).first()
        if answer is not None:
            answer.coding = coding
            theme = Theme.objects.get(pk=known[key])
            pick_quote(answer=answer, words=words, theme=theme, is_public=True, actor=pilot)
