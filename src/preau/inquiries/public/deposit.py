"""Depositing: write, join documents, read again, send; a draft keeps all of it on this device."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from preau.accounts.networks import network_of
from preau.accounts.visitors import known_visitor, visitor_token
from preau.kernel import clock
from preau.kernel.codes import tidy_code
from preau.kernel.refusal import Refusal
from preau.processes.access import refused
from preau.tenancy.scope import current_site
from preau.territory.queries import quarters

from ..deposits import Written, deposit, hash_receipt
from ..documents import MOST_FILES
from ..drafts import draft_of, drop_joined, join_files, save_draft
from ..models import Draft, Inquiry, Observation, Piece
from ..policies import may_deposit
from .access import frame, load_inquiry
from .forms import LONGEST, DepositForm

FIELDS = (
    "text",
    "author_kind",
    "author_name",
    "quality",
    "position",
    "piece",
    "parcel",
    "latitude",
    "longitude",
    "email",
)


@never_cache
def write(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """The form; whatever is posted is kept, even what cannot be sent yet."""
    inquiry = load_inquiry(request, process, step)
    refusal = may_deposit(inquiry, clock.now())
    draft = draft_of(inquiry, known_visitor(request))
    if request.method == "POST":
        return _posted(request, inquiry, draft, refusal)
    form = DepositForm(inquiry, initial=draft.data if draft else None)
    return _page(request, inquiry, form, draft, refusal)


def _posted(
    request: HttpRequest, inquiry: Inquiry, draft: Draft | None, refusal: Refusal | None
) -> HttpResponse:
    typed = {name: request.POST.get(name, "")[: LONGEST + 1000] for name in FIELDS}
    if request.POST.get("unplace"):
        typed["latitude"] = typed["longitude"] = ""
    draft = save_draft(inquiry=inquiry, visitor=visitor_token(request), data=typed)
    faults = join_files(draft=draft, uploads=request.FILES.getlist("documents"))
    drop_joined(draft=draft, keys=request.POST.getlist("drop"))
    form = DepositForm(inquiry, typed)
    for fault in faults:
        messages.error(request, str(fault))
    if refusal is not None:
        return _page(request, inquiry, form, draft, refusal, status=403)
    if request.POST.get("do") == "join":
        return redirect(inquiry.url("deposit") + "#documents")
    if not form.is_valid() or faults:
        return _page(request, inquiry, form, draft, None, status=422)
    return redirect(inquiry.url("review"))


def _page(
    request: HttpRequest,
    inquiry: Inquiry,
    form: DepositForm,
    draft: Draft | None,
    refusal: Refusal | None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = frame(
        inquiry,
        "deposit",
        form=form,
        draft=draft,
        joined=list(draft.documents.order_by("pk")) if draft else [],
        most_files=MOST_FILES,
        has_map=bool(quarters()),
        refusal=refusal,
    )
    return render(request, "inquiries/public/write.html", context, status=status)


@never_cache
def review(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Everything as it will be published, then one button."""
    inquiry = load_inquiry(request, process, step)
    draft = draft_of(inquiry, known_visitor(request))
    if draft is None:
        return redirect(inquiry.url("deposit"))
    form = DepositForm(inquiry, draft.data)
    if not form.is_valid():
        return _page(request, inquiry, form, draft, None, status=422)
    said = form.cleaned_data
    joined = list(draft.documents.order_by("pk"))
    if request.method == "POST":
        return _send(request, inquiry, draft, said)
    context = frame(
        inquiry,
        "deposit",
        said=said,
        joined=joined,
        piece=Piece.objects.filter(inquiry=inquiry, pk=said["piece"] or 0).first(),
        point=f"{said['latitude']}, {said['longitude']}",
        signature=dict(Observation.Author.choices)[said["author_kind"]],
    )
    return render(request, "inquiries/public/review.html", context)


def _send(
    request: HttpRequest, inquiry: Inquiry, draft: Draft, said: dict[str, Any]
) -> HttpResponse:
    written = Written(
        **{name: said[name] for name in FIELDS if name != "piece"},
        piece_id=int(said["piece"]) if said["piece"] else None,
        network=network_of(request),
        documents=list(draft.documents.order_by("pk")),
    )
    done = deposit(inquiry=inquiry, written=written, draft=draft)
    if isinstance(done, Refusal):
        return refused(request, done, back=inquiry.url("deposit"))
    return redirect(inquiry.url("receipt", done[1]))


@never_cache
def receipt(request: HttpRequest, process: str, step: str, code: str) -> HttpResponse:
    """The acknowledgement: number, hour to the second, hash, and who is in charge."""
    inquiry = load_inquiry(request, process, step)
    if len(tidy_code(code)) < 12:
        raise Http404
    found = get_object_or_404(Observation, inquiry=inquiry, receipt=hash_receipt(code))
    context = frame(inquiry, "deposit", observation=found, code=code, city=current_site())
    return render(request, "inquiries/public/receipt.html", context)


@never_cache
def discard(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Forget the draft of this device."""
    inquiry = load_inquiry(request, process, step)
    draft = draft_of(inquiry, known_visitor(request))
    if request.method == "POST" and draft is not None:
        from ..drafts import drop_draft

        drop_draft(draft=draft)
        messages.success(request, _("Votre brouillon est effacé."))
    return redirect(inquiry.url("deposit"))
