"""The page of a lot from its rehearsal to its report, and the list of lots."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.kernel.refusal import Refused
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk
from preau.processes.models import Process
from preau.proposals.desk.policies import may_change_in_bulk

from ..actions import call_off_lot, start_lot, undo_lot
from ..models import Line, Lot
from ..policies import may_start, may_undo
from ..queries import lines_of, lots_of, outcome_of, progress_of
from .forms import NOW, StartForm

PAGE = 100


@for_agents
def lots(request: HttpRequest, process: str) -> HttpResponse:
    found = load_desk_process(request, process)
    refusal = may_change_in_bulk(request.user, found)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    page = Paginator(lots_of(found), 50).get_page(request.GET.get("page"))
    context = {"process": found, "page": page, "menu_url": table_of(found)}
    return render(request, "lots/desk/lots.html", context)


def table_of(process: Process) -> str:
    """The table of proposals: lots stand under its line of the menu."""
    return reverse("proposals_desk:table", args=[process.slug])


@for_agents
def lot(request: HttpRequest, process: str, pk: int) -> HttpResponse:
    found = load_desk_process(request, process)
    refusal = may_change_in_bulk(request.user, found)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    one = _load(found, pk)
    if request.method != "POST":
        return _page(request, one, StartForm(initial={"when": NOW}))
    form = StartForm(request.POST)
    try:
        if request.POST.get("do") == "call_off":
            call_off_lot(lot=one, actor=agent_of(request))
        elif form.is_valid():
            start_lot(lot=one, actor=agent_of(request), at=form.cleaned_data["at"])
        else:
            return _page(request, one, form)
    except Refused as refused:
        return refused_in_desk(request, refused.refusal)
    return redirect(one)


@for_agents
def undo(request: HttpRequest, process: str, pk: int) -> HttpResponse:
    found = load_desk_process(request, process)
    refusal = may_change_in_bulk(request.user, found)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    one = _load(found, pk)
    if request.method == "POST":
        try:
            undo_lot(lot=one, actor=agent_of(request))
        except Refused as refused:
            return refused_in_desk(request, refused.refusal)
        messages.success(request, _("L’annulation est lancée. Les messages ne partiront pas."))
    return redirect(one)


def _load(process: Process, pk: int) -> Lot:
    found: Lot = get_object_or_404(process.lots.select_related("undone_by"), pk=pk)
    found.process = process
    return found


def _page(request: HttpRequest, one: Lot, form: StartForm) -> HttpResponse:
    progress = progress_of(one)
    only = request.GET.get("etat", "")
    page = Paginator(lines_of(one, only), PAGE).get_page(request.GET.get("page"))
    at = clock.now()
    context: dict[str, Any] = {
        "process": one.process,
        "menu_url": table_of(one.process),
        "lot": one,
        "progress": progress,
        "outcome": outcome_of(progress.counts),
        "page": page,
        "only": only,
        "states": _states(one, progress.counts),
        "form": form,
        "may_start": may_start(request.user, one) is None,
        "may_undo": may_undo(request.user, one, at) is None,
    }
    return render(request, "lots/desk/lot.html", context)


def _states(one: Lot, counts: dict[str, int]) -> list[tuple[str, Any, int]]:
    """What the lines can be narrowed to: code, words, count."""
    if one.state in (Lot.State.PREPARED, Lot.State.PLANNED):
        refused = one.foreseen.get("refused", 0)
        return [("refused", Line.State.REFUSED.label, refused)] if refused else []
    found = [(state.value, state.label, counts.get(state, 0)) for state in Line.State]
    return [line for line in found if line[2]]
