"""What differs in the booth of a secret contest, and the page that says how the secret is kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from preau.processes.access import refused
from preau.processes.requirements import identity_url, missing_requirements

from ..models import BallotKey, Contest
from ..policies import voted_already
from ..queries import contests_voted
from ..receipts import Receipt
from .access import load_election, refusal_at_door


def stop_at_door(request: HttpRequest, contest: Contest) -> HttpResponse | None:
    """The answer to who may not go on; None for the others.

    Before a secret ballot one says who one is, so that nothing personal is written as it is cast;
    and who has voted there does not vote again.
    """
    if refusal := refusal_at_door(request, contest):
        return refused(request, refusal)
    if not contest.is_secret:
        return None
    step = contest.election.step
    if missing_requirements(step, request.user):
        return redirect(identity_url(step, then=contest.url("choose")))
    if contest.pk in contests_voted(contest.election, request.user):
        return refused(request, voted_already())
    return None


def show_receipt(request: HttpRequest, contest: Contest, receipt: Receipt) -> HttpResponse:
    """The receipt, in the answer to the gesture itself: it is kept nowhere, so shown only now."""
    context = {"step": contest.election.step, "contest": contest, "receipt": receipt}
    return render(request, "voting/booth/sealed_receipt.html", context)


@require_GET
def secrecy(request: HttpRequest, process: str) -> HttpResponse:
    """« Comment le secret est gardé »: what the vote protects against, and what it does not."""
    election = load_election(request, process)
    contests = list(election.contests.all())
    context = {
        "step": election.step,
        "sealed": [one for one in contests if one.is_secret],
        "open": [one for one in contests if not one.is_secret],
        "key": BallotKey.objects.filter(election=election).first(),
    }
    return render(request, "voting/booth/secrecy.html", context)
