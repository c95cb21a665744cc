"""In a city's back office: its addresses, what it uses of what it may, its readable archives."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refused, demand
from preau.ledger.actions import record
from preau.processes.desk import FirstStep
from preau.processes.desk_access import agent_of, for_agents
from preau.tenancy.scope import current_site
from preau.ui.forms import PlainForm

from ..asked_hosts import (
    ask_host,
    check_host,
    lines_for,
    may_keep_site,
    own_domains,
    withdraw_host,
)
from ..copies import KEPT, ask_copy, file_of
from ..models import Copy, HostRequest
from ..plans import shares


class HostForm(PlainForm):
    host = forms.CharField(
        label=_("Votre nom de domaine"),
        max_length=253,
        help_text=_("Un nom que la collectivité possède. Exemple\u00a0: participer.ma-ville.fr"),
        error_messages={"required": _("Écrivez le nom de domaine.")},
    )


def section(person: User) -> tuple[Any, str] | None:
    """The line of the desk's menu, for who runs the site."""
    if may_keep_site(person) is not None:
        return None
    return say("Plateforme"), reverse("operator_desk:platform")


def own_address(person: User) -> list[FirstStep]:
    """The name that the city owns, before it opens; one statement."""
    if may_keep_site(person) is not None:
        return []
    return [
        FirstStep(
            say("Demander votre nom de domaine"),
            say("Sans lui, le site garde l’adresse que la plateforme lui a donnée."),
            reverse("operator_desk:platform"),
            HostRequest.objects.exists() or len(own_domains()) > 1,
            is_optional=True,
            order=60,
        )
    ]


@for_agents
def platform(request: HttpRequest) -> HttpResponse:
    actor = agent_of(request)
    demand(may_keep_site(actor))
    form = HostForm()
    if request.method == "POST":
        asked, _sep, pk = request.POST.get("do", "").partition("-")
        if asked == "ask":
            form = _ask(request, actor)
        elif asked == "copy":
            ask_copy(actor=actor)
            messages.success(request, say("L’archive se prépare. Revenez dans un instant."))
        else:
            _act(request, asked, pk, actor)
        if not form.errors:
            return redirect("operator_desk:platform")
    context = {
        "form": form,
        "domains": own_domains(),
        "requests": [(one, lines_for(one.host)) for one in HostRequest.objects.all()[:12]],
        "shares": shares(),
        "copies": Copy.objects.select_related("asked_by")[:8],
        "kept": KEPT.days,
    }
    status = 422 if form.errors else 200
    return render(request, "operator/desk/platform.html", context, status=status)


def _ask(request: HttpRequest, actor: User) -> HostForm:
    form = HostForm(request.POST)
    if form.is_valid():
        try:
            made = ask_host(typed=form.cleaned_data["host"], actor=actor)
        except Refused as refused:
            said = [refused.refusal.reason, refused.refusal.remedy]
            form.add_error("host", " ".join(str(one) for one in said if one))
        else:
            check_host(made)
            messages.success(request, say("Demande envoyée à la plateforme."))
    return form


def _act(request: HttpRequest, asked: str, pk: str, actor: User) -> None:
    if asked not in ("check", "withdraw") or not pk.isdecimal():
        raise Http404
    found = get_object_or_404(HostRequest, pk=int(pk))
    if asked == "check":
        check_host(found)
        messages.success(request, say("Vérification faite."))
    else:
        withdraw_host(request=found, actor=actor)
        messages.success(request, say("Demande retirée."))


@for_agents
def copy_file(request: HttpRequest, key: str) -> HttpResponseBase:
    """The archive itself, for administrators; each reading is in the journal."""
    actor = agent_of(request)
    demand(may_keep_site(actor))
    copy = get_object_or_404(Copy, key=key)
    path = file_of(copy)
    if copy.ready_at is None or not path.is_file():
        raise Http404
    record(actor=actor, verb="took_archive", subject=copy)
    name = f"{current_site().slug}-{clock.now():%Y-%m-%d}.zip"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)
