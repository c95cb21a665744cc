"""A member's own pages: what they have to read, one application and its grid, their ties."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.processes.access import refused
from preau.proposals.models import Proposal
from preau.proposals.readings import reading_of
from preau.questions.models import Upload
from preau.ui.words import number

from ..giving import declare_conflict
from ..marking import finish_reading, reopen_reading, save_reading
from ..models import Juror, Reading
from ..policies import before_deliberation, may_declare, may_mark, refusal_by_time
from ..queries import OUT, applications, deliberation_of, readings_of
from .access import for_jurors, frame, person_of
from .forms import ConflictForm, MarksForm


@for_jurors
def readings(request: HttpRequest, juror: Juror) -> HttpResponse:
    """All that is on this member's table, and how far they are."""
    found = readings_of(juror)
    done = sum(one.is_done for one in found)
    refusal = before_deliberation(juror.jury) or refusal_by_time(juror.jury, clock.now())
    context = frame(
        juror,
        "readings",
        readings=found,
        done=done,
        left=len(found) - done,
        thousandths=1000 * done // len(found) if found else 0,
        refusal=refusal,
    )
    return render(request, "juries/readings.html", context)


def _load(juror: Juror, number: int) -> Reading:
    """This member's reading of that application; else 404."""
    found = Reading.objects.select_related("proposal__zone", "proposal__theme", "grid")
    reading = get_object_or_404(
        found.exclude(state=Reading.State.VOID).exclude(proposal__status__in=OUT),
        juror=juror,
        proposal__number=number,
        proposal__process=juror.jury.step.process,
    )
    reading.juror, reading.proposal.process = juror, juror.jury.step.process
    return reading


@for_jurors
def read(request: HttpRequest, juror: Juror, number: int) -> HttpResponse:
    """One application beside the grid; what is typed saves itself, and is finished by a button."""
    reading = _load(juror, number)
    refusal = may_mark(reading, juror, clock.now())
    criteria = list(reading.grid.criteria.all())
    if request.method == "POST":
        if refusal is not None:
            return _not_kept(request, refusal)
        if request.POST.get("act") == "reopen":
            reopen_reading(reading=reading, actor=person_of(request))
            return redirect(request.path)
        return _keep(request, juror, reading, MarksForm(reading, criteria, request.POST))
    return _page(request, juror, reading, MarksForm(reading, criteria), refusal)


def _keep(request: HttpRequest, juror: Juror, reading: Reading, form: MarksForm) -> HttpResponse:
    person, act = person_of(request), request.POST.get("act", "")
    if reading.is_done:
        return _not_kept(request, Refusal("done", _("Cette lecture est terminée.")))
    answer = save_reading(reading=reading, marks=form.typed(), comment=form.comment(), actor=person)
    if isinstance(answer, Refusal):
        return _not_kept(request, answer)
    if not act:  # the page saves itself
        return HttpResponse(status=204)
    if act != "finish":
        messages.success(request, _("Votre lecture est enregistrée."))
        return redirect(juror.jury.url("readings"))
    if not form.add_lacks():
        return _page(request, juror, reading, form, None)
    finished = finish_reading(reading=reading, actor=person)
    if isinstance(finished, Refusal):
        return _not_kept(request, finished)
    left = sum(not one.is_done for one in readings_of(juror))
    said = _("Lecture du dossier n°\u00a0%(number)s terminée.") % {
        "number": reading.proposal.number
    }
    rest = ngettext("Il vous en reste %(n)s.", "Il vous en reste %(n)s.", left)
    messages.success(request, f"{said} {rest % {'n': number(left)}}" if left else said)
    return redirect(juror.jury.url("readings"))


def _not_kept(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    if request.headers.get("X-Requested-With") == "autosave":
        words = f"{refusal.reason} {refusal.remedy}".strip()
        return HttpResponse(
            words, content_type="text/plain; charset=utf-8", headers={"X-Refused": "1"}
        )
    return refused(request, refusal)


def _page(
    request: HttpRequest,
    juror: Juror,
    reading: Reading,
    form: MarksForm,
    refusal: Refusal | None,
) -> HttpResponse:
    is_blind = juror.jury.is_anonymous and deliberation_of(juror.jury) is None
    context = frame(
        juror,
        "readings",
        reading=reading,
        proposal=reading.proposal,
        sections=reading_of(reading.proposal, anonymous=is_blind),
        is_blind=is_blind,
        form=form,
        refusal=refusal,
    )
    return render(request, "juries/read.html", context, status=422 if form.errors else 200)


@for_jurors
def piece(request: HttpRequest, juror: Juror, number: int, key: str) -> HttpResponseBase:
    """A document of an application on this member's table, and no other document."""
    reading = _load(juror, number)
    is_blind = juror.jury.is_anonymous and deliberation_of(juror.jury) is None
    sections = reading_of(reading.proposal, anonymous=is_blind)
    if str(key) not in {file.key for section in sections for file in section.files}:
        raise Http404
    return serve(str(key))


def serve(key: str) -> FileResponse:
    """The document of that key; else 404."""
    upload = get_object_or_404(Upload, key=key)
    if not default_storage.exists(upload.path):
        raise Http404
    return FileResponse(
        default_storage.open(upload.path),
        as_attachment=True,
        filename=upload.name,
        content_type=upload.kind,
    )


@for_jurors
def conflicts(request: HttpRequest, juror: Juror) -> HttpResponse:
    """Who applies, by name alone where the reading is blind, and a button beside each."""
    if request.method == "POST":
        return _declare(request, juror)
    found = sorted(applications(juror.jury), key=lambda one: (one.author_name.lower(), one.pk))
    mine = {one.proposal_id: one for one in juror.conflicts.all()}
    context = frame(
        juror,
        "conflicts",
        declared=[(one, mine[one.pk], ConflictForm()) for one in found if one.pk in mine],
        others=[one for one in found if one.pk not in mine],
        is_blind=juror.jury.is_anonymous and deliberation_of(juror.jury) is None,
    )
    return render(request, "juries/conflicts.html", context)


def _declare(request: HttpRequest, juror: Juror) -> HttpResponse:
    typed = request.POST.get("application", "")
    known = {str(one.pk): one for one in applications(juror.jury)}
    proposal: Proposal | None = known.get(typed)
    if proposal is None:
        raise Http404
    refusal = may_declare(juror, proposal)
    if refusal is not None:
        return refused(request, refusal)
    reason = request.POST.get("reason", "").strip()[:400]
    answer = declare_conflict(
        juror=juror, proposal=proposal, reason=reason, actor=person_of(request)
    )
    if isinstance(answer, Refusal):
        return refused(request, answer)
    messages.success(
        request,
        _("C’est noté\u00a0: vous ne lirez pas ce dossier et ne délibérerez pas sur lui."),
    )
    then = "readings" if request.POST.get("then") == "readings" else "conflicts"
    return redirect(juror.jury.url(then))
