"""« Répéter la votation »: invented voters on a copy, a report, and nothing left behind."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from preau.accounts.policies import may_run_process
from preau.kernel.refusal import Refused
from preau.processes.desk_access import agent_of, for_agents, refused_in_desk
from preau.voting.models import Contest, Count, Election, Rehearsal
from preau.voting.rehearsal import rehearse
from preau.voting.rehearsal.checks import CHECKS

from ..models import Votation
from ..queries import questions_of
from ..results import read_result
from .views import load_votation

SIZES = (50, 200, 500)


@for_agents
def rehearsal(request: HttpRequest, process: str) -> HttpResponse:
    """Run it, and read the report of the last one."""
    votation = load_votation(request, process)
    refusal = may_run_process(request.user, votation.process_id)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    elections = Election.objects.filter(contests__asked__votation=votation)
    election = elections.select_related("step__process").first()
    if request.method == "POST" and election is not None:
        try:
            kept = rehearse(
                election=election,
                voters=_size(request.POST.get("voters", "")),
                seed=secrets.token_hex(8),
                actor=agent_of(request),
                describe=lambda contest, count: _described(votation, contest, count),
            )
        except Refused as refused:
            return refused_in_desk(request, refused.refusal)
        if kept.is_right:
            messages.success(request, _("La répétition est finie\u00a0: tout est comme attendu."))
        return redirect("votations_desk:rehearsal", votation.process.slug)
    last = Rehearsal.objects.filter(election=election).select_related("by").first()
    context = {
        "process": votation.process,
        "sizes": SIZES,
        "is_drawn": election is not None,
        "last": last,
        "contests": _told(last) if last else [],
    }
    return render(request, "votations/desk/rehearsal.html", context)


def _size(typed: str) -> int:
    """One of the sizes that are offered; the policy refuses 0 in words."""
    return int(typed) if typed in {str(size) for size in SIZES} else 0


def _described(votation: Votation, contest: Contest, count: Count) -> dict[str, Any]:
    """What the result page would say of the copy: its title and its remarks."""
    asked = {one.contest.slug: one for one in questions_of(votation) if one.contest is not None}
    found = read_result(asked[contest.slug], contest, count)
    return {"headline": found.headline, "remarks": found.remarks}


def _told(last: Rehearsal) -> list[dict[str, Any]]:
    """The report, its checks in words."""
    return [
        one | {"checked": [(CHECKS[code], held) for code, held in one["checks"].items()]}
        for one in last.report["contests"]
    ]
