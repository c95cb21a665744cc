"""A petition in the back office: its gauge, its text, the list to verify, the answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from preau.accounts.policies import may_run_process
from preau.kernel import clock
from preau.kernel.sheets import csv_lines
from preau.ledger.actions import record
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk

from ..actions import answer_petition, set_petition
from ..models import Petition
from ..policies import may_set
from ..public.views import gauge_of
from ..queries import petition_of, story_of, verification_heads, verification_rows
from .forms import AnswerForm, SettingsForm


def load_petition(request: HttpRequest, process: str, step: str) -> Petition:
    """The petition at that address, if this agent works on its process; else 404."""
    found = load_desk_process(request, process)
    one = next((each for each in found.ordered_steps if each.slug == step), None)
    petition = petition_of(one) if one is not None else None
    if petition is None:
        raise Http404
    return petition


def _context(petition: Petition, **more: Any) -> dict[str, Any]:
    return {"process": petition.step.process, "step": petition.step, "petition": petition, **more}


@for_agents
def home(request: HttpRequest, process: str, step: str) -> HttpResponse:
    petition = load_petition(request, process, step)
    refusal = may_run_process(request.user, petition.step.process_id)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    context = _context(
        petition,
        gauge=gauge_of(petition),
        story=story_of(petition),
        may_set=may_set(request.user, petition, clock.now()) is None,
    )
    return render(request, "petitions/desk/home.html", context)


@for_agents
def settings(request: HttpRequest, process: str, step: str) -> HttpResponse:
    petition = load_petition(request, process, step)
    refusal = may_set(request.user, petition, clock.now())
    if refusal is not None:
        return refused_in_desk(request, refusal)
    form = SettingsForm(petition, request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_petition(petition=petition, settings=form.cleaned_data, actor=agent_of(request))
        messages.success(request, _("La demande est enregistrée."))
        return redirect("petitions_desk:home", process, step)
    status = 422 if form.errors else 200
    return render(
        request, "petitions/desk/settings.html", _context(petition, form=form), status=status
    )


@for_agents
def answer(request: HttpRequest, process: str, step: str) -> HttpResponse:
    petition = load_petition(request, process, step)
    refusal = may_run_process(request.user, petition.step.process_id)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    form = AnswerForm(petition, request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer_petition(petition=petition, answer=form.cleaned_data, actor=agent_of(request))
        messages.success(request, _("La suite donnée paraît sur la page de la pétition."))
        return redirect("petitions_desk:home", process, step)
    status = 422 if form.errors else 200
    return render(
        request, "petitions/desk/answer.html", _context(petition, form=form), status=status
    )


@for_agents
@require_POST
def export(request: HttpRequest, process: str, step: str) -> HttpResponseBase:
    """The list for the elections service: personal data, so who took it is written."""
    petition = load_petition(request, process, step)
    refusal = may_run_process(request.user, petition.step.process_id)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    record(
        actor=agent_of(request),
        verb="exported_signatures",
        subject=petition,
        process_id=petition.step.process_id,
    )
    lines = csv_lines(verification_heads(), verification_rows(petition))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="signatures-{process}.csv"'
    return response
