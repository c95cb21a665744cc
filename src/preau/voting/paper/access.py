"""First lines of the pages of paper: the process, its election, and who may handle it."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from preau.processes.desk_access import View, for_agents, load_desk_process, refused_in_desk
from preau.processes.models import Process

from ..models import Contest, Election
from ..queries import election_of
from .policies import may_handle_paper


def for_clerks(view: View) -> View:
    """The view is given the election of the process; others read why they may not come in."""

    @wraps(view)
    def entered(request: HttpRequest, process: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = load_desk_process(request, process)
        refusal = may_handle_paper(request.user, found.pk)
        if refusal is not None:
            return refused_in_desk(request, refusal)
        election = election_in(found)
        if election is None:
            raise Http404
        return view(request, election, *args, **kwargs)

    return for_agents(entered)


def election_in(process: Process) -> Election | None:
    """The election of the vote of a process, when it has one."""
    step = process.step_of_kind("vote")
    return election_of(step) if step is not None else None


def contest_of(election: Election, slug: str) -> Contest:
    """A contest of the election that is printed: its list and rule are frozen."""
    found = get_object_or_404(
        Contest.objects.select_related("zone").exclude(state=Contest.State.DRAFT),
        election=election,
        slug=slug,
    )
    found.election = election
    return found


def printed(election: Election) -> list[Contest]:
    """Contests whose ballots can be printed, neighbourhoods in their order, then the town."""
    frozen = [one for one in election.contests.all() if one.state != Contest.State.DRAFT]
    return sorted(frozen, key=lambda one: (one.zone is None, one.zone.number if one.zone else 0))
