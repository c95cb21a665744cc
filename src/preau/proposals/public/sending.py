"""Reading everything again, depositing, and the receipt."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from preau.accounts.models import User
from preau.accounts.visitors import declare_name
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.processes.requirements import refusal_by_requirements

from ..drafts import mark_as_sent, sent_at, submit_draft
from ..models import Proposal
from ..policies import may_deposit
from ..queries import next_dates
from ..wizard import deposit_of, is_complete, place_of, rows_of, rules_of
from .access import closed, load_draft, way_to_identity


@never_cache
def review(request: HttpRequest, process: str, draft: int) -> HttpResponse:
    """All answers with « Modifier »; « Déposer » keeps the act, then asks who deposits."""
    found, mine = load_draft(request, process, draft)
    if mine.proposal_id:
        return redirect("proposals:receipt", found.slug, mine.pk)
    refusal = may_deposit(request.user, mine.step)
    if refusal is not None:
        return closed(request, found, mine, refusal)
    rows = rows_of(mine, rules_of(mine))
    is_ready = is_complete(rows)
    if request.method == "POST" and is_ready:
        mark_as_sent(draft=mine)
        deposit = deposit_of(mine, rows)
        if deposit.author_kind != Proposal.AuthorKind.GROUP:
            declare_name(request, deposit.author_name)
        finish_url = reverse("proposals:finish", args=[found.slug, mine.pk])
        return redirect(way_to_identity(request, mine.step, finish_url) or finish_url)
    context: dict[str, Any] = {
        "process": found,
        "draft": mine,
        "rows": rows,
        "is_ready": is_ready,
        "is_refused": request.method == "POST",
        "place": _place(rows),
    }
    return render(request, "proposals/deposit/review.html", context)


def _place(rows: list[Any]) -> dict[str, Any]:
    """Zone deduced and point of the place page, when it is right."""
    form = next(row.form for row in rows if row.page.code == "lieu")
    if not form.is_valid() or form.is_outside:
        return {}
    zone, point = place_of(form)
    return {"zone": zone, "point": point}


@never_cache
def finish(request: HttpRequest, process: str, draft: int) -> HttpResponse:
    """Back from the identity screens: the deposit that was said is done, once."""
    found, mine = load_draft(request, process, draft)
    if mine.proposal_id:
        return redirect("proposals:receipt", found.slug, mine.pk)
    rows = rows_of(mine, rules_of(mine))
    if sent_at(mine) is None or not is_complete(rows):
        return redirect("proposals:review", found.slug, mine.pk)
    way = way_to_identity(request, mine.step, request.path)
    if way:
        return redirect(way)
    if not isinstance(request.user, User):
        raise TypeError("identity is known, yet nobody is signed in")
    refusal = refusal_by_requirements(mine.step, request.user, clock.now())
    answer = refusal or submit_draft(
        draft=mine, author=request.user, deposit=deposit_of(mine, rows)
    )
    if isinstance(answer, Refusal):
        return closed(request, found, mine, answer)
    return redirect("proposals:receipt", found.slug, mine.pk)


@never_cache
def receipt(request: HttpRequest, process: str, draft: int) -> HttpResponse:
    """The number, what happens next and when, and what the author can do with it."""
    found, mine = load_draft(request, process, draft)
    if mine.proposal is None:
        return redirect("proposals:review", found.slug, mine.pk)
    proposal = mine.proposal
    proposal.process = found
    context = {
        "process": found,
        "proposal": proposal,
        "step": mine.step,
        "dates": next_dates(found, clock.now()),
        "email": request.user.email if isinstance(request.user, User) else "",
    }
    return render(request, "proposals/deposit/receipt.html", context)
