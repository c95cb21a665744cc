"""« Indices à examiner »: what in the roll of a vote deserves a look."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from preau.ledger.actions import record
from preau.processes.desk_access import agent_of, for_agents, refused_in_desk

from ..fraud.queries import signs_of
from .sealed import load_vote


@for_agents
def page(request: HttpRequest, process: str) -> HttpResponse:
    """Explains what is looked for; looks when asked, which the ledger remembers."""
    found, election, refusal = load_vote(request, process)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    signs = None
    if request.method == "POST":
        signs = signs_of(election)
        record(
            actor=agent_of(request),
            verb="looked_for_fraud",
            subject=election,
            process_id=found.pk,
            voters=signs.voters,
            clusters=len(signs.clusters),
            bursts=len(signs.bursts),
        )
    return render(request, "voting/desk/signs.html", {"process": found, "signs": signs})
