"""« Répéter le vote »: the whole of it on a copy, with a report, before the real one."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from preau.accounts.policies import may_run_process
from preau.kernel.refusal import Refused
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk
from preau.voting.models import Election, Rehearsal
from preau.voting.rehearsal import rehearse
from preau.voting.rehearsal.checks import CHECKS

from ..minutes import rehearsal_facts, rehearsal_pdf

SIZES = (50, 200, 500)


@for_agents
def rehearsal(request: HttpRequest, process: str) -> HttpResponse:
    """Run it, and read the report of the last one."""
    found = load_desk_process(request, process)
    refusal = may_run_process(request.user, found.pk)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    election = Election.objects.filter(step__process=found).select_related("step__process").first()
    if request.method == "POST" and election is not None:
        try:
            kept = rehearse(
                election=election,
                voters=_size(request.POST.get("voters", "")),
                seed=secrets.token_hex(8),
                actor=agent_of(request),
                describe=lambda contest, count: {"minutes": rehearsal_facts(contest, count)},
            )
        except Refused as refused:
            return refused_in_desk(request, refused.refusal)
        if kept.is_right:
            messages.success(
                request, _("La répétition est finie, et tout ce qui est vérifié tient.")
            )
        return redirect("budgeting_desk:rehearsal", found.slug)
    last = Rehearsal.objects.filter(election=election).select_related("by").first()
    context = {
        "process": found,
        "sizes": SIZES,
        "is_drawn": election is not None and election.contests.exists(),
        "last": last,
        "contests": _told(last) if last else [],
    }
    return render(request, "budgeting/desk/rehearsal.html", context)


def _size(typed: str) -> int:
    """One of the sizes that are offered; the policy refuses 0 in words."""
    return int(typed) if typed in {str(size) for size in SIZES} else 0


def _told(last: Rehearsal) -> list[dict[str, object]]:
    """The report, its checks in words."""
    return [
        one | {"checked": [(CHECKS[code], held) for code, held in one["checks"].items()]}
        for one in last.report["contests"]
    ]


@for_agents
def rehearsal_minutes(request: HttpRequest, process: str, contest: str) -> HttpResponse:
    """The minutes that the last rehearsal made, marked as such."""
    found = load_desk_process(request, process)
    refusal = may_run_process(request.user, found.pk)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    last = Rehearsal.objects.filter(election__step__process=found).first()
    told = last.report["contests"] if last else []
    facts = next((one["minutes"] for one in told if one["slug"] == contest), None)
    if facts is None:
        raise Http404
    response = HttpResponse(rehearsal_pdf(facts), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="repetition-{contest}.pdf"'
    return response
