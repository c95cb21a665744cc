"""Entering the back office: who comes in, and which processes they find there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from preau.accounts.models import Person, User
from preau.accounts.policies import may_enter_desk
from preau.accounts.second_factor import NEEDED, may_enter_with
from preau.kernel.refusal import Refusal, Refused

from .access import refused
from .models import Process, ProcessQuerySet

View = Callable[..., HttpResponseBase]


def for_agents(view: View) -> View:
    """Strangers sign in first; whoever holds no role reads why they cannot enter.

    A refusal that the view did not foresee is shown as the page of a refusal.
    """

    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), redirect_field_name="suite")
        refusal = may_enter_desk(request.user)
        if refusal is not None:
            return refused(request, refusal)
        if may_enter_with(request.user, getattr(request, "session", {})) is not None:
            return _prove_again(request)
        try:
            return view(request, *args, **kwargs)
        except Refused as refused_act:
            return refused_in_desk(request, refused_act.refusal)

    return never_cache(entered)


def _prove_again(request: HttpRequest) -> HttpResponse:
    """To the page of the second proof; what was typed stays in its own window."""
    if request.method == "POST":
        return refused(request, NEEDED)
    query = urlencode({"suite": request.get_full_path()})
    return redirect(f"{reverse(settings.SECOND_FACTOR_URL)}?{query}")


def agent_of(request: HttpRequest) -> User:
    """The agent who asks; only views behind ``for_agents`` may call it."""
    if not isinstance(request.user, User):
        raise TypeError("agent_of is for views behind for_agents")
    return request.user


def may_work_on(person: Person, process: Process) -> Refusal | None:
    """Roles for the whole site open every process; roles for one process open that one."""
    if isinstance(person, User) and any(
        held.process_id in (None, process.pk) for held in person.roles
    ):
        return None
    return Refusal("not_yours", _("Cette démarche n’est pas dans vos accès."))


def processes_of(person: User) -> ProcessQuerySet:
    """The processes that this agent finds in the back office, the newest first."""
    everything = Process.objects.all()
    if any(held.process_id is None for held in person.roles):
        return everything
    return everything.filter(pk__in=[held.process_id or 0 for held in person.roles])


def active_processes(person: User) -> list[Process]:
    """This agent's processes that are not archived, with their steps, read once per request."""
    known: list[Process] | None = person.__dict__.get("_active_processes")
    if known is None:
        active = processes_of(person).exclude(state=Process.State.ARCHIVED)
        known = person.__dict__["_active_processes"] = list(active.with_steps())
    return known


def load_desk_process(request: HttpRequest, slug: str) -> Process:
    """The process at that address with its steps, if this agent works on it; else 404.

    The frame of the page lists the agent's processes anyway: it is taken from there.
    """
    mine = active_processes(request.user) if isinstance(request.user, User) else []
    known = next((one for one in mine if one.slug == slug), None)
    process = known or get_object_or_404(Process.objects.with_steps(), slug=slug)
    if may_work_on(request.user, process) is not None:
        raise Http404
    return process


def refused_in_desk(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal as a page of the back office: why, and what remains possible."""
    return render(request, "desk/refused.html", {"refusal": refusal}, status=403)
