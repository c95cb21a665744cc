"""Keeping a view of the table, for oneself or for the team."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import User
from preau.accounts.policies import may_run_process
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk
from preau.processes.models import Process
from preau.ui.forms import PlainForm

from ..saved import SavedView
from .policies import may_read_proposals
from .selection import Selection


class ViewForm(PlainForm):
    name = forms.CharField(
        max_length=60,
        label=gettext_lazy("Nom de la vue"),
        error_messages={"required": gettext_lazy("Donnez un nom à cette vue.")},
    )
    is_shared = forms.BooleanField(
        required=False,
        label=gettext_lazy("Partager avec l’équipe"),
        help_text=gettext_lazy("Toutes les personnes qui travaillent sur la démarche la trouvent."),
    )


def views_of(process: Process, person: User) -> QuerySet[SavedView]:
    """The views of ``person`` and those that the team shares."""
    return process.saved_views.filter(Q(owner=person) | Q(is_shared=True))


@transaction.atomic
def save_view(
    *, process: Process, owner: User, name: str, params: str, is_shared: bool
) -> SavedView:
    """Keep the address of the table under a name; the same name replaces one's own view."""
    view, _new = SavedView.objects.update_or_create(
        process=process,
        owner=owner,
        name=name.strip(),
        defaults={"params": params, "is_shared": is_shared},
    )
    return view


def may_delete(person: User, view: SavedView) -> bool:
    """One's own; those who run the process also tidy what the team shares."""
    is_runner = may_run_process(person, view.process_id) is None
    return view.owner_id == person.pk or (view.is_shared and is_runner)


@for_agents
def saved(request: HttpRequest, process: str) -> HttpResponse:
    """The page that names the present list, and lists the views already kept."""
    found = load_desk_process(request, process)
    refusal = may_read_proposals(request.user, found)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    person = agent_of(request)
    params = Selection.read(found, request.GET, person.pk).as_params()
    table = reverse("proposals_desk:table", args=[found.slug])
    if request.POST.get("delete", "").isdecimal():
        view = get_object_or_404(views_of(found, person), pk=int(request.POST["delete"]))
        if may_delete(person, view):
            view.delete()
            messages.success(request, _("La vue est supprimée."))
        return redirect(f"{request.path}?{params}")
    form = ViewForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        save_view(process=found, owner=person, params=params, **form.cleaned_data)
        messages.success(request, _("La vue est gardée."))
        return redirect(f"{table}?{params}")
    views = [(view, may_delete(person, view)) for view in views_of(found, person)]
    context = {"process": found, "form": form, "views": views, "back": f"{table}?{params}"}
    context["menu_url"] = table
    return render(request, "proposals/desk/saved.html", context)
