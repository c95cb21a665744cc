"""One proposal, for everyone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from ..models import Proposal
from ..panels import panels_of


def proposal_page(request: HttpRequest, process: str, number: int, slug: str) -> HttpResponse:
    proposal = get_object_or_404(
        Proposal.objects.visible().for_cards(), process__slug=process, number=number
    )
    return render(
        request,
        "proposals/proposal.html",
        {"proposal": proposal, "panels": panels_of(proposal, request)},
    )
