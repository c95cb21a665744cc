"""May this project be helped? A few questions, their verdict, then the application begins."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.processes.access import refused
from preau.processes.requirements import identity_url, missing_requirements
from preau.questions.forms import form_for
from preau.ui.forms import PlainForm

from ..actions import begin_application
from ..eligibility import conditions_of, document_of, refusals_of
from ..models import Call
from ..policies import may_apply
from .access import load_call

#: In the session: the calls whose check this browser has passed.
_PASSED = "calls_passed"


class BeginForm(PlainForm):
    """Two words to find the application again; all of it can change."""

    title = forms.CharField(label=_("Nom du projet"), max_length=120)
    holder = forms.CharField(
        label=_("Nom du porteur"),
        help_text=_("L’association, le collectif, l’établissement ou la personne qui dépose."),
        max_length=80,
    )


def _context(call: Call, **more: Any) -> dict[str, Any]:
    return {"call": call, "step": call.step, "process": call.step.process, **more}


@never_cache
def check(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """The conditions as questions; a « no » says why and what remains possible."""
    call = load_call(request, process, step)
    refusal = may_apply(request.user, call, clock.now())
    if refusal is not None:
        return refused(request, refusal, back=call.url("home"))
    if not conditions_of(call):
        _pass(request, call)
        return redirect(call.url("begin"))
    data = request.POST if request.method == "POST" else None
    form = form_for(document_of(call), {}, data=data)
    broken: list[Refusal] = []
    if data is not None and form.is_valid():
        broken = refusals_of(call, form.answers)
        if not broken:
            _pass(request, call)
            return redirect(call.url("begin"))
    status = 422 if form.errors else 200
    context = _context(call, form=form, broken=broken)
    return render(request, "calls/public/check.html", context, status=status)


def _pass(request: HttpRequest, call: Call) -> None:
    known = [pk for pk in request.session.get(_PASSED, []) if pk != call.pk]
    request.session[_PASSED] = [*known, call.pk][-20:]


@never_cache
def begin(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Who one is, then two words: the application exists and is found again in « mon espace »."""
    call = load_call(request, process, step)
    refusal = may_apply(request.user, call, clock.now())
    if refusal is not None:
        return refused(request, refusal, back=call.url("home"))
    if conditions_of(call) and call.pk not in request.session.get(_PASSED, []):
        return redirect(call.url("check"))
    if missing_requirements(call.step, request.user) or not isinstance(request.user, User):
        return redirect(identity_url(call.step, then=call.url("begin")))
    form = BeginForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        made = begin_application(call=call, person=request.user, **form.cleaned_data)
        if isinstance(made, Refusal):
            return refused(request, made, back=call.url("home"))
        return redirect(made.url("tasks"))
    status = 422 if form.errors else 200
    return render(request, "calls/public/begin.html", _context(call, form=form), status=status)
