"""One act on many proposals: choose, see the effect, do it, read what happened to each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.accounts.models import User
from preau.kernel.refusal import Refusal, Refused
from preau.ledger.actions import record
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk
from preau.processes.models import Process

from ..models import Proposal
from .acts import BulkAct, acts_for, bulk_acts
from .policies import may_change_in_bulk
from .selection import Selection

#: A lot runs within one request: beyond, the agent narrows the selection.
MOST = 500


@dataclass(frozen=True)
class Line:
    """What happened to one proposal of a lot."""

    proposal: Proposal
    is_changed: bool
    refusal: Refusal | None = None


@for_agents
def lot(request: HttpRequest, process: str) -> HttpResponse:
    found = load_desk_process(request, process)
    refusal = may_change_in_bulk(request.user, found)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    selection = Selection.read(found, request.GET)
    back = f"{reverse('proposals_desk:table', args=[found.slug])}?{selection.as_params()}"
    if request.method != "POST":
        return redirect(back)
    act = _act(request, found)
    proposals = picked(request, selection)
    context: dict[str, Any] = {"process": found, "back": back, "proposals": proposals, "act": act}
    lack = _lack(act, proposals)
    if lack is not None or act is None:
        return render(request, "proposals/desk/lot_empty.html", {**context, "lack": lack})
    stage = request.POST.get("stage", "")
    form = act.form(found, request.POST if stage else None)
    context |= {"form": form, "numbers": ",".join(str(one.number) for one in proposals)}
    if not stage or not form.is_valid():
        return render(request, "proposals/desk/lot.html", context)
    if stage == "do":
        lines = run_lot(act, proposals, form.cleaned_data, agent_of(request))
        context |= {"lines": lines, "outcome": outcome_of(lines)}
        return render(request, "proposals/desk/lot_report.html", context)
    context |= {"is_preview": True, "told": act.told(proposals, form.cleaned_data)}
    return render(request, "proposals/desk/lot.html", context)


def _act(request: HttpRequest, process: Process) -> BulkAct | None:
    code = request.POST.get("act", "")
    act = bulk_acts.get(code) if code in bulk_acts else None
    return act if act in acts_for(request.user, process) else None


def picked(request: HttpRequest, selection: Selection) -> list[Proposal]:
    """The proposals of the lot: the numbers ticked or carried along, or all of the filter."""
    everything = Proposal.objects.of(selection.process).select_related("process", "author")
    if request.POST.get("scope") == "filter":
        numbers = list(selection.proposals().values_list("number", flat=True)[: MOST + 1])
    else:
        words = [*request.POST.getlist("pick"), *request.POST.get("numbers", "").split(",")]
        numbers = [int(word) for word in words if word.isdecimal() and len(word) < 9]
    return list(everything.filter(number__in=numbers).order_by("number"))


def _lack(act: BulkAct | None, proposals: Sequence[Proposal]) -> Refusal | None:
    if act is None:
        return Refusal("no_act", _("Choisissez ce que vous voulez faire."))
    if not proposals:
        return Refusal("nothing", _("Cochez au moins une idée."))
    if len(proposals) > MOST:
        return Refusal(
            "too_many",
            _("Un lot compte au plus %(most)s idées.") % {"most": MOST},
            remedy=_("Resserrez le filtre, puis recommencez pour le reste."),
        )
    return None


def outcome_of(lines: Sequence[Line]) -> str:
    """« 22 faites, 1 déjà faite, 2 à revoir »; what did not happen is not said."""
    done = sum(line.is_changed for line in lines)
    refused = sum(line.refusal is not None for line in lines)
    already = len(lines) - done - refused
    words = []
    if done:
        words.append(ngettext("%(n)s faite", "%(n)s faites", done) % {"n": done})
    if already:
        words.append(ngettext("%(n)s déjà faite", "%(n)s déjà faites", already) % {"n": already})
    if refused:
        words.append(_("%(n)s à revoir") % {"n": refused})
    return ", ".join(words)


def run_lot(
    act: BulkAct, proposals: Sequence[Proposal], data: dict[str, Any], actor: User
) -> list[Line]:
    """Do ``act`` on each proposal in its own transaction; one refused line stops no other.

    Doing the same lot again changes nothing: lines already so are reported as such.
    """
    lines = []
    for proposal in proposals:
        try:
            with transaction.atomic():
                lines.append(Line(proposal, act.apply(proposal, data, actor)))
        except Refused as refused:
            lines.append(Line(proposal, False, refused.refusal))
    changed = [line.proposal for line in lines if line.is_changed]
    if changed:
        with transaction.atomic():
            act.finish(changed, data, actor)
            record(
                actor=actor,
                verb="bulk_changed",
                subject=changed[0].process,
                process_id=changed[0].process_id,
                act=str(act.label),
                count=len(changed),
                numbers=[one.number for one in changed],
            )
    return lines
