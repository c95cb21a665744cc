"""Themes as one more question of the form: counted, crossed, weighed and exported like the rest."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from preau.questions.document import Document, Option, Question

from ..models import CodedAnswer, Quote, Survey, Theme

SUFFIX = "_themes"


@dataclass(frozen=True)
class Themed:
    """The themes of one open question; plain data, so that published results keep them."""

    question: str
    coding: int
    options: tuple[tuple[str, str], ...]
    stamp: str = ""

    @property
    def id(self) -> str:
        return f"{self.question}{SUFFIX}"

    def written(self) -> dict[str, Any]:
        return {"question": self.question, "coding": self.coding, "options": self.options}


def read_themed(raw: dict[str, Any]) -> Themed:
    options = tuple((str(id), str(label)) for id, label in raw["options"])
    return Themed(raw["question"], raw["coding"], options)


def themed_in(survey: Survey) -> list[Themed]:
    """Open questions with themes that may be seen: none of a blind reading; one statement."""
    found: dict[int, list[Theme]] = {}
    themes = Theme.objects.filter(coding__survey=survey).select_related("coding")
    for one in themes.order_by("coding", "order", "pk"):
        if one.coding.is_hidden:
            continue
        found.setdefault(one.coding_id, []).append(one)
    known = survey.form.document.by_id
    return [
        Themed(
            some[0].coding.question,
            coding,
            tuple((str(one.pk), one.label) for one in some),
            f"{some[0].coding.changes} {[(one.pk, one.label) for one in some]}",
        )
        for coding, some in found.items()
        if some[0].coding.question in known
    ]


def with_themes(document: Document, themed: list[Themed]) -> Document:
    """The form with a question of several choices behind each open question that has themes."""
    if not themed:
        return document
    by_question = {one.question: one for one in themed}
    questions: list[Question] = []
    for one in document.questions:
        questions.append(one)
        if one.id in by_question:
            questions.append(_question(one, by_question[one.id]))
    return Document(tuple(questions))


def _question(asked: Question, themed: Themed) -> Question:
    options = tuple(Option(id, label) for id, label in themed.options)
    title = _("Thèmes\u00a0: %(title)s") % {"title": asked.title}
    return Question(themed.id, "multiple", title, options=options)


def themes_read() -> ArraySubquery:
    """To read along with each response: the themes of its answers, by coding."""
    read = CodedAnswer.objects.filter(response=OuterRef("pk"), themes__isnull=False)
    return ArraySubquery(read.values_list(JSONObject(coding="coding", themes="themes")))


def themes_by_question(read: list[dict[str, Any]], names: dict[int, str]) -> dict[str, list[str]]:
    """What ``themes_read`` found, as answers; ``names`` are ids of questions by coding."""
    return {
        names[one["coding"]]: [str(theme) for theme in one["themes"]]
        for one in read
        if one["coding"] in names
    }


def stamp_of_themes(themed: list[Themed]) -> str:
    """Changes whenever the theme of an answer does; empty where there are none."""
    if not themed:
        return ""
    said = "|".join(one.stamp for one in themed)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def desk_quotes(survey: Survey) -> list[dict[str, Any]]:
    """Every quote, with the response that it comes from."""
    quotes = Quote.objects.filter(answer__coding__survey=survey)
    return [
        {**_quoted(one), "response": one.answer.response_id, "asked": one.answer.coding.question}
        for one in quotes.select_related("answer__coding", "theme").order_by("theme__order", "pk")
    ]


def public_quotes(survey: Survey) -> list[dict[str, Any]]:
    """Quotes that may be published, in plain data: nothing in them leads to their answer."""
    quotes = Quote.objects.filter(answer__coding__survey=survey, is_public=True)
    known = quotes.select_related("answer__coding", "theme").order_by("theme__order", "pk")
    return [_quoted(one) for one in known]


def _quoted(quote: Quote) -> dict[str, Any]:
    return {
        "question": f"{quote.answer.coding.question}{SUFFIX}",
        "words": quote.words,
        "theme": quote.theme.label if quote.theme else "",
    }
