"""Proving a second time who enters: adding an application, giving its code, codes of rescue."""

from __future__ import annotations

from functools import wraps
from typing import Any

import segno
from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from preau.accounts import second_factor as proofs
from preau.accounts.policies import may_enter_desk
from preau.kernel.refusal import Refusal, Refused
from preau.processes.access import refused
from preau.processes.desk_access import View, agent_of, for_agents
from preau.tenancy.scope import current_site
from preau.ui.forms import PlainForm

from ..second_factor import may_keep_security, require_second_factor

_MENU = {"menu_url": "/bureau/equipe/"}


class CodeForm(PlainForm):
    code = forms.CharField(
        max_length=20,
        label=gettext_lazy("Code"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
        error_messages={"required": gettext_lazy("Tapez le code.")},
    )


def for_known_agents(view: View) -> View:
    """Agents on their first proof: the only pages that need no second one."""

    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), redirect_field_name="suite")
        refusal = may_enter_desk(request.user)
        if refusal is not None:
            return refused(request, refusal)
        return view(request, *args, **kwargs)

    return never_cache(entered)


def _then(request: HttpRequest) -> str:
    wanted = request.POST.get("suite") or request.GET.get("suite") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else "/bureau/"


@for_known_agents
def second_factor(request: HttpRequest) -> HttpResponse:
    """The code of the application, or the way to add one where the site asks for it."""
    person = agent_of(request)
    if proofs.factor_of(person) is None:
        return _begin(request)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        refusal = proofs.check(user=person, code=form.cleaned_data["code"])
        if refusal is None:
            _open(request)
            return redirect(_then(request))
        _say(form, refusal)
    status = 422 if form.errors else 200
    context = {"form": form, "then": _then(request)}
    return render(request, "team/second_factor.html", context, status=status)


def _begin(request: HttpRequest) -> HttpResponse:
    """A secret to scan or to type, confirmed by a first code."""
    person = agent_of(request)
    held = proofs.begin(user=person)
    held.user = person
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        codes = proofs.confirm(user=person, code=form.cleaned_data["code"])
        if not isinstance(codes, Refusal):
            _open(request)
            shown = {"codes": _pairs(codes), "then": _then(request)}
            return render(request, "team/recovery_codes.html", shown)
        _say(form, codes)
    context: dict[str, Any] = {
        "form": form,
        "then": _then(request),
        "secret": proofs.secret_of(held),
        "qr": segno.make(proofs.address_of(held), error="m").svg_data_uri(scale=5, border=2),
        "is_needed": current_site().needs_second_factor,
    }
    return render(request, "team/add_factor.html", context, status=422 if form.errors else 200)


def _open(request: HttpRequest) -> None:
    """This browser has proved twice; its session takes a new key."""
    request.session.cycle_key()
    request.session[proofs.PROVED] = agent_of(request).pk
    request.session.pop(proofs.DUE, None)


def _say(form: CodeForm, refusal: Refusal) -> None:
    form.add_error("code", f"{refusal.reason} {refusal.remedy}".strip())


def _pairs(codes: list[str]) -> list[str]:
    return [f"{one[:4]}-{one[4:]}" for one in codes]


@for_agents
def security(request: HttpRequest) -> HttpResponse:
    """One's own second proof; and, for the administration, whether the site asks it of all."""
    person = agent_of(request)
    refusal = None
    if request.method == "POST":
        try:
            answer = _act(request)
        except Refused as refused_act:
            refusal = refused_act.refusal
        else:
            return answer
    context = {
        "factor": proofs.factor_of(person),
        "left": person.recovery_codes.filter(used_at=None).count(),
        "is_needed": current_site().needs_second_factor,
        "administers": may_keep_security(person) is None,
        "refusal": refusal,
    }
    return render(request, "team/desk/security.html", context | _MENU)


def _act(request: HttpRequest) -> HttpResponse:
    person, do = agent_of(request), request.POST.get("do", "")
    if do in ("require", "free"):
        require_second_factor(is_needed=do == "require", actor=person)
        messages.success(request, _("C’est réglé pour tout le bureau."))
    elif do == "codes" and proofs.factor_of(person) is not None:
        codes = proofs.new_recovery_codes(user=person)
        return render(
            request,
            "team/recovery_codes.html",
            {"codes": _pairs(codes), "then": "/bureau/securite/"},
        )
    elif do == "off":
        if current_site().needs_second_factor:
            raise Refused(Refusal("needed", _("Ce site la demande à toutes ses équipes.")))
        proofs.forget(user=person)
        messages.success(request, _("La double vérification est retirée de votre compte."))
    return redirect("team_desk:security")
