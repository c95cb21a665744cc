"""The booth: entry, neighbourhood, choosing, the ballot, reading it again, leaving."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from preau.accounts.guests import keep_guest
from preau.accounts.models import Guest, User
from preau.accounts.visitors import declare_zone, known_visitor, visitor_token
from preau.electorate.queries import elector_of
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.processes.access import refused
from preau.processes.requirements import sentences_of
from preau.ui.words import is_english, money

from ..actions import choose_zone
from ..drafts import Change, begin_draft, change_draft, forget_drafts
from ..formats import ballot_formats
from ..leads import leads_of
from ..models import Contest, Option
from ..queries import contests_voted
from . import filling
from .access import load_contest, load_election, load_sheet, refusal_at_door
from .cards import Sheet
from .secret import stop_at_door


@never_cache
@require_GET
def start(request: HttpRequest, process: str) -> HttpResponse:
    """The rule in three lines with an example, who may vote, what is secret, how long it takes."""
    election = load_election(request, process)
    contests = list(election.contests.all())
    if contests and (refusal := refusal_at_door(request, contests[0])):
        return refused(request, refusal)
    voted = contests_voted(election, request.user)
    zones = [contest for contest in contests if contest.zone_id is not None]
    common = [contest for contest in contests if contest.zone_id is None]
    return render(
        request,
        "voting/booth/start.html",
        {
            "step": election.step,
            "contests": contests,
            "zones": zones,
            "common": common,
            "next": next((contest for contest in common if contest.pk not in voted), None),
            "rule": _rule(contests),
            "advice": _advice(contests),
            "voted": [contest for contest in contests if contest.pk in voted],
            "leads": leads_of(election.step),
            "who": sentences_of(election.step),
            "is_secret": bool(contests) and all(contest.is_secret for contest in contests),
            "sealed": [contest for contest in contests if contest.is_secret],
        },
    )


def _rule(contests: list[Contest]) -> list[str]:
    """The frozen rule of the first contest, said by the library that counts."""
    if not contests:
        return []
    document = contests[0].document
    said = document.in_english if is_english() else document.in_french
    return said(lambda cents: money(float(cents)))


def _advice(contests: list[Contest]) -> list[str]:
    """How to fill in the first ballot, in the words of its format; questions may each differ."""
    if len({contest.ballot_format for contest in contests}) > 1:
        return []
    return [
        line
        for contest in contests[:1]
        for line in ballot_formats.get(contest.ballot_format).advice(contest)
    ]


@never_cache
def zone(request: HttpRequest, process: str) -> HttpResponse:
    """Which neighbourhood's ballot: proposed from what was declared, to be changed before voting."""
    election = load_election(request, process)
    contests = list(
        Contest.objects.filter(election=election, zone__isnull=False)
        .select_related("zone")
        .defer("zone__polygon")
        .annotate(total=Count("options"))
        .order_by("zone__number", "pk")
    )
    for contest in contests:
        contest.election = election
        if refusal := refusal_at_door(request, contest):
            return refused(request, refusal)
    wanted = request.POST.get("quartier")
    chosen = next((one for one in contests if one.slug == wanted), None)
    if request.method == "POST" and chosen is not None:
        refusal = _declare(request, chosen)
        return refused(request, refusal) if refusal else redirect(chosen.url("choose"))
    elector = elector_of(election.step, request.user)
    mine = elector.zone_id if elector is not None else None
    return render(
        request,
        "voting/booth/zone.html",
        {
            "step": election.step,
            "contests": contests,
            "mine": next((one for one in contests if mine and one.zone_id == mine), None),
            "common": election.contests.filter(zone__isnull=True).first(),
            "error": request.method == "POST",
        },
    )


def _declare(request: HttpRequest, chosen: Contest) -> Refusal | None:
    """Keep the neighbourhood that was chosen: on the account, or for when one is known."""
    if chosen.zone is None:
        return None
    declare_zone(request, chosen.zone.pk)
    if not isinstance(request.user, User | Guest):
        return None
    answer = choose_zone(election=chosen.election, voter=request.user, zone=chosen.zone)
    if isinstance(answer, Guest):
        keep_guest(request, answer)
    return answer if isinstance(answer, Refusal) else None


@never_cache
@require_GET
def choose(request: HttpRequest, process: str, contest: str) -> HttpResponse:
    found = load_contest(request, process, contest)
    if stop := stop_at_door(request, found):
        return stop
    visitor = visitor_token(request)  # the order of the options is this visitor's own
    if found.election.grace_seconds:
        begin_draft(found, visitor, request.user)
    sheet = load_sheet(request, found, asking=_number(request.GET.get("complet")))
    if ballot_formats.get(found.ballot_format).is_one_form:
        return filling.show(request, sheet)
    query, theme = request.GET.get("q", "").strip()[:80], request.GET.get("theme", "")
    cards = sheet.cards(query=query, theme=theme)
    context = _page(request, sheet) | {
        "cards": cards,
        "query": query,
        "theme": theme,
        "is_searched": not found.question or len(sheet.options) >= filling.SEARCHED_FROM,
    }
    return render(request, "voting/booth/choose.html", context)


@never_cache
@require_GET
def ballot(request: HttpRequest, process: str, contest: str) -> HttpResponse:
    found = load_contest(request, process, contest)
    if stop := stop_at_door(request, found):
        return stop
    if ballot_formats.get(found.ballot_format).is_one_form:
        return redirect(found.url("choose"))
    sheet = load_sheet(request, found)
    return render(request, "voting/booth/ballot.html", _page(request, sheet))


def _page(request: HttpRequest, sheet: Sheet) -> dict[str, object]:
    said = [str(message) for message in messages.get_messages(request)]
    step = sheet.contest.election.step
    return {"step": step, "contest": sheet.contest, "sheet": sheet, "said": " ".join(said)}


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isdecimal() and len(value) < 19 else None


@never_cache
@require_POST
def act(request: HttpRequest, process: str, contest: str) -> HttpResponse:
    """One gesture on the ballot: a redirect for a plain form, pieces of the page for htmx."""
    found = load_contest(request, process, contest)
    if stop := stop_at_door(request, found):
        return stop
    option = found.options.filter(pk=_number(request.POST.get("option")) or 0).first()
    if option is None or ballot_formats.get(found.ballot_format).is_one_form:
        return redirect(found.url("choose"))
    try:
        change = change_draft(
            contest=found,
            visitor=visitor_token(request),
            person=request.user,
            act=request.POST.get("act", ""),
            option=option,
            place=_number(request.POST.get("place")) or 0,
        )
    except LookupError:
        return HttpResponse(_("Geste inconnu."), status=400, content_type="text/plain")
    if request.htmx:  # type: ignore[attr-defined]  # of its middleware
        return _pieces(request, found, change, option.pk)
    messages.info(request, change.said)
    if request.POST.get("page") == "ballot":
        return redirect(f"{found.url('ballot')}#{_landing(change, option)}")
    room = f"?complet={option.pk}" if change.is_full else ""
    return redirect(f"{found.url('choose')}{room}#projet-{option.number}")


def _landing(change: Change, option: Option) -> str:
    """Where the page opens after a plain form: on the choice, or on « Annuler »."""
    return f"rang-{option.pk}" if option.pk in change.draft.choices else "annuler"


def _pieces(request: HttpRequest, contest: Contest, change: Change, option: int) -> HttpResponse:
    """Only what changed: the ballot and its bar, or the cards that are or were on it."""
    asking = option if change.is_full else None
    sheet = load_sheet(request, contest, draft=change.draft, asking=asking)
    touched = {option, *sheet.draft.choices, (sheet.draft.removed or {}).get("option")}
    context = _page(request, sheet) | {
        "said": change.said,
        "cards": [sheet.card(sheet.by_pk[pk]) for pk in touched if pk in sheet.by_pk],
        "act": request.POST.get("act"),
        "pieces": True,
    }
    page = "ballot" if request.POST.get("page") == "ballot" else "choose"
    return render(request, f"voting/booth/{page}_pieces.html", context)


@never_cache
@require_GET
def leave(request: HttpRequest, process: str) -> HttpResponse:
    """Nothing is cast yet, and nothing is lost: said before the door."""
    election = load_election(request, process)
    drafts = list(election.contests.filter(drafts__visitor=known_visitor(request) or "-"))
    for contest in drafts:
        contest.election = election
    return render(
        request,
        "voting/booth/leave.html",
        {"step": election.step, "drafts": drafts, "back": _inside(request, process)},
    )


def _inside(request: HttpRequest, process: str) -> str:
    """The page of the booth one comes from."""
    entry = reverse("voting:start", args=[process])
    wanted = request.GET.get("retour", "")
    return wanted if wanted.startswith(entry) else entry


@never_cache
@require_POST
def erase(request: HttpRequest, process: str) -> HttpResponse:
    """« Effacer mes traces »: drafts, session and what this browser kept, for shared computers."""
    election = load_election(request, process)
    forget_drafts(known_visitor(request))
    logout(request)
    context = {"step": election.step, "at": clock.now()}
    response = render(request, "voting/booth/erased.html", context)
    response["Clear-Site-Data"] = '"storage", "cookies"'
    return response
