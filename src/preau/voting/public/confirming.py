"""Reading the ballot again, confirming it, proving who one is, and the receipt."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from preau.accounts.models import Guest, Person, User
from preau.accounts.networks import network_of
from preau.accounts.visitors import known_visitor, visitor_token
from preau.electorate.help import whom_to_call
from preau.electorate.queries import elector_of
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.processes.access import refused
from preau.processes.requirements import identity_url, missing_requirements

from ..actions import cast_draft
from ..drafts import draft_of, forget_drafts, mark_confirmed
from ..formats import ballot_formats
from ..models import BallotDraft, Contest
from ..policies import closed
from ..queries import contests_voted, my_ballot, my_receipt
from ..receipts import Receipt
from .access import load_contest, load_sheet
from .secret import show_receipt, stop_at_door


@never_cache
def review(request: HttpRequest, process: str, contest: str) -> HttpResponse:
    """The ballot as it will be cast; confirming it here is the voter's last gesture.

    Who is not known yet answers the identity chain first, which comes back to ``confirm``.
    """
    found = load_contest(request, process, contest)
    if stop := stop_at_door(request, found):
        return stop
    to_cast = request.method == "POST" and not found.is_secret
    draft = draft_of(found, known_visitor(request), request.user, to_cast=to_cast)
    way = ballot_formats.get(found.ballot_format)
    refusal = way.misfit(found, draft.choices)
    if request.method == "POST" and refusal is None:
        if not missing_requirements(found.election.step, request.user):
            return _cast(request, draft)
        mark_confirmed(draft, visitor_token(request))
        return redirect(found.url("confirm"))
    context = {
        "step": found.election.step,
        "contest": found,
        "sheet": load_sheet(request, found, draft=draft),
        "way": way,
        "tally": way.tally(found, draft.choices),
        "lines": way.lines(found, draft.choices),
        "refusal": refusal,
        "replaces": my_receipt(found, request.user),
    }
    return render(request, "voting/booth/review.html", context)


@never_cache
@require_GET
def confirm(request: HttpRequest, process: str, contest: str) -> HttpResponse:
    """Finish what « Confirmer mon bulletin » began, once everything is known of the voter.

    The identity chain comes back here; only a draft that its own visitor confirmed is cast.
    """
    found = load_contest(request, process, contest)
    if stop := stop_at_door(request, found):
        return stop
    draft = draft_of(found, known_visitor(request), request.user)
    if found.is_secret or draft.confirmed_at is None:
        return redirect(found.url("receipt" if _is_cast(request, draft) else "review"))
    step = found.election.step
    if missing_requirements(step, request.user):
        return redirect(identity_url(step, then=found.url("confirm")))
    return _cast(request, draft)


def _cast(request: HttpRequest, draft: BallotDraft) -> HttpResponse:
    if not _is_cast(request, draft):
        answer = cast_draft(
            draft=draft, voter=request.user, network=origin_of(request, draft.contest)
        )
        if isinstance(answer, Refusal):
            if answer.code == "voted_already":
                forget_drafts(known_visitor(request))  # no choice stays beside who has voted
            else:
                mark_confirmed(draft, visitor_token(request))  # cast once the reason is gone
            return _refused(request, draft.contest, answer)
        if draft.contest.is_secret and answer is not None:
            return show_receipt(request, draft.contest, answer)
    return redirect(draft.contest.url("receipt"))


def origin_of(request: HttpRequest, contest: Contest) -> str:
    """Where the ballot comes from, hashed, where the vote declared that it keeps it."""
    return network_of(request) if contest.election.network_days else ""


def _is_cast(request: HttpRequest, draft: BallotDraft) -> bool:
    """The ballot in the box says the same already: nothing was chosen since."""
    return draft.pk is None and my_receipt(draft.contest, request.user) is not None


def _refused(request: HttpRequest, contest: Contest, refusal: Refusal) -> HttpResponse:
    elector = elector_of(contest.election.step, request.user)
    if refusal.code != "other_zone" or elector is None:
        return refused(request, refusal)
    context = {
        "step": contest.election.step,
        "contest": contest,
        "refusal": refusal,
        "mine": contest.election.contests.filter(zone_id=elector.zone_id or 0).first(),
        "common": contest.election.contests.filter(zone__isnull=True).first(),
    }
    return render(request, "voting/booth/other_zone.html", context, status=403)


@never_cache
@require_GET
def receipt(request: HttpRequest, process: str, contest: str) -> HttpResponse:
    """The stub: three words and a code, and what remains possible."""
    found = load_contest(request, process, contest)
    if not isinstance(request.user, User | Guest):
        return redirect_to_login(request.path, reverse("public:sign_in"), "suite")
    voted = contests_voted(found.election, request.user)
    if found.pk not in voted:
        return (
            redirect("voting:start", process)
            if found.is_open_at(clock.now())
            else refused(request, closed(found))
        )
    person = request.user
    mine = my_ballot(found, person)
    context = {
        "step": found.election.step,
        "contest": found,
        "receipt": Receipt(mine.receipt) if mine is not None and mine.receipt else None,
        "is_aside": mine is not None and mine.is_aside,
        "whom": whom_to_call(found.election.step) if mine is not None and mine.is_aside else "",
        "is_open": found.is_open_at(clock.now()),
        "others": _remaining(found, person, voted),
    }
    return render(request, "voting/booth/receipt.html", context)


def _remaining(contest: Contest, person: Person, voted: set[int]) -> list[Contest]:
    """The other ballots of this person that are not in the box yet."""
    others = list(contest.election.contests.exclude(pk__in=voted).select_related("zone"))
    has_zone = contest.election.contests.filter(pk__in=voted, zone__isnull=False).exists()
    elector = elector_of(contest.election.step, person)
    zone_id = elector.zone_id if elector is not None else None
    mine = [
        one for one in others if one.zone_id is None or (one.zone_id == zone_id and not has_zone)
    ]
    for one in mine:
        one.election = contest.election
    return mine
