"""The questionnaire on paper, to fill by hand; and the ground of its maps."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from preau.questions.building import notes_of
from preau.questions.document import Option, Question
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
