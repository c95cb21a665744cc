"""How a call is set: its money, its conditions, its documents, one short page each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from preau.kernel.refusal import Refused
from preau.processes.desk_access import agent_of, for_agents
from preau.ui.forms import PlainForm

from ..models import Call, Condition, PieceKind
from ..policies import may_change_questions
from ..setting import SETTINGS, drop_line, set_call, write_condition, write_piece_kind
from .access import frame, load_desk_call
from .forms import ConditionForm, PieceKindForm, SettingsForm


@for_agents
def settings(request: HttpRequest, process: str, step: str) -> HttpResponse:
    call = load_desk_call(request, process, step, sets=True)
    now = {name: getattr(call, name) for name in (*SETTINGS, "identifying")}
    form = SettingsForm(call, request.POST if request.method == "POST" else None, initial=now)
    if form.is_bound and form.is_valid():
        try:
            set_call(call=call, settings=form.cleaned_data, actor=agent_of(request))
        except Refused as refused:
            form.add_error("asks_budget", f"{refused.refusal.reason} {refused.refusal.remedy}")
        else:
            messages.success(request, _("Réglages enregistrés."))
            return redirect(call.desk_url("settings"))
    context = frame(
        request,
        call,
        "settings",
        form=form,
        conditions=list(call.conditions.all()),
        kinds=list(call.piece_kinds.all()),
        closed=may_change_questions(call),
    )
    status = 422 if form.errors else 200
    return render(request, "calls/desk/settings.html", context, status=status)


@for_agents
def condition(request: HttpRequest, process: str, step: str, pk: int = 0) -> HttpResponse:
    """One condition of eligibility, new or known."""
    call = load_desk_call(request, process, step, sets=True)
    one = get_object_or_404(Condition, call=call, pk=pk) if pk else None
    data = request.POST if request.method == "POST" else None
    names = ("question", "reason", "remedy")
    initial = {name: getattr(one, name) for name in names} if one else {}
    initial["expects"] = "1" if one is None or one.expects else ""
    form = ConditionForm(data, initial=initial)
    if data is not None and "drop" in data and one is not None:
        drop_line(call=call, line=one, actor=agent_of(request))
        return _saved(request, call)
    if form.is_bound and form.is_valid():
        said = {**form.cleaned_data, "expects": bool(form.cleaned_data["expects"])}
        write_condition(call=call, condition=one, said=said, actor=agent_of(request))
        return _saved(request, call)
    return _line(request, call, form, one, _("Une condition"))


@for_agents
def piece(request: HttpRequest, process: str, step: str, pk: int = 0) -> HttpResponse:
    """One document that applications hold, new or known."""
    call = load_desk_call(request, process, step, sets=True)
    one = get_object_or_404(PieceKind, call=call, pk=pk) if pk else None
    data = request.POST if request.method == "POST" else None
    names = ("title", "help", "is_required", "expires", "is_anonymous")
    initial = {name: getattr(one, name) for name in names} if one else {"is_required": True}
    form = PieceKindForm(data, initial=initial)
    if data is not None and "drop" in data and one is not None:
        drop_line(call=call, line=one, actor=agent_of(request))
        return _saved(request, call)
    if form.is_bound and form.is_valid():
        write_piece_kind(call=call, kind=one, said=form.cleaned_data, actor=agent_of(request))
        return _saved(request, call)
    return _line(request, call, form, one, _("Un document"))


def _saved(request: HttpRequest, call: Call) -> HttpResponse:
    messages.success(request, _("Réglages enregistrés."))
    return redirect(call.desk_url("settings"))


def _line(
    request: HttpRequest, call: Call, form: PlainForm, one: Any, heading: str
) -> HttpResponse:
    context = frame(
        request,
        call,
        "settings",
        form=form,
        line=one,
        heading=heading,
        closed=may_change_questions(call),
    )
    return render(request, "calls/desk/line.html", context, status=422 if form.errors else 200)
