"""One proposal, for everyone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.compare import Piece, compare
from preau.processes.access import load_process
from preau.processes.models import Process
from preau.ui.words import money

from .. import lists
from ..actions import CORRECTABLE
from ..models import Proposal, Version
from ..moderating import case_of
from ..panels import panels_of
from ..policies import deposit_step, may_edit
from ..queries import story
from .order import default_order, own_order


def load_proposal(process: Process, number: int, author: Any = None) -> Proposal:
    """The proposal of that number if everyone may read it, knowing its process; else 404.

    ``author`` reads their own even while moderators keep it out of sight.
    """
    proposal = Proposal.objects.of(process).for_page().filter(number=number).first()
    if proposal is None:
        raise Http404
    if proposal.is_hidden and (proposal.author_id is None or proposal.author != author):
        raise Http404
    proposal.process = process
    return proposal


def proposal_page(request: HttpRequest, process: str, number: int, slug: str = "") -> HttpResponse:
    found = load_process(request, process)
    proposal = load_proposal(found, number, author=request.user)
    url = proposal.get_absolute_url()
    if slug != proposal.slug:
        query = request.META.get("QUERY_STRING", "")
        return redirect(f"{url}?{query}" if query else url, permanent=True)
    at = clock.now()
    step = deposit_step(found, at)
    context = {
        "process": found,
        "proposal": proposal,
        "story": story(proposal, proposal.events.all(), at),
        "merged": list(proposal.merged.filter(is_hidden=False)),
        "changes": changes_of(list(proposal.versions.all())),
        "panels": panels_of(proposal, request),
        "supporters": proposal.supports.count(),
        "is_supporting": _is_supporting(request, proposal),
        # A form goes with the cookie of a visitor: for who has none, a link leads to it.
        "has_session": settings.SESSION_COOKIE_NAME in request.COOKIES,
        "is_author": proposal.author_id is not None and proposal.author_id == request.user.pk,
        "standing": case_of(proposal) if proposal.is_hidden else None,
        "is_collecting": step is not None and step.is_open,
        "canonical": request.build_absolute_uri(url),
        "just_joined": "rejointe" in request.GET,
        "can_edit": may_edit(request.user, proposal, at) is None,
        **_around(request, found, proposal),
    }
    response = render(request, "proposals/proposal.html", context)
    response["Link"] = f'<{context["canonical"]}>; rel="canonical"'
    return response


def _is_supporting(request: HttpRequest, proposal: Proposal) -> bool:
    user = request.user
    return isinstance(user, User) and proposal.supports.filter(user=user).exists()


def _around(request: HttpRequest, process: Process, proposal: Proposal) -> dict[str, Any]:
    """Previous, next and the way back, for who comes from a list."""
    back = reverse("proposals:list", args=[process.slug])
    if "liste" not in request.GET:
        return {"back": back}
    asked = lists.wanted(request.GET, request.user.pk)
    before, after = lists.neighbours(
        lists.listed(process, asked, lists.Places.read()),
        asked,
        proposal,
        default=default_order(process, clock.now()),
        seed=asked.draw or own_order(request),
    )
    return {
        "back": back + asked.but(page=asked.page),
        "before": before,
        "after": after,
        "from_list": f"?{request.META.get('QUERY_STRING', '')}",
    }


@dataclass(frozen=True)
class Change:
    """A dated correction, field by field, word by word."""

    version: Version
    fields: list[tuple[Any, list[Piece]]]


def changes_of(versions: list[Version]) -> list[Change]:
    """Corrections with their words compared, the newest first."""
    return [
        Change(
            version,
            [
                (CORRECTABLE.get(name, name), compare(_shown(name, before), _shown(name, after)))
                for name, (before, after) in _in_order(version.changes)
            ],
        )
        for version in versions
    ]


def _in_order(changes: dict[str, list[str]]) -> list[tuple[str, list[str]]]:
    """Title first, as the page is read; the database forgets the order of keys."""
    names = list(CORRECTABLE)
    return sorted(changes.items(), key=lambda one: names.index(one[0]))


def _shown(name: str, value: str) -> str:
    """A kept value as people read it: amounts are kept in cents."""
    return money(int(value)) if name.endswith("_cents") and value else value
