"""The answers that are ready: read them as the residents will, rehearse, publish together."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.kernel.refusal import Refused
from preau.lots.actions import prepare_lot
from preau.lots.steps import advance_small
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk
from preau.processes.models import Process, Step
from preau.proposals.models import Proposal
from preau.reviews.models import Verdict
from preau.reviews.policies import may_decide
from preau.reviews.queries import review_step

from ..actions import drop_answer
from ..models import Prepared
from ..queries import prepared_of, ready, waiting_without
from .acts import PUBLISH

PAGE = 50


@for_agents
def answers(request: HttpRequest, process: str) -> HttpResponse:
    """All that is prepared; posting rehearses the publication of all of it, or of what is ticked."""
    found = load_desk_process(request, process)
    step = _review(found)
    refusal = may_decide(request.user, step, clock.now())
    if refusal is not None:
        return refused_in_desk(request, refusal)
    if request.method == "POST":
        return _rehearse(request, found)
    verdict = request.GET.get("reponse", "")
    everything = prepared_of(found)
    kinds = _kinds(found, verdict)
    shown = everything.filter(verdict=verdict) if verdict in Verdict.values else everything
    page: Page[Prepared] = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    context = {
        **_context(found),
        "page": page,
        "ready": ready(page.object_list, step),
        "kinds": kinds,
        "total": sum(count for _code, _label, count, _chosen in kinds),
        "chosen": verdict,
        "without": waiting_without(found),
    }
    return render(request, "publication/desk/answers.html", context)


def _context(process: Process) -> dict[str, Any]:
    table = reverse("proposals_desk:table", args=[process.slug])
    return {"process": process, "menu_url": table}


def _review(process: Process) -> Step:
    step = review_step(process)
    if step is None:
        raise Http404
    return step


def _kinds(process: Process, chosen: str) -> list[tuple[str, Any, int, bool]]:
    """The verdicts among the prepared answers: code, words, count, chosen or not."""
    verdicts = list(
        Prepared.objects.filter(proposal__process=process).values_list("verdict", flat=True)
    )
    return [
        (one.value, one.label, verdicts.count(one.value), one.value == chosen)
        for one in Verdict
        if one.value in verdicts
    ]


def _rehearse(request: HttpRequest, process: Process) -> HttpResponse:
    """A lot of all that is prepared, or of the lines ticked; nothing is published yet."""
    numbers = Prepared.objects.filter(proposal__process=process)
    ticked = [int(one) for one in request.POST.getlist("pick") if one.isdecimal() and len(one) < 9]
    if request.POST.get("scope") == "ticked":
        numbers = numbers.filter(proposal__number__in=ticked)
    try:
        lot = prepare_lot(
            process=process,
            act=PUBLISH,
            numbers=list(numbers.values_list("proposal__number", flat=True)),
            asked={},
            actor=agent_of(request),
        )
    except Refused as refused:
        messages.error(request, str(refused.refusal.reason))
        return redirect("publication_desk:answers", process.slug)
    advance_small(lot)
    return redirect(lot)


@for_agents
def answer(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """One prepared answer on a phone, with its checks; posting takes it out of the publication."""
    found = load_desk_process(request, process)
    step = _review(found)
    refusal = may_decide(request.user, step, clock.now())
    if refusal is not None:
        return refused_in_desk(request, refusal)
    one = get_object_or_404(prepared_of(found), proposal__number=number)
    if request.method == "POST":
        drop_answer(prepared=one, actor=agent_of(request))
        said = _("La réponse à l’idée n°\u00a0%(number)s est retirée.") % {"number": number}
        messages.success(request, said)
        return redirect("publication_desk:answers", found.slug)
    (shown,) = ready([one], step)
    numbers = list(prepared_of(found).values_list("proposal__number", flat=True))
    place = numbers.index(number)
    context = {
        **_context(found),
        "one": shown,
        "proposal": Proposal.objects.select_related("zone", "theme").get(pk=one.proposal_id),
        "before": numbers[place - 1] if place else None,
        "after": numbers[place + 1] if place + 1 < len(numbers) else None,
    }
    return render(request, "publication/desk/answer.html", context)
