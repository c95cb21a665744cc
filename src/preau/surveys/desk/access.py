"""First lines of the questionnaire's pages in the back office."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from preau.accounts.policies import may_run_process
from preau.kernel.refusal import Refusal
from preau.processes.desk_access import load_desk_process

from ..models import Survey


def load_desk_survey(request: HttpRequest, process: str, step: str) -> Survey:
    """The questionnaire at that address, if this agent works on its process; else 404."""
    found = load_desk_process(request, process)
    one = next((each for each in found.ordered_steps if each.slug == step), None)
    survey = Survey.objects.select_related("form", "draft").filter(step=one).first()
    if one is None or survey is None:
        raise Http404
    survey.step = one
    return survey


def refusal_to_build(request: HttpRequest, survey: Survey) -> Refusal | None:
    """Those who run the process write its questions."""
    return may_run_process(request.user, survey.step.process_id)
