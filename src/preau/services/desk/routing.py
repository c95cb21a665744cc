"""The rules that send ideas to services: read, tried on ideas already known, then kept."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from preau.kernel.refusal import Refused
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk
from preau.proposals.desk.actions import assign_service, tell_service
from preau.proposals.desk.policies import may_change_in_bulk
from preau.proposals.desk.sheet import load_proposal, sheet_url

from ..actions import delete_rule, move_rule, save_rule
from ..models import Rule
from ..policies import may_run_services, may_see_services
from ..queries import Router, try_rules
from .forms import RuleForm

_MENU = {"menu_url": "/bureau/services/"}


@for_agents
def rules(request: HttpRequest) -> HttpResponse:
    refusal = may_see_services(request.user)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    if request.method == "POST":
        refusal = may_run_services(request.user)
        if refusal is not None:
            return refused_in_desk(request, refusal)
        _arrange(request)
        return redirect("services_desk:rules")
    found = Router.load().rules
    context = {"rules": found, "may_run": may_run_services(request.user) is None}
    if found:
        context["trial"] = try_rules(found)
    return render(request, "services/desk/rules.html", context | _MENU)


def _arrange(request: HttpRequest) -> None:
    act, _sep, pk = request.POST.get("do", "").partition("-")
    rule = Rule.objects.filter(pk=pk).select_related("service").first() if pk.isdecimal() else None
    if rule is None:
        messages.error(request, _("Cette règle n’existe plus."))
    elif act == "delete":
        delete_rule(rule=rule, actor=agent_of(request))
        messages.success(
            request, _("La règle est effacée. Les idées déjà confiées ne bougent pas.")
        )
    else:
        move_rule(rule=rule, up=act == "up", actor=agent_of(request))


@for_agents
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """A rule, or a new one at number 0: tried as often as wanted, then kept."""
    refusal = may_run_services(request.user)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    found = get_object_or_404(Rule, pk=pk) if pk else Rule(order=Rule.objects.count() + 1)
    form = RuleForm(found, request.POST if request.method == "POST" else None)
    context = {"form": form, "rule": found, **_MENU}
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "save":
            save_rule(rule=found, **form.cleaned_data, actor=agent_of(request))
            messages.success(request, _("La règle est enregistrée."))
            return redirect("services_desk:rules")
        context["trial"] = try_rules(_with(found, form))
    return render(request, "services/desk/rule.html", context)


def _with(found: Rule, form: RuleForm) -> list[Rule]:
    """All the rules as they would be with this one, unsaved."""
    data = form.cleaned_data
    tried = Rule(
        order=found.order,
        theme=data["theme"],
        zone=data["zone"],
        keywords=data["keywords"],
        service=data["service"],
    )
    others = [one for one in Router.load().rules if one.pk != found.pk]
    return sorted([*others, tried], key=lambda one: one.order)


@for_agents
def entrust(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Do what the rules suggest for one idea, from its sheet."""
    found = load_desk_process(request, process)
    refusal = may_change_in_bulk(request.user, found)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    proposal = load_proposal(request, found, number)
    if request.method == "POST":
        route = Router.load().route(proposal)
        if route is None:
            messages.error(request, _("Aucune règle ne dit à qui confier cette idée."))
        else:
            try:
                done = assign_service(
                    proposal=proposal, service=route.service, actor=agent_of(request)
                )
            except Refused as refused:
                return refused_in_desk(request, refused.refusal)
            if done:
                tell_service(service=route.service, process=found, numbers=[number])
                said = _("L’idée est confiée au service %(name)s.") % {"name": route.service}
                messages.success(request, said)
    return redirect(sheet_url(request, found, number))


def entrust_url(process: str, number: int) -> str:
    """Where the button of the sheet posts."""
    return reverse("services_desk:entrust", args=[process, number])
