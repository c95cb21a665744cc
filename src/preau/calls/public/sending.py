"""Reading an application again, sending it, its receipt, taking it back, printing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.processes.access import refused
from preau.proposals.queries import next_dates

from ..actions import (
    delete_application,
    faults_of_application,
    send_application,
    withdraw_application,
)
from ..content import (
    Content,
    kinds_of,
    lines_of,
    piece_words,
    sections_of,
    sent_content,
    written_content,
)
from ..models import Application
from ..papers import application_pdf
from ..policies import may_lead, may_send, may_withdraw
from .access import for_people, frame, load_application, person_of


def groups_of(application: Application, content: Content) -> list[dict[str, Any]]:
    """The sections to read again, each with its answers, its documents, what is missing."""
    call = application.call
    faults = faults_of_application(application, content)
    found = []
    for one in sections_of(call):
        lines: list[tuple[str, str]] = lines_of(one, call, content)
        if one.kind == "pieces":
            lines = [
                (kind.title, piece_words(given))
                for kind in kinds_of(call)
                if (given := content.pieces.get(str(kind.pk)))
            ]
        found.append({"section": one, "lines": lines, "faults": faults.get(one.code, [])})
    return found


@for_people
def review(request: HttpRequest, process: str, step: str, pk: int) -> HttpResponse:
    """All answers, what is missing with the way there, and the button that sends."""
    application = load_application(request, process, step, pk)
    person = person_of(request)
    refusal = may_send(person, application, clock.now())
    if request.method == "POST":
        answer = send_application(application=application, person=person)
        if not isinstance(answer, Refusal):
            return redirect(application.url("receipt"))
        if answer.code != "incomplete":
            return refused(request, answer, back=application.url("tasks"))
    groups = groups_of(application, written_content(application))
    missing = sum(len(one["faults"]) for one in groups)
    context = frame(
        application,
        groups=groups,
        missing=missing,
        refusal=refusal,
        is_refused=request.method == "POST",
    )
    status = 422 if request.method == "POST" else 200
    return render(request, "calls/apply/review.html", context, status=status)


@for_people
def receipt(request: HttpRequest, process: str, step: str, pk: int) -> HttpResponse:
    """The number, the hour of the database, what happens next."""
    application = load_application(request, process, step, pk)
    if application.state != Application.State.SENT:
        return redirect(application.url("tasks"))
    dates = next_dates(application.call.step.process, clock.now())
    context = frame(application, dates=dates, email=person_of(request).email)
    return render(request, "calls/apply/receipt.html", context)


@for_people
def withdraw(request: HttpRequest, process: str, step: str, pk: int) -> HttpResponse:
    """Taking it back is asked twice; nothing that was written is lost."""
    application = load_application(request, process, step, pk)
    person = person_of(request)
    refusal = may_withdraw(person, application, clock.now())
    if request.method == "POST" and refusal is None:
        refusal = withdraw_application(application=application, person=person)
        if refusal is None:
            messages.success(request, _("Le dossier est retiré. Il peut être déposé à nouveau."))
            return redirect(application.url("tasks"))
    if refusal is not None:
        return refused(request, refusal, back=application.url("tasks"))
    return render(request, "calls/apply/withdraw.html", frame(application))


@for_people
def erase(request: HttpRequest, process: str, step: str, pk: int) -> HttpResponse:
    """A draft that was never sent can go away for good."""
    application = load_application(request, process, step, pk)
    person = person_of(request)
    refusal = may_lead(person, application)
    if request.method == "POST" and refusal is None:
        refusal = delete_application(application=application, person=person)
        if refusal is None:
            messages.success(request, _("Le dossier est effacé."))
            return redirect(application.call.url("home"))
    if refusal is not None:
        return refused(request, refusal, back=application.url("tasks"))
    return render(request, "calls/apply/erase.html", frame(application))


@for_people
def paper(request: HttpRequest, process: str, step: str, pk: int) -> HttpResponse:
    """The application on paper: what was sent, or what is written now (``?etat=brouillon``)."""
    application = load_application(request, process, step, pk)
    is_sent = application.state == Application.State.SENT and request.GET.get("etat") != "brouillon"
    content = sent_content(application) if is_sent else written_content(application)
    made = HttpResponse(application_pdf(application, content), content_type="application/pdf")
    made["Content-Disposition"] = f'inline; filename="dossier-{application.pk}.pdf"'
    return made
