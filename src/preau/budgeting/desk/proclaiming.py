"""After the closing: the public draw that a tie asks for, and the proclamation."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.accounts.policies import may_run_process
from preau.kernel.refusal import Refusal, Refused
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk
from preau.voting.actions import record_draw

from ..actions import proclaim_winners
from ..policies import contests_of, may_proclaim
from ..proclamation import proclamation_of
from .boxes import box_lines
from .forms import DrawForm


@for_agents
def draw_lots(request: HttpRequest, process: str, contest: str) -> HttpResponse:
    found = load_desk_process(request, process)
    refusal = may_run_process(request.user, found.pk)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    boxes = box_lines([one for one in contests_of(found) if one.slug == contest])
    if not boxes:
        raise Http404
    box = boxes[0]
    if not box.needs_draw:
        reason = _("Aucune égalité ne demande de tirage au sort.")
        return refused_in_desk(request, Refusal("no_draw_needed", reason))
    form = DrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = record_draw(
            contest=box.contest, seed=form.cleaned_data["seed"], actor=agent_of(request)
        )
        if isinstance(answer, Refusal):
            return refused_in_desk(request, answer)
        messages.success(request, _("Le tirage est enregistré et le scrutin dépouillé."))
        return redirect("budgeting_desk:edition", found.slug)
    context = {"process": found, "box": box, "form": form}
    return render(request, "budgeting/desk/draw.html", context)


@for_agents
def proclaim(request: HttpRequest, process: str) -> HttpResponse:
    """Say exactly what will happen, then do it on the second button."""
    found = load_desk_process(request, process)
    refusal = may_proclaim(request.user, found)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    planned = proclamation_of(found)
    has_changed = request.method == "POST" and request.POST.get("seen") != planned.seen
    if request.method == "POST" and not has_changed:
        try:
            winners = proclaim_winners(process=found, actor=agent_of(request))
        except Refused as refused:
            return refused_in_desk(request, refused.refusal)
        said = ngettext(
            "Les résultats sont proclamés : %(n)s projet lauréat.",
            "Les résultats sont proclamés : %(n)s projets lauréats.",
            len(winners),
        )
        messages.success(request, said % {"n": len(winners)})
        return redirect("budgeting_desk:edition", found.slug)
    context = {"process": found, "planned": planned, "has_changed": has_changed}
    return render(request, "budgeting/desk/proclaim.html", context)
