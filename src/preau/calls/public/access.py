"""Whose application this is, and the call it answers."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache

from preau.accounts.models import User
from preau.processes.access import load_process
from preau.processes.desk_access import View

from ..models import Application, Call
from ..policies import may_read
from ..queries import call_of


def load_call(request: HttpRequest, process: str, step: str) -> Call:
    """The call at that address if this person may see it; else 404."""
    found = load_process(request, process)
    one = next((each for each in found.ordered_steps if each.slug == step), None)
    call = call_of(one) if one is not None and one.kind == "call" else None
    if call is None:
        raise Http404
    return call


def load_application(request: HttpRequest, process: str, step: str, pk: int) -> Application:
    """The application if this person works on it; else 404, as if it were not there."""
    call = load_call(request, process, step)
    found = Application.objects.select_related("proposal").filter(call=call, pk=pk).first()
    if found is None or may_read(request.user, found) is not None:
        raise Http404
    found.call = call
    if found.proposal is not None:
        found.proposal.process = call.step.process
    return found


def for_people(view: View) -> View:
    """Strangers sign in first, and come back."""

    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not isinstance(request.user, User):
            return redirect_to_login(request.get_full_path(), redirect_field_name="suite")
        return view(request, *args, **kwargs)

    return never_cache(entered)


def person_of(request: HttpRequest) -> User:
    """Who asks; only views behind ``for_people`` may call it."""
    if not isinstance(request.user, User):
        raise TypeError("person_of is for views behind for_people")
    return request.user


def frame(application: Application, **more: Any) -> dict[str, Any]:
    """What every page of an application shows."""
    return {
        "application": application,
        "call": application.call,
        "step": application.call.step,
        "process": application.call.step.process,
        **more,
    }
