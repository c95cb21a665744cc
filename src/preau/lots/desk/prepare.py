"""Choosing the ideas of a lot and filling the form of its act."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from preau.kernel.refusal import Refusal, Refused
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk
from preau.processes.models import Process
from preau.proposals.desk.acts import BulkAct, acts_for, bulk_acts
from preau.proposals.desk.board import MOVES
from preau.proposals.desk.policies import may_change_in_bulk
from preau.proposals.desk.selection import Selection
from preau.proposals.models import Proposal

from ..actions import prepare_lot, start_lot
from ..asked import to_keep
from ..models import Line
from ..policies import MOST
from ..steps import advance_small

#: Ideas listed under the form; the others are counted.
LISTED = 100


@for_agents
def prepare(request: HttpRequest, process: str) -> HttpResponse:
    found = load_desk_process(request, process)
    refusal = may_change_in_bulk(request.user, found)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    selection = Selection.read(found, request.GET, agent_of(request).pk)
    where = "board" if request.GET.get("vue") == "colonnes" else "table"
    back = f"{reverse(f'proposals_desk:{where}', args=[found.slug])}?{selection.as_params()}"
    act = _act(request, found)
    if act is not None and act.numbers is not None:
        return _by_its_form(request, found, act, back)
    if request.method != "POST":
        return redirect(back)
    numbers = picked(request, selection)
    lack = _lack(act, numbers)
    if lack is not None or act is None:
        context = {"process": found, "back": back, "lack": lack}
        return render(request, "lots/desk/empty.html", context)
    if act.page is not None:
        return redirect(act.page(found, numbers))
    form = act.form(found, request.POST if request.POST.get("stage") else None)
    form.initial = {**form.initial, **MOVES.get(request.POST.get("move", ""), ("", {}))[1]}
    if not form.fields:  # nothing to ask: the rehearsal comes at once
        return _rehearse(request, found, act, numbers)
    if form.is_bound and form.is_valid():
        if request.POST["stage"] == "do" and len(numbers) == 1:
            return _do_one(request, found, act, numbers, back)
        return _rehearse(request, found, act, numbers)
    return _page(request, found, act, numbers, {"form": form, "back": back})


def _by_its_form(request: HttpRequest, process: Process, act: BulkAct, back: str) -> HttpResponse:
    """An act whose form says which ideas: its page comes first, then the rehearsal."""
    form = act.form(process, request.POST if request.method == "POST" else None)
    if act.numbers is not None and form.is_bound and form.is_valid():
        numbers = act.numbers(form.cleaned_data)
        known = set(Proposal.objects.of(process).values_list("number", flat=True))
        strangers = sorted(set(numbers) - known)
        if not strangers:
            return _rehearse(request, process, act, numbers)
        said = ", ".join(f"{one}" for one in strangers[:10])
        form.add_error(
            None, _("Aucune idée ne porte ces numéros\u00a0: %(said)s.") % {"said": said}
        )
    return _page(request, process, act, [], {"form": form, "back": back})


def _page(
    request: HttpRequest, process: Process, act: BulkAct, numbers: list[int], more: dict[str, Any]
) -> HttpResponse:
    chosen = Proposal.objects.of(process).filter(number__in=numbers[:LISTED])
    context = {
        "process": process,
        "act": act,
        "proposals": chosen.only("number", "title", "status").order_by("number"),
        "size": len(numbers),
        "others": max(0, len(numbers) - LISTED),
        "numbers": ",".join(map(str, numbers)),
        **more,
    }
    return render(request, "lots/desk/prepare.html", context)


def _rehearse(
    request: HttpRequest, process: Process, act: BulkAct, numbers: list[int]
) -> HttpResponse:
    try:
        lot = prepare_lot(
            process=process,
            act=act,
            numbers=numbers,
            asked=to_keep(request.POST),
            actor=agent_of(request),
        )
    except Refused as refused:
        return refused_in_desk(request, refused.refusal)
    advance_small(lot)
    return redirect(lot)


def _do_one(
    request: HttpRequest, process: Process, act: BulkAct, numbers: list[int], back: str
) -> HttpResponse:
    """One idea moved by hand: done at once, and undone like any lot."""
    person = agent_of(request)
    asked = to_keep(request.POST)
    try:
        lot = prepare_lot(process=process, act=act, numbers=numbers, asked=asked, actor=person)
        advance_small(lot)
        lot = start_lot(lot=lot, actor=person)
    except Refused as refused:
        return refused_in_desk(request, refused.refusal)
    advance_small(lot)
    line = lot.lines.get()
    if line.state == Line.State.REFUSED:
        return redirect(lot)
    said = _("n°\u00a0%(number)s\u00a0:\u00a0%(act)s.") % {"number": line.number, "act": lot.label}
    messages.success(request, f"{said} {_('Annulable pendant trente minutes, depuis les lots.')}")
    return redirect(back)


def _act(request: HttpRequest, process: Process) -> BulkAct | None:
    move = MOVES.get(request.POST.get("move", ""))
    code = move[0] if move else request.POST.get("act", "") or request.GET.get("acte", "")
    act = bulk_acts.get(code) if code in bulk_acts else None
    return act if act in acts_for(request.user, process) else None


def picked(request: HttpRequest, selection: Selection) -> list[int]:
    """The numbers of the lot: those ticked or carried along, or all of the filter."""
    if request.POST.get("scope") == "filter":
        return list(selection.proposals().values_list("number", flat=True)[: MOST + 1])
    words = [*request.POST.getlist("pick"), *request.POST.get("numbers", "").split(",")]
    asked = {int(word) for word in words if word.isdecimal() and len(word) < 9}
    known = Proposal.objects.of(selection.process).filter(number__in=asked)
    return list(known.order_by("number").values_list("number", flat=True))


def _lack(act: BulkAct | None, numbers: list[int]) -> Refusal | None:
    if act is None:
        return Refusal("no_act", _("Choisissez ce que vous voulez faire."))
    if not numbers:
        return Refusal("nothing", _("Cochez au moins une idée."))
    if len(numbers) > MOST:
        return Refusal(
            "too_many",
            _("Un lot compte au plus\u00a0%(most)s idées.") % {"most": MOST},
            remedy=_("Resserrez le filtre, puis recommencez pour le reste."),
        )
    return None
