"""Papers to print: posters, certificates, the paper register, made from what the site says."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from preau.kernel.refusal import Refusal
from preau.processes.desk_access import for_agents, refused_in_desk

from ..papers.notice import facts
from ..papers.shelf import paper_of, shelf
from .access import frame, load_desk_inquiry


@for_agents
def papers(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Every paper of this inquiry, when it is used, one address for each place."""
    inquiry = load_desk_inquiry(request, process, step)
    is_over = inquiry.step.state == "closed"
    context = frame(
        request,
        inquiry,
        "papers",
        papers=[
            (one, list(enumerate(places)), is_over or not one.is_after)
            for one, places in shelf(inquiry)
            if one.may is None or one.may(inquiry, request.user) is None
        ],
        print=facts(inquiry)["print"],
    )
    return render(request, "inquiries/desk/papers.html", context)


@for_agents
def paper(request: HttpRequest, process: str, step: str, code: str) -> HttpResponse:
    """One paper, for the place that the address names."""
    inquiry = load_desk_inquiry(request, process, step)
    number = request.GET.get("lieu", "0")
    found = paper_of(inquiry, code, int(number) if number.isdecimal() else -1)
    if found is None:
        raise Http404
    one = found[0]
    refusal = one.may(inquiry, request.user) if one.may is not None else None
    if refusal is not None:
        return refused_in_desk(request, refusal)
    if one.is_after and inquiry.step.state != "closed":
        refusal = Refusal("open", _("Ce papier se dresse après la clôture de l’enquête."))
        return refused_in_desk(request, refusal)
    response = HttpResponse(one.make(inquiry, int(number)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{code}-{process}.pdf"'
    return response
