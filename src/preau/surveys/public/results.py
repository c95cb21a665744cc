"""The results as they were published."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from preau.kernel import clock
from preau.processes.access import refused

from ..policies import may_read_results
from ..report import report_pdf
from ..reporting import frames, published
from ..tallying import ALL
from .access import load_survey


def results(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """A frame per question: sentence, chart, table, base; small figures stay silent."""
    survey = load_survey(request, process, step)
    refusal = may_read_results(survey, clock.now())
    if refusal is not None:
        return refused(request, refusal)
    data = published(survey)
    context = {
        "survey": survey,
        "step": survey.step,
        "process": survey.step.process,
        "total": data[ALL]["total"],
        "frames": frames(survey, data, is_public=True),
    }
    return render(request, "surveys/results.html", context)


def report(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """The same figures as a PDF."""
    survey = load_survey(request, process, step)
    refusal = may_read_results(survey, clock.now())
    if refusal is not None:
        return refused(request, refusal)
    response = HttpResponse(report_pdf(survey), content_type="application/pdf")
    name = f"resultats-{survey.step.process.slug}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
