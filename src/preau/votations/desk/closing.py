"""After the closing: the public draw that a tie asks for, the proclamation, what was decided."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from preau.accounts.policies import may_run_process
from preau.kernel.refusal import Refusal
from preau.processes.desk_access import agent_of, for_agents, refused_in_desk
from preau.voting.actions import record_draw

from ..actions import proclaim_result, tell_outcome
from ..policies import may_proclaim, may_tell_outcome
from ..queries import questions_of
from ..results import result_of
from .boxes import box_lines
from .forms import DrawForm, OutcomeForm
from .views import load_votation


@for_agents
def draw_lots(request: HttpRequest, process: str, contest: str) -> HttpResponse:
    """Record what was drawn in public between equal answers."""
    votation = load_votation(request, process)
    refusal = may_run_process(request.user, votation.process_id)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    lines = box_lines(questions_of(votation))
    box = next((one for one in lines if one.contest.slug == contest), None)
    if box is None:
        raise Http404
    if not box.tied:
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
        return redirect("votations_desk:home", votation.process.slug)
    context = {"process": votation.process, "box": box, "form": form}
    status = 422 if form.errors else 200
    return render(request, "votations/desk/draw.html", context, status=status)


@for_agents
def proclaim(request: HttpRequest, process: str) -> HttpResponse:
    """Read the results as everyone will, then make them public."""
    votation = load_votation(request, process)
    refusal = may_proclaim(request.user, votation.process)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    if request.method == "POST":
        proclaim_result(votation=votation, actor=agent_of(request))
        messages.success(request, _("Le résultat est proclamé\u00a0: tout le monde peut le lire."))
        return redirect("votations_desk:home", votation.process.slug)
    results = [result_of(one) for one in questions_of(votation)]
    context = {"process": votation.process, "results": results}
    return render(request, "votations/desk/proclaim.html", context)


@for_agents
def outcome(request: HttpRequest, process: str) -> HttpResponse:
    """What the council decided after the vote, told on the page of results."""
    votation = load_votation(request, process)
    refusal = may_tell_outcome(request.user, votation)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    initial = {
        "words": votation.outcome,
        "act": votation.outcome_act,
        "on": votation.outcome_on,
    }
    form = OutcomeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        tell_outcome(votation=votation, actor=agent_of(request), **form.cleaned_data)
        messages.success(request, _("La décision paraît avec le résultat."))
        return redirect("votations_desk:home", votation.process.slug)
    context = {"process": votation.process, "form": form}
    status = 422 if form.errors else 200
    return render(request, "votations/desk/outcome.html", context, status=status)
