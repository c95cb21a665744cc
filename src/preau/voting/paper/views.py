"""The page of paper: what is printed, and where each batch stands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from preau.processes.desk_access import for_agents, load_desk_process, refused_in_desk

from ..models import Election
from .access import contest_of, election_in, for_clerks, printed
from .policies import may_handle_paper
from .printing import ballot_pdf, roll_pdf


@for_agents
def overview(request: HttpRequest, process: str) -> HttpResponse:
    found = load_desk_process(request, process)
    refusal = may_handle_paper(request.user, found.pk)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    election = election_in(found)
    context = {"process": found, "contests": printed(election) if election else []}
    return render(request, "voting/paper/overview.html", context)


@for_clerks
@require_GET
def ballot(request: HttpRequest, election: Election, contest: str) -> HttpResponse:
    found = contest_of(election, contest)
    return as_pdf(ballot_pdf(found), f"bulletin-{found.slug}")


@for_clerks
@require_GET
def roll(request: HttpRequest, election: Election, contest: str) -> HttpResponse:
    found = contest_of(election, contest)
    return as_pdf(roll_pdf(found), f"emargement-{found.slug}")


def as_pdf(body: bytes, name: str) -> HttpResponse:
    """A paper to print, under a name that says what it is."""
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
