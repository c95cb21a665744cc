"""What everyone reads of a jury: who sits, what is looked at, then what was granted to whom."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from preau.accounts.models import User
from preau.accounts.policies import may_run_process
from preau.kernel import clock
from preau.processes.access import load_process
from preau.proposals.readings import is_held_by

from ..models import Grant
from ..papers import letter_pdf
from ..queries import (
    deliberation_of,
    granted_cents,
    grid_of,
    juror_of,
    members_of,
    published_grants,
)
from .access import find_jury
from .deliberation import paper


def home(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Members, criteria and their weights, then the decisions once they are public."""
    jury = find_jury(load_process(request, process), step)
    grid = grid_of(jury)
    grants = [one for one in published_grants(jury.step.process) if one.jury_id == jury.pk]
    for one in grants:
        one.proposal.process = jury.step.process
    context = {
        "jury": jury,
        "process": jury.step.process,
        "step": jury.step,
        "now": jury.step.behaviour.now(jury.step, request.user, clock.now()),
        "members": members_of(jury),
        "criteria": list(grid.criteria.all()) if grid else [],
        "groups": [
            (decision.label, [one for one in grants if one.decision == decision])
            for decision in Grant.Decision
            if decision != Grant.Decision.REFUSED
        ],
        "refused": sum(one.decision == Grant.Decision.REFUSED for one in grants),
        "given_cents": granted_cents(grants),
        "is_published": bool(grants),
        "deliberation": deliberation_of(jury),
        "juror": juror_of(jury, request.user),
    }
    return render(request, "juries/home.html", context)


@never_cache
def letter(request: HttpRequest, process: str, step: str, number: int) -> HttpResponse:
    """The letter of a decision: for who applied once it was sent, for who prepares it before."""
    jury = find_jury(load_process(request, process), step)
    found = Grant.objects.select_related("proposal").filter(jury=jury, proposal__number=number)
    grant = found.first()
    person = request.user
    if grant is None or not isinstance(person, User):
        raise Http404
    is_theirs = grant.told_at is not None and is_held_by(grant.proposal, person)
    held = deliberation_of(jury)
    may_prepare = may_run_process(person, jury.step.process_id) is None
    if not is_theirs and not (may_prepare and held is not None and held.closed_at is not None):
        raise Http404
    grant.jury = jury
    return paper(letter_pdf(grant), f"decision-{number}")
