"""The deliberation: applications in order, the envelope, one decision after the other."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from preau.kernel.refusal import Refusal
from preau.processes.access import refused
from preau.proposals.readings import reading_of
from preau.ui.words import money

from ..figures import Line, ranking
from ..maths.calibration import METHODS
from ..models import Juror, Reading
from ..papers import minutes_pdf
from ..policies import (
    may_close,
    may_open,
    may_preside,
    may_reopen,
    may_rule,
    presides_over,
)
from ..queries import deliberation_of, granted_cents, kept_away, members_of
from ..ruling import (
    close_deliberation,
    open_deliberation,
    reopen_deliberation,
    rule,
    set_presence,
    take_back_ruling,
)
from ..strips import strip_of
from .access import for_jurors, frame, person_of
from .forms import ClosingForm, PresenceForm, RulingForm
from .reading import serve


def envelope_of(lines: list[Line], envelope_cents: int | None) -> dict[str, Any]:
    """What is granted, what is left, and the bar that shows it."""
    given = granted_cents([line.grant for line in lines if line.grant])
    envelope = envelope_cents or 0
    return {
        "envelope_cents": envelope,
        "given_cents": given,
        "left_cents": envelope - given,
        "bar": [(_("Accordé"), 1000 * given // envelope if envelope else 0)],
        "bar_label": _("%(given)s accordés sur %(envelope)s")
        % {"given": money(given), "envelope": money(envelope)},
    }


@for_jurors
def deliberation(request: HttpRequest, juror: Juror) -> HttpResponse:
    """The list in order; its president opens and closes it, and says who is there."""
    jury, person = juror.jury, person_of(request)
    held = deliberation_of(jury)
    if held is None and may_preside(person, jury) is not None:
        raise Http404
    if request.method == "POST":
        return _act(request, juror)
    correction = request.GET.get("correction", "")
    correction = correction if correction in METHODS else ""
    lines = ranking(jury, correction) if held is not None else []
    away = set(juror.conflicts.values_list("proposal_id", flat=True))
    members = members_of(jury)
    context = frame(
        juror,
        "deliberation",
        lines=[(line, strip_of(line.standing), line.proposal.pk in away) for line in lines],
        next=next((line for line in lines if line.grant is None), None),
        undecided=sum(line.grant is None for line in lines),
        correction=correction,
        members=members,
        presence=PresenceForm(members),
        closing=ClosingForm(),
        may_open=held is None and may_open(person, jury) is None,
        open_refusal=may_open(person, jury) if held is None else None,
        may_close=may_close(person, jury) is None,
        may_reopen=may_reopen(person, jury) is None,
        **envelope_of(lines, jury.envelope_cents),
    )
    return render(request, "juries/deliberation.html", context)


def _act(request: HttpRequest, juror: Juror) -> HttpResponse:
    jury, person, act = juror.jury, person_of(request), request.POST.get("act", "")
    answer: object = None
    if act == "open":
        open_deliberation(jury=jury, place=request.POST.get("place", "")[:160], actor=person)
        messages.success(
            request, _("La délibération est ouverte\u00a0: les notes ne changent plus.")
        )
    elif act == "presence":
        typed = [int(one) for one in request.POST.getlist("present") if one.isdecimal()]
        set_presence(jury=jury, present=typed, actor=person)
        messages.success(request, _("Les présences sont écrites."))
    elif act == "close":
        notes = request.POST.get("notes", "")[:4000]
        answer = close_deliberation(jury=jury, notes=notes, actor=person)
    elif act == "reopen":
        reopen_deliberation(jury=jury, actor=person)
    if isinstance(answer, Refusal):
        return refused(request, answer, back=jury.url("deliberation"))
    return redirect(jury.url("deliberation"))


def _line(juror: Juror, number: int) -> tuple[list[Line], Line]:
    """The ranking, and the line of that application; 404 before the deliberation."""
    lines = ranking(juror.jury) if deliberation_of(juror.jury) is not None else []
    found = next((line for line in lines if line.proposal.number == number), None)
    if found is None:
        raise Http404
    return lines, found


@for_jurors
def one(request: HttpRequest, juror: Juror, number: int) -> HttpResponse:
    """One application with all that its readers said, and the decision to write."""
    lines, line = _line(juror, number)
    jury, person, proposal = juror.jury, person_of(request), line.proposal
    refusal = may_rule(person, jury, proposal)
    if refusal is not None and refusal.code == "conflict":
        return refused(request, refusal, back=jury.url("deliberation"))
    form = RulingForm(line.grant, line.asked_cents, request.POST or None)
    if request.method == "POST":
        if refusal is not None:
            return refused(request, refusal, back=jury.url("deliberation"))
        if form.is_valid():
            answer = rule(jury=jury, proposal=proposal, ruling=form.ruling(), actor=person)
            if not isinstance(answer, Refusal):
                return _next(request, juror, lines, line)
            said = f"{answer.reason} {answer.rule} {answer.remedy}".strip()
            form.add_error(form.FIELDS.get(answer.code), said)
    others = [each for each in lines if each is not line]
    context = frame(
        juror,
        "deliberation",
        line=line,
        proposal=proposal,
        strip=strip_of(line.standing),
        sections=reading_of(proposal, anonymous=False),
        readings=_readings(juror, proposal.pk),
        tied=[each for each in others if line.standing and each.proposal.pk in line.standing.tied],
        out=kept_away(jury, proposal),
        presiding=presides_over(jury, proposal),
        form=form,
        refusal=refusal,
        **envelope_of(others, jury.envelope_cents),
    )
    return render(request, "juries/rule.html", context, status=422 if form.errors else 200)


def _next(request: HttpRequest, juror: Juror, lines: list[Line], line: Line) -> HttpResponse:
    said = _("La décision sur le dossier n°\u00a0%(number)s est écrite.")
    messages.success(request, said % {"number": line.proposal.number})
    jury = juror.jury
    after = [each for each in lines if each.grant is None and each is not line]
    place = lines.index(line)
    following = [each for each in after if lines.index(each) > place] or after
    if not following:
        return redirect(jury.url("deliberation"))
    return redirect(jury.url("rule", following[0].proposal.number))


def _readings(juror: Juror, proposal_id: int) -> list[Reading]:
    found = Reading.objects.filter(
        juror__jury=juror.jury, proposal_id=proposal_id, state=Reading.State.DONE
    )
    return list(found.select_related("juror").prefetch_related("marks__criterion"))


@for_jurors
@require_POST
def take_back(request: HttpRequest, juror: Juror, number: int) -> HttpResponse:
    """The decision is taken back: the application waits again."""
    _lines, line = _line(juror, number)
    if line.grant is not None:
        line.grant.jury, line.grant.proposal = juror.jury, line.proposal
        take_back_ruling(grant=line.grant, actor=person_of(request))
        said = _("La décision sur le dossier n°\u00a0%(number)s est reprise.")
        messages.success(request, said % {"number": number})
    return redirect(juror.jury.url("rule", number))


@for_jurors
def piece(request: HttpRequest, juror: Juror, number: int, key: str) -> HttpResponseBase:
    """A document of an application that this member deliberates on."""
    _lines, line = _line(juror, number)
    if line.proposal.pk in set(juror.conflicts.values_list("proposal_id", flat=True)):
        raise Http404
    sections = reading_of(line.proposal, anonymous=False)
    if str(key) not in {file.key for section in sections for file in section.files}:
        raise Http404
    return serve(str(key))


@for_jurors
def minutes(request: HttpRequest, juror: Juror) -> HttpResponse:
    """The minutes as a paper, once the deliberation is closed."""
    held = deliberation_of(juror.jury)
    if held is None or held.closed_at is None:
        raise Http404
    return paper(minutes_pdf(juror.jury, held), f"proces-verbal-{juror.jury.step.process.slug}")


def paper(content: bytes, name: str) -> HttpResponse:
    """A PDF to open in the browser."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
