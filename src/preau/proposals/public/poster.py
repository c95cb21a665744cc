"""The poster of an idea, for whoever wants to speak of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from preau.processes.access import load_process

from ..poster import poster_pdf
from .proposal import load_proposal


def proposal_poster(request: HttpRequest, process: str, number: int) -> HttpResponse:
    proposal = load_proposal(load_process(request, process), number)
    response = HttpResponse(poster_pdf(proposal), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="affiche-{number}.pdf"'
    response["Cache-Control"] = "public, max-age=300"
    return response
