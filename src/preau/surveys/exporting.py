"""Responses as rows, in words or in codes, and the codebook that explains the codes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from preau.questions.document import Document
from preau.questions.types import TYPES, Column

from .coding.derived import themed_in, themes_by_question, themes_read, with_themes
from .models import Response, Survey

CHUNK = 1000


def columns(document: Document) -> list[Column]:
    """Columns of the answers, question after question."""
    return [column for one in document.questions for column in TYPES[one.type].columns(one)]


def heads(survey: Survey, *, coded: bool) -> list[str]:
    """First row: short names for programs, words for people."""
    named = survey.identity == Survey.Identity.NAMED
    own = (
        ["id", "origin", "version", "sent", *(["name"] if named else []), "weight"]
        if coded
        else [
            _("Réponse"),
            _("Origine"),
            _("Version"),
            _("Envoyée le"),
            *([_("Nom")] if named else []),
            _("Poids"),
        ]
    )
    document = with_themes(survey.form.document, themed_in(survey))
    return own + [one.name if coded else one.label for one in columns(document)]


def rows(survey: Survey, *, coded: bool) -> Iterator[list[Any]]:
    """One row per response, read through a server-side cursor.

    Of an anonymous response only the day is told: an hour could lead to somebody.
    """
    named = survey.identity == Survey.Identity.NAMED
    themed = themed_in(survey)
    names = {one.coding: one.id for one in themed}
    document = with_themes(survey.form.document, themed)
    questions = [(one, TYPES[one.type]) for one in document.questions]
    found = Response.objects.sent().filter(survey=survey).order_by("pk")
    fields: tuple[Any, ...] = (
        "pk",
        "origin",
        "form__version",
        "sent_at",
        "person__public_name",
        "weight",
        "answers",
        *([themes_read()] if themed else []),
    )
    origins = dict(Response.Origin.choices)
    everything = found.values_list(*fields).iterator(chunk_size=CHUNK)
    for number, row in enumerate(everything, 1):
        _pk, origin, version, sent_at, name, weight, answers, *read = row
        answers |= themes_by_question(read[0] if read else [], names)
        day = timezone.localtime(sent_at)
        own = [
            number,
            origin if coded else str(origins[origin]),
            version,
            f"{day:%Y-%m-%d %H:%M}" if named else f"{day:%Y-%m-%d}",
            *([name] if named else []),
            weight,
        ]
        for one, kind in questions:
            own += kind.cells(one, answers.get(one.id), coded=coded)
        yield own


def codebook(survey: Survey) -> Iterator[list[Any]]:
    """One row per column and code: name, question, type, code, meaning."""
    for one in with_themes(survey.form.document, themed_in(survey)).questions:
        for column in TYPES[one.type].columns(one):
            said = [column.name, column.label, one.type]
            if not column.values:
                yield [*said, "", ""]
            for code, meaning in column.values.items():
                yield [*said, code, meaning]


def codebook_heads() -> list[str]:
    return [_("Colonne"), _("Question"), _("Type"), _("Code"), _("Signification")]
