"""What differs in the booth of a secret contest, and the page that says how the secret is kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from preau.accounts.visitors import known_visitor
from preau.kernel import clock
from preau.processes.access import refused
from preau.processes.requirements import identity_url, missing_requirements

from ..models import BallotDraft, BallotKey, Contest, Forgetting, HourAct
from ..policies import voted_already
from ..queries import contests_voted
from ..receipts import Receipt
from ..sealed.certificate import certificate_pdf
from .access import load_election, refusal_at_door


def stop_at_door(request: HttpRequest, contest: Contest) -> HttpResponse | None:
    """The answer to who may not go on; None for the others.

    Before a secret ballot one says who one is, so that nothing personal is written as it is cast;
    and who has voted there does not vote again.
    """
    refusal = refusal_at_door(request, contest)
    if refusal is not None and not (refusal.code == "closed" and _began_in_time(request, contest)):
        return refused(request, refusal)
    if not contest.is_secret:
        return None
    step = contest.election.step
    if missing_requirements(step, request.user):
        return redirect(identity_url(step, then=contest.url("choose")))
    if contest.pk in contests_voted(contest.election, request.user):
        return refused(request, voted_already())
    return None


def _began_in_time(request: HttpRequest, contest: Contest) -> bool:
    """True in the grace after the closing, for who had a ballot under way at the hour."""
    visitor, at = known_visitor(request), clock.now()
    if not visitor or not contest.election.grace_seconds:
        return False
    begun = BallotDraft.objects.filter(contest=contest, visitor=visitor)
    begun_at = begun.values_list("begun_at", flat=True).first()
    return contest.hour_of(begun_at, at) < at


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
        "network_days": election.network_days,
        "sealed": [one for one in contests if one.is_secret],
        "open": [one for one in contests if not one.is_secret],
        "acts": list(HourAct.objects.filter(election=election)),
        "grace": election.grace_seconds // 60,
        "forgetting": Forgetting.objects.filter(election=election).first(),
        "key": BallotKey.objects.filter(election=election).first(),
    }
    return render(request, "voting/booth/secrecy.html", context)


@require_GET
def forgetting(request: HttpRequest, process: str) -> HttpResponse:
    """The certificate that the voters of this vote were forgotten."""
    election = load_election(request, process)
    done = get_object_or_404(Forgetting.objects.select_related("election"), election=election)
    done.election = election
    response = HttpResponse(certificate_pdf(done), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="effacement.pdf"'
    return response
