"""Checking a receipt, and the public list of the receipts that were counted."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ..models import Ballot, Contest, ReceiptLine, Seal, SealedBallot
from ..receipts import Receipt, read_receipt
from ..records import counted_codes
from .access import load_contest

CODES_PER_PAGE = 600


@require_GET
def verify(request: HttpRequest) -> HttpResponse:
    """« dans l’urne », « remplacé », « compté », « mis à l’écart » or unknown: never what was voted."""
    typed = request.GET.get("recu", "").strip()[:120]
    receipt = read_receipt(typed)
    state, contest = _state(receipt) if receipt is not None else ("", None)
    context = {
        "typed": typed,
        "receipt": receipt,
        "state": state,
        "contest": contest,
        "is_incomplete": bool(typed) and receipt is None,
    }
    return render(request, "voting/receipts/verify.html", context)


def _state(receipt: Receipt) -> tuple[str, Contest | None]:
    related = "contest__election__step__process"
    inside = Ballot.objects.filter(receipt=receipt.code).select_related(related).first()
    if inside is not None:
        return ("aside" if inside.is_aside else "inside"), inside.contest
    sealed = SealedBallot.objects.filter(
        receipt=receipt.code, contest__state=Contest.State.OPEN
    ).select_related(related)
    if receipt.is_sealed and (found := sealed.first()) is not None:
        return "inside", found.contest
    line = ReceiptLine.objects.filter(code=receipt.code).select_related(related).first()
    return (line.state, line.contest) if line is not None else ("unknown", None)


def _sealed(request: HttpRequest, process: str, contest: str) -> tuple[Contest, Seal]:
    found = load_contest(request, process, contest)
    seal = Seal.objects.filter(contest=found).first()
    if seal is None:
        raise Http404
    return found, seal


@require_GET
def counted(request: HttpRequest, process: str, contest: str) -> HttpResponse:
    """Every receipt that was counted, in alphabetical order: codes only, never choices."""
    found, seal = _sealed(request, process, contest)
    lines = ReceiptLine.objects.filter(contest=found, state=ReceiptLine.State.COUNTED)
    page = Paginator(lines.order_by("code").values_list("code", flat=True), CODES_PER_PAGE)
    context = {
        "step": found.election.step,
        "contest": found,
        "seal": seal,
        "page": page.get_page(request.GET.get("page")),
    }
    return render(request, "voting/receipts/counted.html", context)


@require_GET
def counted_text(request: HttpRequest, process: str, contest: str) -> HttpResponse:
    """The same list as a file of lines, from which anyone computes the root of the seal."""
    found, _seal = _sealed(request, process, contest)
    text = "".join(f"{code}\n" for code in counted_codes(found))
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="recus-{found.slug}.txt"'
    return response
