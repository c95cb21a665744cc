"""First line of the pages of a jury: its members enter, after saying who they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from preau.accounts.models import User
from preau.kernel.refusal import Refused
from preau.processes.access import load_process, refused
from preau.processes.models import Process
from preau.ui.props import Link

from ..models import Juror, Jury
from ..policies import may_sit
from ..queries import deliberation_of, juror_of, jury_of

View = Callable[..., HttpResponseBase]


def find_jury(process: Process, slug: str) -> Jury:
    """The jury of that step; else 404."""
    step = next((one for one in process.ordered_steps if one.slug == slug), None)
    jury = jury_of(step) if step is not None else None
    if jury is None:
        raise Http404
    return jury


def for_jurors(view: View) -> View:
    """Strangers sign in; who does not sit reads why they cannot enter.

    The view gets the seat of this person, which knows its jury.
    """

    @wraps(view)
    def entered(request: HttpRequest, process: str, step: str, **more: Any) -> HttpResponseBase:
        jury = find_jury(load_process(request, process), step)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), redirect_field_name="suite")
        juror = juror_of(jury, request.user)
        if juror is None:
            refusal = may_sit(request.user, jury)
            assert refusal is not None  # who has no seat is refused
            return refused(request, refusal)
        juror.jury = jury
        try:
            return view(request, juror, **more)
        except Refused as stopped:
            return refused(request, stopped.refusal)

    return never_cache(entered)


def person_of(request: HttpRequest) -> User:
    """Who asks; only views behind ``for_jurors`` may call it."""
    if not isinstance(request.user, User):
        raise TypeError("person_of is for views behind for_jurors")
    return request.user


def frame(juror: Juror, current: str, **more: Any) -> dict[str, Any]:
    """What every page of a member shows: the tabs, the dates."""
    jury = juror.jury
    held = deliberation_of(jury)
    pages = [("readings", _("Mes lectures")), ("conflicts", _("Mes liens"))]
    if held is not None:
        pages.append(("deliberation", _("Délibération")))
    return {
        "jury": jury,
        "juror": juror,
        "step": jury.step,
        "process": jury.step.process,
        "deliberation": held,
        "tabs": [Link(label, jury.url(name), name == current) for name, label in pages],
        **more,
    }
