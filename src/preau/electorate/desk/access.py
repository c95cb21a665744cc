"""First lines of the pages on who may vote: the process, its vote, and who may act there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from preau.accounts.models import Person
from preau.accounts.policies import may_enter_desk
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused
from preau.processes.desk_access import (
    View,
    agent_of,
    for_agents,
    load_desk_process,
    refused_in_desk,
)
from preau.processes.models import Process, Step

from ..models import Electorate
from ..policies import may_check_documents, may_issue_codes, may_set_electorate
from ..queries import electorate_of

Policy = Callable[[Person, Step], Refusal | None]


def voting_step(process: Process) -> Step | None:
    """The step of a process whose people are told apart: its vote."""
    return next((one for one in process.ordered_steps if one.behaviour.tells_apart), None)


def menu_line(process: Process) -> tuple[Any, str] | None:
    """The line of the menu, for a process whose people are told apart."""
    if voting_step(process) is None:
        return None
    return _("Qui peut voter"), reverse("electorate_desk:overview", args=[process.slug])


def may_set(person: Person, step: Step) -> Refusal | None:
    return may_set_electorate(person, step, clock.now())


def may_issue(person: Person, step: Step) -> Refusal | None:
    return may_issue_codes(person, step, clock.now())


def may_check(person: Person, step: Step) -> Refusal | None:
    return may_check_documents(person, step, clock.now())


def may_read(person: Person, step: Step) -> Refusal | None:
    """Whoever works on the process reads its rules and figures: they name nobody."""
    return may_enter_desk(person)


def for_electorate(policy: Policy) -> Callable[[View], View]:
    """The view is given the electorate of the process; a refused act shows why."""

    def guarded(view: View) -> View:
        @wraps(view)
        def entered(
            request: HttpRequest, process: str, *args: Any, **kwargs: Any
        ) -> HttpResponseBase:
            found = load_desk_process(request, process)
            step = voting_step(found)
            if step is None:
                raise Http404
            refusal = policy(agent_of(request), step)
            if refusal is not None:
                return refused_in_desk(request, refusal)
            try:
                return view(request, _electorate(step), *args, **kwargs)
            except Refused as refused:
                return refused_in_desk(request, refused.refusal)

        return for_agents(entered)

    return guarded


def _electorate(step: Step) -> Electorate:
    found = electorate_of(step)
    found.step = step
    return found
