"""The tablet: enrolled once, then a table for agents, a booth for voters, and back."""

from __future__ import annotations

import json
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from preau.electorate.shown import SHOWN, asked_at_table
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.kernel.text import search_key

from ..formats import ballot_formats
from ..models import Contest, StandDevice
from ..paper.roll import Identity
from ..receipts import new_receipt, read_receipt
from .casting import (
    StandBallot,
    cast_at_stand,
    contests_at_stand,
    contests_elsewhere,
    may_unlock_for,
    read_choices,
)
from .devices import PIN_ROUNDS, device_of, enrol, may_unlock

COOKIE = "tablette"
#: Receipts drawn ahead for a tablet that may lose its connection.
STOCK = 120
_A_MONTH = 30 * 24 * 3600


def for_devices(view: Any) -> Any:
    """The view is given the tablet; anything else is told so."""

    @wraps(view)
    def entered(request: HttpRequest) -> HttpResponse:
        device = device_of(request.COOKIES.get(COOKIE, ""))
        if device is None:
            return JsonResponse({"error": _("Cette tablette n’est pas enregistrée.")}, status=403)
        return view(request, device)  # type: ignore[no-any-return]

    return require_POST(never_cache(entered))


@never_cache
def stand(request: HttpRequest) -> HttpResponse:
    """The tablet's one page, or the door by which it is enrolled."""
    device = device_of(request.COOKIES.get(COOKIE, ""))
    if device is not None:
        return render(request, "voting/stand/stand.html", _page(device))
    if request.method != "POST":
        return render(request, "voting/stand/enrol.html")
    token = enrol(code=request.POST.get("code", ""))
    if isinstance(token, Refusal):
        context = {"refusal": token, "typed": request.POST.get("code", "")[:20]}
        return render(request, "voting/stand/enrol.html", context)
    response = redirect("voting_stand:stand")
    response.set_cookie(
        COOKIE,
        token,
        max_age=_A_MONTH,
        httponly=True,
        secure=request.is_secure(),
        samesite="Strict",
    )
    return response


def _page(device: StandDevice) -> dict[str, Any]:
    step = device.election.step
    return {
        "device": device,
        "step": step,
        "contests": [_shown(one) for one in contests_at_stand(device)],
        "elsewhere": contests_elsewhere(device),
        "stock": json.dumps([new_receipt().code for _place in range(STOCK)]),
        "rounds": PIN_ROUNDS,
        "shown": asked_at_table(step),
    }


def _shown(contest: Contest) -> dict[str, Any]:
    """A contest as the tablet draws it: its options, its places, and how it is filled in."""
    form = ballot_formats.get(contest.ballot_format)
    most = len(contest.listed) if contest.max_choices is None else contest.max_choices
    if contest.ballot_format in ("single", "yes-no"):
        most = 1
    return {
        "slug": contest.slug,
        "title": contest.title,
        "question": contest.question,
        "zone_id": contest.zone_id,
        "ballot_format": contest.ballot_format,
        "min_choices": contest.min_choices,
        "allows_blank": contest.allows_blank,
        "listed": contest.listed,
        "places": range(1, most + 1),
        "said": form.advice(contest),
    }


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """What opens the page again without a connection; its address is its scope: that page alone."""
    body = (Path(__file__).parent / "worker.js").read_bytes()
    response = HttpResponse(body, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@for_devices
def check(request: HttpRequest, device: StandDevice) -> JsonResponse:
    """Agents' code and roll, before a ballot is unlocked; the ballot is not cast here."""
    said = _body(request)
    if not may_unlock(device, str(said.get("pin", ""))):
        return JsonResponse({"error": _("Ce n’est pas le code de cette tablette.")}, status=422)
    identity = _identity(said)
    if identity is None:
        return JsonResponse(
            {"error": _("Écrivez le nom, le prénom et une date complète.")}, status=422
        )
    for contest in _contests(device, said.get("contests")):
        refusal = may_unlock_for(contest, identity)
        if refusal is not None:
            words = f"{contest.title}\u00a0: {refusal.reason} {refusal.rule}"
            return JsonResponse({"error": words.strip()}, status=422)
    return JsonResponse({"ok": True})


@for_devices
def cast(request: HttpRequest, device: StandDevice) -> JsonResponse:
    """Take what a tablet sends, now or later: each ballot once, under its own key."""
    said = _body(request)
    identity, at = _identity(said), parse_datetime(str(said.get("at", "")))
    if identity is None or at is None or at.tzinfo is None:
        return JsonResponse({"error": _("Cet envoi n’est pas lisible.")}, status=400)
    _seen(device, said.get("waiting"))
    answers: dict[str, str] = {}
    for one in said.get("ballots") or []:
        ballot = _ballot(device, one, min(at, clock.now()))
        if isinstance(ballot, Refusal):
            return JsonResponse({"error": str(ballot)}, status=422)
        answer = cast_at_stand(device=device, ballot=ballot, identity=identity)
        if isinstance(answer, Refusal):
            return JsonResponse({"error": str(answer)}, status=409)
        answers[ballot.contest.slug] = answer.state
    return JsonResponse({"answers": answers})


def _seen(device: StandDevice, waiting: Any) -> None:
    device.seen_at = clock.now()
    device.waiting = waiting if isinstance(waiting, int) and 0 <= waiting < 10_000 else 0
    device.save(update_fields=["seen_at", "waiting"])


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        said = json.loads(request.body)
    except (ValueError, RawPostDataException):  # not JSON, or sent as a form and read already
        return {}
    return said if isinstance(said, dict) else {}


def _identity(said: dict[str, Any]) -> Identity | None:
    who = said.get("who")
    if not isinstance(who, dict):
        return None
    first, last, email, code, phone = (
        str(who.get(name, "")).strip()[:100] for name in ("first", "last", "email", *SHOWN)
    )
    try:
        born = parse_date(str(who.get("born", "")))
    except ValueError:
        return None
    is_named = search_key(first) and search_key(last)
    if not is_named or not born:
        return None
    return Identity(first, last, born, email, code=code, phone=phone)


def _contests(device: StandDevice, slugs: Any) -> list[Contest]:
    wanted = slugs if isinstance(slugs, list) else []
    return [one for one in contests_at_stand(device) if one.slug in wanted]


def _ballot(device: StandDevice, one: Any, at: datetime) -> StandBallot | Refusal:
    """A ballot of the queue; the contest may have closed since it was cast."""
    unreadable = Refusal("unreadable", _("Cet envoi n’est pas lisible."))
    if not isinstance(one, dict) or not isinstance(one.get("choices"), list):
        return unreadable
    contest = Contest.objects.filter(
        election=device.election, slug=str(one.get("contest", ""))
    ).first()
    receipt = read_receipt(str(one.get("receipt", "")))
    try:
        key = UUID(str(one.get("key", "")))
    except ValueError:
        return unreadable
    if contest is None or receipt is None:
        return unreadable
    contest.election = device.election
    choices = read_choices(contest, one["choices"])
    if isinstance(choices, Refusal):
        return choices
    return StandBallot(contest, key, choices, receipt.code, at)
