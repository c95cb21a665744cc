"""The log of a box, as a page and as data: its signed heads, its lines, its proofs."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from preau.counting.bundle import merkle

from ..models import Contest, LogHead, LogLeaf
from ..receipts import Receipt, read_receipt
from ..sealed.heads import public_key
from ..sealed.log import growth, presence
from .access import load_contest

#: Heads on the page: two weeks of a vote. The file has them all.
HEADS_SHOWN = 14 * 24


def _load(request: HttpRequest, process: str, contest: str) -> tuple[Contest, LogHead]:
    found = load_contest(request, process, contest)
    head = LogHead.objects.filter(contest=found).order_by("-at", "-pk").first()
    if head is None:
        raise Http404
    return found, head


@require_GET
def journal(request: HttpRequest, process: str, contest: str) -> HttpResponse:
    """What was signed, hour by hour, with how to check it."""
    found, head = _load(request, process, contest)
    heads = list(LogHead.objects.filter(contest=found).order_by("-at", "-pk")[:HEADS_SHOWN])
    context = {
        "step": found.election.step,
        "contest": found,
        "last": head,
        "heads": heads,
        "signer": public_key(),
        "has_missing": any(one.missing for one in heads),
    }
    return render(request, "voting/log/journal.html", context)


@require_GET
def heads(request: HttpRequest, process: str, contest: str) -> HttpResponse:
    """Every signed head: the statement, its signature and the key that checks it."""
    found, _head = _load(request, process, contest)
    signed = [
        {"statement": one.signed, "signature": one.signature, "signer": one.signer}
        for one in LogHead.objects.filter(contest=found)
    ]
    return JsonResponse({"log": "rfc9162-sha256", "signature": "ed25519", "heads": signed})


@require_GET
def lines(request: HttpRequest, process: str, contest: str) -> HttpResponseBase:
    """Each line of the log in its order: kind and leaf hash; from them anyone finds each root."""
    found, _head = _load(request, process, contest)
    rows = LogLeaf.objects.filter(contest=found).order_by("place").values_list("kind", "leaf")
    return StreamingHttpResponse(_written(rows.iterator()), content_type="text/plain")


def _written(rows: Iterator[tuple[str, str]]) -> Iterator[bytes]:
    for kind, leaf in rows:
        yield f"{kind} {leaf}\n".encode()


@require_GET
def inclusion(request: HttpRequest, process: str, contest: str) -> HttpResponse:
    """Proof that the mark of a receipt is in the log that a head signs (``?recu=`` ``&taille=``)."""
    found, head = _load(request, process, contest)
    receipt = read_receipt(request.GET.get("recu", "")[:200])
    if receipt is None:
        return _no(400, _("Écrivez le reçu entier, mots et signes."))
    head = _head_of(found, request.GET.get("taille"), head)
    proof = presence(found, _leaf_of(found, receipt), head)
    if proof is None:
        return _no(404, _("Ce reçu n’est pas encore dans le journal de cette urne."))
    return JsonResponse(
        {
            "place": proof.place,
            "leaf": proof.leaf,
            "proof": list(proof.proof),
            "head": head.signed,
            "signature": head.signature,
        }
    )


def _leaf_of(contest: Contest, receipt: Receipt) -> bytes:
    """The leaf of a receipt; that of a sealed ballot covers its whole bytes."""
    if receipt.is_sealed:
        sealed = contest.sealed_ballots.filter(receipt=receipt.code).first()
        return bytes.fromhex(sealed.leaf) if sealed is not None else b""
    return merkle.leaf_hash(receipt.code.encode())


@require_GET
def consistency(request: HttpRequest, process: str, contest: str) -> HttpResponse:
    """Proof that the log of one head begins that of another (``?de=`` and ``&a=``, sizes)."""
    found, last = _load(request, process, contest)
    first = LogHead.objects.filter(contest=found).order_by("at", "pk").first() or last
    old = _head_of(found, request.GET.get("de"), first)
    head = _head_of(found, request.GET.get("a"), last)
    if old.size > head.size:
        return _no(400, _("La première taille est plus grande que la seconde."))
    proof = growth(found, old, head)
    return JsonResponse({"from": old.signed, "to": head.signed, "proof": proof})


def _head_of(contest: Contest, size: str | None, default: LogHead) -> LogHead:
    """The signed head of that size; 404 when none was signed."""
    if not size:
        return default
    wanted = int(size) if size.isdecimal() and len(size) < 10 else -1
    head = LogHead.objects.filter(contest=contest, size=wanted).first()
    if head is None:
        raise Http404
    return head


def _no(status: int, why: str) -> HttpResponse:
    return JsonResponse({"error": why}, status=status, json_dumps_params={"ensure_ascii": False})
