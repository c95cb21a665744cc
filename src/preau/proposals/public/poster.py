"""Papers for everyone: the poster of an idea, the deposit to fill by hand."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from preau.kernel import clock
from preau.processes.access import load_process

from ..paper import paper_form
from ..policies import deposit_step
from ..poster import poster_pdf
from .proposal import load_proposal


def proposal_poster(request: HttpRequest, process: str, number: int) -> HttpResponse:
    proposal = load_proposal(load_process(request, process), number)
    response = HttpResponse(poster_pdf(proposal), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="affiche-{number}.pdf"'
    response["Cache-Control"] = "public, max-age=300"
    return response


def deposit_paper(request: HttpRequest, process: str) -> HttpResponse:
    """The questions of the deposit, to print; 404 where nothing is deposited."""
    found = load_process(request, process)
    step = deposit_step(found, clock.now())
    if step is None:
        raise Http404
    step.process = found
    response = HttpResponse(paper_form(step), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="formulaire-{found.slug}.pdf"'
    response["Cache-Control"] = "public, max-age=300"
    return response
