"""First lines of the runner's views: the questionnaire, and the response of this device."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from preau.accounts.visitors import known_visitor
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.processes.access import load_process
from preau.processes.requirements import refusal_by_requirements

from ..models import Response, Survey
from ..policies import may_answer
from ..queries import draft_of, survey_of


def load_survey(request: HttpRequest, process: str, step: str) -> Survey:
    """The questionnaire at that address if this person may see its process; else 404."""
    found = load_process(request, process)
    one = next((each for each in found.ordered_steps if each.slug == step), None)
    survey = survey_of(one) if one is not None and one.kind == "survey" else None
    if survey is None:
        raise Http404
    return survey


def load_draft(request: HttpRequest, process: str, step: str) -> tuple[Survey, Response | None]:
    """The questionnaire, and what this device has begun of it."""
    survey = load_survey(request, process, step)
    return survey, draft_of(survey, known_visitor(request))


def refusal_at_door(request: HttpRequest, survey: Survey) -> Refusal | None:
    """Closed, full, or a known person who cannot answer: said before any question."""
    at = clock.now()
    return may_answer(survey, at) or refusal_by_requirements(survey.step, request.user, at)
