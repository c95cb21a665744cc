"""The team: a list, an invitation, a page for each person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from preau.accounts.models import Role, User
from preau.accounts.second_factor import factor_of
from preau.kernel.refusal import Refused
from preau.processes.desk_access import agent_of, for_agents, refused_in_desk

from ..actions import end_access, end_role, give_role, remind
from ..policies import may_end, may_grant, may_see_team
from ..queries import roles_of, team, titles_of
from ..second_factor import may_reset, reset_second_factor
from .forms import InviteForm, RoleForm

_MENU = {"menu_url": "/bureau/equipe/"}
PER_PAGE = 50


@for_agents
def team_list(request: HttpRequest) -> HttpResponse:
    refusal = may_see_team(request.user)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    asked = {
        "words": request.GET.get("mots", "").strip()[:80],
        "role": request.GET.get("role", ""),
        "waiting": request.GET.get("attente") == "1",
    }
    page = Paginator(team(**asked), PER_PAGE).get_page(request.GET.get("page"))  # type: ignore[arg-type]
    titles = titles_of(page)
    context = {
        "page": page,
        "people": [(one, roles_of(one, titles)) for one in page],
        "asked": asked,
        "roles": Role.choices,
    }
    return render(request, "team/desk/list.html", context | _MENU)


@for_agents
def invite(request: HttpRequest) -> HttpResponse:
    refusal = may_see_team(request.user)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    actor = agent_of(request)
    form = InviteForm(actor, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            person = give_role(**form.cleaned_data, actor=actor)
        except Refused as refused:
            form.add_error(None, _said(refused))
        else:
            name = form.cleaned_data["email"]
            said = _("L’invitation part à %(name)s.") if person else _("%(name)s a déjà ce rôle.")
            messages.success(request, said % {"name": name})
            return redirect("team_desk:list")
    status = 422 if form.errors else 200
    return render(request, "team/desk/invite.html", {"form": form} | _MENU, status=status)


@for_agents
def person(request: HttpRequest, pk: int) -> HttpResponse:
    refusal = may_see_team(request.user)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    found = team().filter(pk=pk).first()
    if found is None:
        raise Http404
    if request.method != "POST":
        return _page(request, found)
    try:
        return _act(request, found)
    except Refused as refused:
        return _page(request, found, refusal=refused.refusal)


def _act(request: HttpRequest, found: User) -> HttpResponse:
    """One act of the page, by the button that was pressed."""
    actor, (asked, _sep, pk) = agent_of(request), request.POST.get("do", "").partition("-")
    if asked == "give":
        form = RoleForm(actor, request.POST)
        if not form.is_valid():
            return _page(request, found, form=form)
        given = give_role(email=found.email, **form.cleaned_data, actor=actor)
        messages.success(request, _("Rôle confié.") if given else _("Cette personne l’a déjà."))
    elif asked == "end":
        held = next((one for one in found.memberships.all() if str(one.pk) == pk), None)
        if held is not None:
            end_role(held=held, actor=actor)
            messages.success(request, _("Le rôle est retiré."))
    elif asked == "remind":
        remind(person=found, actor=actor)
        messages.success(request, _("L’invitation est repartie."))
    elif asked == "reset":
        reset_second_factor(person=found, actor=actor)
        messages.success(request, _("La double vérification est réinitialisée."))
    elif asked == "leave":
        end_access(person=found, actor=actor)
        messages.success(request, _("%(name)s n’a plus ces accès.") % {"name": found.full_name})
    if not team().filter(pk=found.pk).exists():
        return redirect("team_desk:list")
    return redirect("team_desk:person", found.pk)


def _page(request: HttpRequest, found: User, **given: Any) -> HttpResponse:
    actor, titles = agent_of(request), titles_of([found])
    context = {
        "person": found,
        "roles": [(one, may_end(actor, one.held)) for one in roles_of(found, titles)],
        "form": RoleForm(actor),
        "may_remind": found.last_login is None
        and any(may_grant(actor, one.role, one.process_id) is None for one in found.roles),
        "may_reset": may_reset(actor, found) is None and factor_of(found) is not None,
        **given,
    }
    context["may_leave"] = any(refusal is None for _one, refusal in context["roles"])
    status = 422 if given else 200
    return render(request, "team/desk/person.html", context | _MENU, status=status)


def _said(refused: Refused) -> str:
    return f"{refused.refusal.reason} {refused.refusal.remedy}".strip()
