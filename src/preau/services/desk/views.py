"""The services: a list, a page each, and their import."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.accounts.models import Service
from preau.kernel import clock
from preau.kernel.refusal import Refused
from preau.processes.desk_access import agent_of, for_agents, refused_in_desk

from ..actions import add_agent, forget_absence, note_absence, remove_agent, save_service
from ..importing import HEADS, Report, read, write
from ..models import Absence, Rule
from ..policies import may_note_absence, may_run_services, may_see_services
from ..queries import all_services, services_of
from .figures import service_figures
from .forms import (
    AbsenceForm,
    AgentForm,
    ImportForm,
    ServiceForm,
    absence_agents,
    coming_absences,
)

_MENU = {"menu_url": "/bureau/services/"}


@for_agents
def service_list(request: HttpRequest) -> HttpResponse:
    refusal = may_see_services(request.user)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    services = list(all_services())
    figures = service_figures(services)
    context = {
        "services": [(one, figures.lines.get(one.pk)) for one in services],
        "figures": figures,
        "mine": services_of(agent_of(request)),
        "may_run": may_run_services(request.user) is None,
        "rules": Rule.objects.count(),
    }
    return render(request, "services/desk/list.html", context | _MENU)


@for_agents
def new_service(request: HttpRequest) -> HttpResponse:
    refusal = may_run_services(request.user)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    service = Service()
    form = ServiceForm(service, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            save_service(service=service, **form.cleaned_data, actor=agent_of(request))
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("Le service est créé. Ajoutez ses agents."))
            return redirect("services_desk:service", service.pk)
    return render(request, "services/desk/new.html", {"form": form} | _MENU)


@for_agents
def service(request: HttpRequest, pk: int) -> HttpResponse:
    refusal = may_see_services(request.user)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    found = get_object_or_404(Service.objects.select_related("lead"), pk=pk)
    if request.method != "POST":
        return _page(request, found)
    try:
        return _act(request, found)
    except Refused as refused:
        return _page(request, found, refusal=refused.refusal)


def _act(request: HttpRequest, found: Service) -> HttpResponse:
    """One act of the page, by the button that was pressed."""
    actor, asked = agent_of(request), request.POST.get("do")
    if asked == "save":
        form = ServiceForm(found, request.POST)
        if not form.is_valid():
            return _page(request, found, form=form)
        changed = save_service(service=found, **form.cleaned_data, actor=actor)
        messages.success(request, _("Service enregistré.") if changed else _("Rien n’a changé."))
    elif asked == "add":
        agent_form = AgentForm(request.POST)
        if not agent_form.is_valid():
            return _page(request, found, agent_form=agent_form)
        person = add_agent(service=found, **agent_form.cleaned_data, actor=actor)
        added, known = _("L’agent est ajouté."), _("Cette personne y travaille déjà.")
        messages.success(request, added if person else known)
    elif asked == "absence":
        absence_form = AbsenceForm(absence_agents(found), request.POST)
        if not absence_form.is_valid():
            return _page(request, found, absence_form=absence_form)
        note_absence(**absence_form.cleaned_data, actor=actor)
        messages.success(request, _("L’absence est notée."))
    else:
        _take_away(request, found)
    return redirect("services_desk:service", found.pk)


def _take_away(request: HttpRequest, found: Service) -> None:
    actor, agents = agent_of(request), absence_agents(found)
    key, _sep, pk = request.POST.get("do", "").partition("-")
    if key == "remove":
        agent = next((one for one in agents if str(one.pk) == pk), None)
        if agent is not None and remove_agent(service=found, agent=agent, actor=actor):
            messages.success(request, _("Cette personne n’y travaille plus."))
    elif key == "forget" and pk.isdecimal():
        absence = Absence.objects.filter(pk=pk, user__in=agents).first()
        if absence is not None:
            forget_absence(absence=absence, actor=actor)
            messages.success(request, _("L’absence est effacée."))


def _page(request: HttpRequest, found: Service, **given: Any) -> HttpResponse:
    person, agents = agent_of(request), absence_agents(found)
    today = timezone.localdate(clock.now())
    noted = [one for one in agents if may_note_absence(person, one) is None]
    context = {
        "service": found,
        "agents": agents,
        "absences": coming_absences(agents, today),
        "may_run": may_run_services(person) is None,
        "noted": noted,
        "form": ServiceForm(found),
        "agent_form": AgentForm(),
        "absence_form": AbsenceForm(noted),
        **given,
    }
    return render(request, "services/desk/service.html", context | _MENU)


@for_agents
def import_services(request: HttpRequest) -> HttpResponse:
    refusal = may_run_services(request.user)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    form = ImportForm(request.POST or None, request.FILES or None)
    report: Report | None = None
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if request.POST.get("do") == "write":
            done = write(text=text, actor=agent_of(request))
            said = ngettext("%(n)s ligne importée.", "%(n)s lignes importées.", done.changes)
            messages.success(request, said % {"n": done.changes})
            return redirect("services_desk:list")
        report = read(text)
        form = ImportForm(initial={"text": text})
    context = {"form": form, "report": report, "heads": "; ".join(HEADS)}
    return render(request, "services/desk/import.html", context | _MENU)
