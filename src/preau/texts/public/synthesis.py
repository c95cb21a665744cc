"""The synthesis as it was published: a page, and the same on paper."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from preau.kernel import clock
from preau.processes.access import refused

from ..papers import synthesis_paper
from ..policies import may_read_synthesis
from ..queries import texts_of
from ..showing import shown_figures
from .access import load_consultation


def synthesis(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """What people said, what brings them together, what becomes of it."""
    consultation = load_consultation(request, process, step)
    refusal = may_read_synthesis(consultation, clock.now())
    if refusal is not None:
        return refused(request, refusal)
    revised = [one for one in texts_of(consultation) if one.current and one.current.number > 1]
    context = {
        "consultation": consultation,
        "step": consultation.step,
        "process": consultation.step.process,
        "shown": shown_figures(consultation),
        "revised": revised,
    }
    return render(request, "texts/synthesis.html", context)


def synthesis_pdf(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """The synthesis as a tagged PDF."""
    consultation = load_consultation(request, process, step)
    refusal = may_read_synthesis(consultation, clock.now())
    if refusal is not None:
        return refused(request, refusal)
    response = HttpResponse(synthesis_paper(consultation), content_type="application/pdf")
    name = f"synthese-{consultation.step.process.slug}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
