"""One application in the back office: read as it was sent, its pieces checked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from preau.kernel.refusal import Refusal
from preau.ledger.actions import record
from preau.processes.desk_access import agent_of, for_agents
from preau.proposals.readings import reading_of

from ..checking import ask_piece, judge_completeness
from ..content import kinds_of, piece_faults, piece_words, sent_content
from ..models import Agreement, Application
from ..papers import application_pdf
from ..public.pieces import serve
from ..queries import granted_to
from .access import frame, load_desk_call, load_sent
from .forms import AskPieceForm, VerdictForm


def _page(
    request: HttpRequest,
    application: Application,
    *,
    ask: AskPieceForm | None = None,
    verdict: VerdictForm | None = None,
) -> HttpResponse:
    call, proposal = application.call, application.proposal
    content = sent_content(application)
    kinds = kinds_of(call)
    pieces = [(kind, content.pieces.get(str(kind.pk))) for kind in kinds]
    context = frame(
        request,
        call,
        "home",
        application=application,
        sections=reading_of(proposal, anonymous=False) if proposal is not None else [],
        pieces=[(kind, given, piece_words(given) if given else "") for kind, given in pieces],
        piece_faults=piece_faults(call, content),
        missing=list(application.missing.select_related("kind")),
        granted=granted_to([application]).get(application.pk),
        agreement=Agreement.objects.filter(application=application).first(),
        ask=ask or AskPieceForm(kinds),
        verdict=verdict or VerdictForm(initial={"verdict": application.completeness}),
        faulty=ask or verdict,
    )
    status = 422 if ask is not None or verdict is not None else 200
    return render(request, "calls/desk/sheet.html", context, status=status)


@for_agents
def sheet(request: HttpRequest, process: str, step: str, pk: int) -> HttpResponse:
    """Reading, asking for a piece, saying whether it is complete."""
    call = load_desk_call(request, process, step)
    application = load_sent(call, pk)
    if request.method != "POST":
        return _page(request, application)
    if request.POST.get("do") == "ask":
        return _ask(request, application)
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return _page(request, application, verdict=form)
    refusal = judge_completeness(
        application=application, verdict=form.cleaned_data["verdict"], actor=agent_of(request)
    )
    return _said(request, application, refusal, _("La vérification est enregistrée."))


def _ask(request: HttpRequest, application: Application) -> HttpResponse:
    kinds = kinds_of(application.call)
    form = AskPieceForm(kinds, request.POST)
    if not form.is_valid():
        return _page(request, application, ask=form)
    kind = next(one for one in kinds if str(one.pk) == form.cleaned_data["kind"])
    answer = ask_piece(
        application=application,
        kind=kind,
        words=form.cleaned_data["words"],
        due_on=form.cleaned_data["due_on"],
        actor=agent_of(request),
    )
    if isinstance(answer, Refusal):
        form.add_error("kind", f"{answer.reason} {answer.remedy}".strip())
        return _page(request, application, ask=form)
    return _said(request, application, None, _("La pièce est demandée par message."))


def _said(
    request: HttpRequest, application: Application, refusal: Refusal | None, words: str
) -> HttpResponse:
    if refusal is None:
        messages.success(request, words)
    else:
        messages.error(request, f"{refusal.reason} {refusal.remedy}".strip())
    return redirect(application.call.desk_url("sheet", application.pk))


@for_agents
def paper(request: HttpRequest, process: str, step: str, pk: int) -> HttpResponse:
    """The application as it was sent, on paper."""
    call = load_desk_call(request, process, step)
    application = load_sent(call, pk)
    body = application_pdf(application, sent_content(application))
    made = HttpResponse(body, content_type="application/pdf")
    made["Content-Disposition"] = f'inline; filename="dossier-{application.pk}.pdf"'
    return made


@for_agents
def file(request: HttpRequest, process: str, step: str, pk: int, key: UUID) -> HttpResponseBase:
    """A document of an application; who read it is written."""
    call = load_desk_call(request, process, step)
    application = load_sent(call, pk)
    response = serve(application, key, is_sent_only=True)
    details: dict[str, Any] = {"file": str(key)}
    record(
        actor=agent_of(request),
        verb="read_application_file",
        subject=application,
        process_id=call.step.process_id,
        **details,
    )
    return response
