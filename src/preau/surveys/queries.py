"""What is known of a questionnaire."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from preau.processes.models import Step

from .keys import keyed
from .models import Response, Survey


def survey_of(step: Step) -> Survey | None:
    """The questionnaire of a step, with its form; one statement."""
    survey = Survey.objects.select_related("form").filter(step=step).first()
    if survey is not None:
        survey.step = step
    return survey


def draft_of(survey: Survey, visitor: str) -> Response | None:
    """The response that this device has begun and not sent, the latest."""
    if not visitor:
        return None
    found = Response.objects.filter(survey=survey, visitor=visitor, sent_at=None)
    response = found.select_related("form").order_by("-pk").first()
    if response is not None:
        response.survey = survey
    return response


def response_of_receipt(survey: Survey, receipt: str) -> Response:
    """The sent response that this receipt stands for; else 404."""
    sent = Response.objects.sent().filter(survey=survey).select_related("form")
    response = get_object_or_404(sent, receipt_hash=keyed("receipt", receipt))
    response.survey = survey
    return response


def count_sent(survey: Survey) -> int:
    return Response.objects.sent().filter(survey=survey).count()
