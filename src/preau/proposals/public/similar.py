"""Ideas that look like the one being written: shown, never in the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from preau.accounts.models import User
from preau.processes.models import Process

from ..drafts import join_instead, save_draft
from ..models import Draft, Proposal
from ..similar import is_joinable, similar_to
from ..wizard import ALL_PAGES, checked_form, pages_of, place_of, rules_of
from .access import load_draft, way_to_identity

#: Pages after which ideas are compared.
COMPARED = ("titre", "lieu")


def found_after(process: Process, draft: Draft, code: str) -> bool:
    """Compare after the title and after the place; True when there is something new to show.

    What is shown is kept with the draft, for the person and for the agents.
    """
    if code not in COMPARED:
        return False
    found = similar_to(process, **_said(draft))
    shown: dict[str, Any] = draft.data.get("shown", {})
    known = {one["number"] for lines in shown.values() for one in lines}
    if all(one.proposal.number in known for one in found):
        return False
    lines = [
        {
            "number": one.proposal.number,
            "score": round(one.score),
            "metres": None if one.distance is None else round(one.distance),
        }
        for one in found
    ]
    save_draft(draft=draft, values={"shown": {**shown, code: lines}})
    return True


def _said(draft: Draft) -> dict[str, Any]:
    """What the draft says so far, for comparing; a place that is not right is left out."""
    data = draft.data
    said: dict[str, Any] = {
        "title": data.get("title", ""),
        "text": " ".join(str(data.get(name, "")) for name in ("finding", "idea")).strip(),
    }
    form = checked_form(ALL_PAGES[1], draft, rules_of(draft))
    if "where" in data and form.is_valid():
        zone, point = place_of(form)  # type: ignore[arg-type]  # that page's form
        said["zone_id"] = zone.pk if zone else None
        if point is not None:
            said["longitude"], said["latitude"] = point
    return said


@dataclass(frozen=True)
class Shown:
    """A card of the page: an idea, how far it is, whether one can join it."""

    proposal: Proposal
    metres: int | None
    is_joinable: bool


@never_cache
def similar(request: HttpRequest, process: str, draft: int, after: str) -> HttpResponse:
    """The ideas that look alike, three at most; going on is always one link away."""
    found, mine = load_draft(request, process, draft)
    lines = mine.data.get("shown", {}).get(after)
    pages = pages_of(rules_of(mine))
    codes = [page.code for page in pages]
    if not lines or after not in codes:
        return redirect("proposals:page", found.slug, mine.pk, "titre")
    numbers = [line["number"] for line in lines]
    proposals = {
        one.number: one
        for one in Proposal.objects.visible().of(found).for_page().filter(number__in=numbers)
    }
    cards = [
        Shown(proposals[line["number"]], line["metres"], is_joinable(proposals[line["number"]]))
        for line in lines
        if line["number"] in proposals
    ]
    here = codes.index(after)
    context = {
        "process": found,
        "draft": mine,
        "cards": cards,
        "back": reverse("proposals:page", args=[found.slug, mine.pk, after]),
        "then": reverse("proposals:page", args=[found.slug, mine.pk, codes[here + 1]]),
    }
    return render(request, "proposals/deposit/similar.html", context)


@never_cache
def join(request: HttpRequest, process: str, draft: int, number: int) -> HttpResponse:
    """« C’est la même idée » : join it, with the words already written, once identity is known.

    The words are kept in the draft before identity is asked; coming back completes the act.
    """
    found, mine = load_draft(request, process, draft)
    proposal = Proposal.objects.visible().of(found).for_page().filter(number=number).first()
    if proposal is None or not is_joinable(proposal) or mine.proposal_id:
        raise Http404
    proposal.process = found
    if request.method == "POST":
        words = request.POST.get("words", "").strip()[:2000]
        save_draft(draft=mine, values={"joining": {"number": number, "words": words}})
    said = mine.data.get("joining") or {}
    if said.get("number") == number:
        way = way_to_identity(request, mine.step, request.path)
        if not way and isinstance(request.user, User):
            join_instead(draft=mine, proposal=proposal, person=request.user, words=said["words"])
            return redirect(f"{proposal.get_absolute_url()}?rejointe=1")
        if request.method == "POST":
            return redirect(way)
    words = said.get("words") or "\n\n".join(
        str(mine.data[name]) for name in ("finding", "idea") if mine.data.get(name)
    )
    context = {"process": found, "draft": mine, "proposal": proposal, "words": words}
    return render(request, "proposals/deposit/join.html", context)
