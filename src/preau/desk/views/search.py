"""Finding an idea by its number or its words, over all processes of the agent."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from preau.processes.desk_access import agent_of, for_agents, processes_of
from preau.proposals.desk.policies import may_read_proposals
from preau.proposals.desk.sight import seen_in
from preau.proposals.models import Proposal

MOST_RESULTS = 50
_NUMBER = re.compile(r"^(?:n\s*°?\s*)?(\d{1,7})$", re.IGNORECASE)


@for_agents
def search(request: HttpRequest) -> HttpResponse:
    """A number that leads to one idea opens it; anything else is a list."""
    words = request.GET.get("q", "").strip()[:80]
    person = agent_of(request)
    mine = [one for one in processes_of(person) if may_read_proposals(person, one) is None]
    number = _NUMBER.match(words)
    found = Proposal.objects.none()
    if words:
        everything = Proposal.objects.filter(seen_in(mine, person.pk)).select_related(
            "process", "zone"
        )
        found = everything.filter(number=number[1]) if number else everything.matching(words)
    results = list(found.order_by("-process__created_at", "number")[: MOST_RESULTS + 1])
    if number and len(results) == 1:
        return redirect("proposals_desk:sheet", results[0].process.slug, results[0].number)
    return render(
        request,
        "desk/search.html",
        {
            "words": words,
            "results": results[:MOST_RESULTS],
            "has_more": len(results) > MOST_RESULTS,
            "most": MOST_RESULTS,
        },
    )
