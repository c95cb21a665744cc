"""The documents of an application: joined one by one, read again by its people."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.processes.access import refused
from preau.questions.models import Upload

from ..actions import drop_piece, is_due, keys_of, put_piece
from ..content import PIECES, kinds_of, piece_words, said, sent_content, written_content
from ..forms import PieceForm, expiry_fault
from ..models import Application, PieceKind
from ..policies import may_write
from .access import for_people, frame, load_application, person_of


def _line(application: Application, kind: PieceKind, given: Any, form: PieceForm) -> dict[str, Any]:
    call = application.call
    fault = expiry_fault(kind, given.get("expires_on"), call.step.closes_at) if given else ""
    return {
        "kind": kind,
        "given": given,
        "words": piece_words(given) if given else "",
        "fault": fault,
        "form": form,
    }


def _page(
    request: HttpRequest, application: Application, *, wrong: PieceForm | None = None
) -> HttpResponse:
    call, at = application.call, clock.now()
    content = written_content(application)
    refusal = may_write(request.user, application, at)
    asked = {
        one.kind_id: one for one in application.missing.filter(given_at=None) if is_due(one, at)
    }
    lines = []
    for kind in kinds_of(call):
        form = PieceForm(kind, call.step.closes_at, prefix=f"p{kind.pk}")
        if wrong is not None and wrong.kind.pk == kind.pk:
            form = wrong
        line = _line(application, kind, content.pieces.get(str(kind.pk)), form)
        line["asked"] = asked.get(kind.pk)
        line["may_write"] = refusal is None or (refusal.code == "closed" and kind.pk in asked)
        lines.append(line)
    context = frame(
        application, lines=lines, refusal=refusal, wrong=wrong, may_drop=refusal is None
    )
    status = 422 if wrong is not None else 200
    return render(request, "calls/apply/pieces.html", context, status=status)


@for_people
def pieces(request: HttpRequest, process: str, step: str, pk: int) -> HttpResponse:
    """Each document with its own button: one that fails leaves the others alone."""
    application = load_application(request, process, step, pk)
    if request.method != "POST":
        return _page(request, application)
    kind = _kind(application, request.POST.get("piece", ""))
    form = PieceForm(
        kind, application.call.step.closes_at, request.POST, request.FILES, prefix=f"p{kind.pk}"
    )
    if not form.is_valid():
        return _page(request, application, wrong=form)
    until = form.cleaned_data.get("expires_on")
    answer = put_piece(
        application=application,
        kind=kind,
        upload=form.cleaned_data["file"],
        expires_on=until.isoformat() if until else None,
        person=person_of(request),
    )
    if isinstance(answer, Refusal):
        return refused(request, answer, back=application.url("tasks"))
    messages.success(request, said(kind.title, _("document joint.")))
    return redirect(application.url("pieces"))


def _kind(application: Application, typed: str) -> PieceKind:
    found = next((one for one in kinds_of(application.call) if str(one.pk) == typed), None)
    if found is None:
        raise Http404
    return found


@for_people
@require_POST
def drop(request: HttpRequest, process: str, step: str, pk: int) -> HttpResponse:
    """Take a document out."""
    application = load_application(request, process, step, pk)
    kind = _kind(application, request.POST.get("piece", ""))
    answer = drop_piece(application=application, kind=kind, person=person_of(request))
    if isinstance(answer, Refusal):
        return refused(request, answer, back=application.url("tasks"))
    messages.success(request, said(kind.title, _("document retiré.")))
    return redirect(application.url(PIECES))


@for_people
def file(request: HttpRequest, process: str, step: str, pk: int, key: UUID) -> HttpResponseBase:
    """A document of the application, for the people who work on it."""
    application = load_application(request, process, step, pk)
    return serve(application, key)


def serve(application: Application, key: UUID, *, is_sent_only: bool = False) -> HttpResponseBase:
    """The upload of that key if the application holds it, as a download; else 404."""
    held = set(keys_of(sent_content(application)))
    if not is_sent_only:
        held |= set(keys_of(written_content(application)))
    agreement = getattr(application, "agreement", None)
    if agreement is not None:
        held |= {str(one.file.get("key")) for one in (agreement, *agreement.reports.all())}
    upload = Upload.objects.filter(key=key).first() if str(key) in held else None
    if upload is None or not default_storage.exists(upload.path):
        raise Http404
    return FileResponse(
        default_storage.open(upload.path),
        as_attachment=True,
        filename=upload.name,
        content_type=upload.kind,
    )
