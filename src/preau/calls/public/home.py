"""The call for everyone: what it helps, its rules, who applied, what was granted."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from preau.kernel import clock

from ..content import kinds_of, sections_of
from ..eligibility import conditions_of
from ..kind import money_words
from ..papers import blank_pdf
from ..policies import may_come_in
from ..queries import applications_of, results_of
from .access import load_call


def home(request: HttpRequest, process: str, step: str) -> HttpResponse:
    call = load_call(request, process, step)
    at, results = clock.now(), results_of(call)
    is_public = call.listed_at is not None or results["is_decided"]
    context = {
        "call": call,
        "step": call.step,
        "process": call.step.process,
        "now": call.step.behaviour.now(call.step, request.user, at),
        "money": money_words(call),
        "conditions": conditions_of(call),
        "sections": sections_of(call),
        "kinds": kinds_of(call),
        "mine": applications_of(request.user, call),
        "is_open": may_come_in(call, at) is None,
        "results": results if is_public else None,
    }
    return render(request, "calls/public/home.html", context)


def paper(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """The form to print and fill by hand."""
    call = load_call(request, process, step)
    made = HttpResponse(blank_pdf(call), content_type="application/pdf")
    made["Content-Disposition"] = f'inline; filename="formulaire-{process}.pdf"'
    return made
