"""The questionnaire on paper, to fill by hand; and the ground of its maps."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from preau.questions.conditions import say_rule
from preau.questions.document import END, Document, Option, Question
from preau.questions.types import TYPES
from preau.territory.queries import quarters

from ..models import Survey
from .access import load_survey


@dataclass(frozen=True)
class Sheet:
    """A question as paper shows it: ``look`` says how it is filled, ``notes`` when it is asked."""

    question: Question
    number: int
    look: str
    notes: list[str]
    choices: tuple[Option, ...]
    lines: tuple[Option, ...]


LOOKS = {
    "single": "boxes",
    "multiple": "boxes",
    "image": "boxes",
    "consent": "consent",
    "matrix": "grid",
    "grades": "grid",
    "ranking": "blanks",
    "points": "blanks",
    "budget": "blanks",
    "scale": "scale",
    "long": "lines",
}


def sheets(survey: Survey) -> list[Sheet]:
    """Every question, with its conditions in words: paper hides nothing."""
    document = survey.form.document
    found = []
    for one in document.questions:
        kind = TYPES[one.type]
        choices = kind.expected(one)
        if one.type == "scale":
            notes = [str(note) for note in kind.samples(one)]
            choices = tuple(Option(note, note) for note in notes)
        lines = kind.parts(one) or one.options
        look = "section" if one.is_section else LOOKS.get(one.type, "line")
        number = document.number.get(one.id, 0)
        found.append(Sheet(one, number, look, notes_of(one, document), choices, lines))
    return found


def notes_of(question: Question, document: Document) -> list[str]:
    """When the question is asked and where it leads, as sentences."""
    found = []
    if question.show_if is not None:
        found.append(_("Seulement si %(rule)s.") % {"rule": say_rule(question.show_if, document)})
    if question.hide_if is not None:
        found.append(_("Sauf si %(rule)s.") % {"rule": say_rule(question.hide_if, document)})
    for jump in question.jumps:
        to = document.by_id.get(jump.to)
        where = (
            _("le questionnaire est fini")
            if jump.to == END
            else _("allez à la question %(number)s") % {"number": _number(to, document)}
        )
        if jump.rule is None:
            found.append(_("Ensuite, %(where)s.") % {"where": where})
        else:
            rule = say_rule(jump.rule, document)
            found.append(_("Si %(rule)s, %(where)s.") % {"rule": rule, "where": where})
    return found


def _number(question: Question | None, document: Document) -> int:
    """The number of a question; of the first one under a section."""
    if question is None:
        return 0
    place = document.place[question.id]
    following = (document.number.get(one.id) for one in document.questions[place:])
    return next((number for number in following if number), 0)


def sheet(request: HttpRequest, process: str, step: str) -> HttpResponse:
    survey = load_survey(request, process, step)
    context = {
        "survey": survey,
        "step": survey.step,
        "process": survey.step.process,
        "sheets": sheets(survey),
    }
    return render(request, "surveys/run/sheet.html", context)


def ground(request: HttpRequest, process: str, step: str) -> JsonResponse:
    """Outlines of the neighbourhoods, under the point that somebody puts down."""
    load_survey(request, process, step)
    features = [zone.as_feature() for zone in quarters()]
    return JsonResponse({"type": "FeatureCollection", "features": features})
