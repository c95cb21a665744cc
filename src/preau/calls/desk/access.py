"""The call and its applications, for the agents of its process."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from preau.kernel.refusal import demand
from preau.processes.desk_access import load_desk_process
from preau.ui.props import Link

from ..models import Application, Call
from ..policies import may_see_desk, may_set
from ..queries import call_of


def load_desk_call(request: HttpRequest, process: str, step: str, *, sets: bool = False) -> Call:
    """The call at that address, else 404; ``Refused`` for who may not read it (or ``set`` it)."""
    found = load_desk_process(request, process)
    one = next((each for each in found.ordered_steps if each.slug == step), None)
    call = call_of(one) if one is not None and one.kind == "call" else None
    if call is None:
        raise Http404
    demand(may_set(request.user, call) if sets else may_see_desk(request.user, call))
    return call


def load_sent(call: Call, pk: int) -> Application:
    """An application that was sent once; a draft is nobody's business here."""
    found = (
        Application.objects.filter(call=call, pk=pk, proposal__isnull=False)
        .select_related("proposal__process")
        .first()
    )
    if found is None:
        raise Http404
    found.call = call
    return found


def frame(request: HttpRequest, call: Call, current: str, **more: Any) -> dict[str, Any]:
    """What every page of the call shows in the back office."""
    names = [("home", _("Dossiers"))]
    if may_set(request.user, call) is None:
        names += [("settings", _("Réglages")), ("questions", _("Questions"))]
    return {
        "call": call,
        "step": call.step,
        "process": call.step.process,
        "tabs": [Link(label, call.desk_url(name), name == current) for name, label in names],
        "may_set": may_set(request.user, call) is None,
        **more,
    }
