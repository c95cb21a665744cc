"""« Indices à examiner »: what in the roll of a vote deserves a look, and what was set aside."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from preau.ledger.actions import record
from preau.processes.desk_access import agent_of, for_agents, refused_in_desk

from ..fraud.policies import may_set_aside
from ..fraud.queries import Signs, signs_of
from ..models import Election, SetAside
from .sealed import load_vote


@for_agents
def page(request: HttpRequest, process: str) -> HttpResponse:
    """Explains what is looked for; looks when asked, which the ledger remembers."""
    found, election, refusal = load_vote(request, process)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    contests = list(election.contests.all())
    context = {
        "process": found,
        "signs": search(request, election) if request.method == "POST" else None,
        "cases": list(SetAside.objects.filter(election=election)),
        "closed": may_set_aside(agent_of(request), election),
        "secret": [one for one in contests if one.is_secret],
        "open": [one for one in contests if not one.is_secret],
    }
    return render(request, "voting/desk/signs.html", context)


def search(request: HttpRequest, election: Election) -> Signs:
    """Look at the roll, and write in the ledger who did."""
    signs = signs_of(election)
    record(
        actor=agent_of(request),
        verb="looked_for_fraud",
        subject=election,
        process_id=election.step.process_id,
        voters=signs.voters,
        clusters=sum(one.at is None for one in signs.clues),
        bursts=sum(one.at is not None for one in signs.clues),
    )
    return signs
