"""One batch: its page, the entry of its ballots, the third look, its signatures and its sheet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from preau.accounts.models import User
from preau.kernel.refusal import Refusal
from preau.processes.desk_access import agent_of, refused_in_desk

from ..models import Election, PaperBatch, PaperReading
from .access import for_clerks
from .actions import reopen_batch, sign_batch, withdraw_batch
from .entry import (
    THIRD,
    agrees,
    differences,
    finish_reading,
    next_turn,
    readings_of,
    start_reading,
    write_line,
)
from .forms import ReasonForm
from .reading import ABSENT, REASONS, Misread, line_in_words, read, typed_of
from .sheets import sheet_pdf
from .views import as_pdf


def load_batch(election: Election, number: int) -> PaperBatch:
    found = get_object_or_404(
        PaperBatch.objects.select_related("contest", "station", "signed_by", "sealed_by"),
        election=election,
        number=number,
    )
    found.election, found.contest.election = election, election
    return found


@for_clerks
@require_GET
def batch(request: HttpRequest, election: Election, number: int) -> HttpResponse:
    return _page(request, load_batch(election, number))


def _page(request: HttpRequest, found: PaperBatch, form: ReasonForm | None = None) -> HttpResponse:
    actor, turn = agent_of(request), next_turn(found, agent_of(request))
    readings = readings_of(found)
    is_compared = sum(1 for one in readings.values() if one.finished_at and one.turn < THIRD) == 2
    context = {
        "process": found.election.step.process,
        "batch": found,
        "readings": [(one, one.lines.count()) for one in readings.values()],
        "turn": None if isinstance(turn, Refusal) else turn,
        "why_not": turn if isinstance(turn, Refusal) else None,
        "is_mine": any(one.operator_id == actor.pk for one in readings.values()),
        "is_compared": is_compared,
        "differences": _told(found) if is_compared else [],
        "may_sign": _may_sign(found, actor),
        "form": form or ReasonForm(),
    }
    return render(request, "voting/paper/batch.html", context)


def _told(found: PaperBatch) -> list[dict[str, Any]]:
    """Differences in words; an unsettled third look is empty."""
    return [
        {
            "position": one.position,
            "first": line_in_words(found.contest, one.first),
            "second": line_in_words(found.contest, one.second),
            "third": line_in_words(found.contest, one.third) if one.third else [],
        }
        for one in differences(found)
    ]


def _may_sign(found: PaperBatch, actor: User) -> bool:
    if found.state == PaperBatch.State.SEALED or not agrees(found):
        return False
    return found.signed_by_id != actor.pk


@for_clerks
def entry(request: HttpRequest, election: Election, number: int) -> HttpResponse:
    """One ballot after another, by keyboard alone; each is kept as soon as it is typed."""
    found, actor = load_batch(election, number), agent_of(request)
    reading = start_reading(batch=found, actor=actor)
    if isinstance(reading, Refusal):
        return refused_in_desk(request, reading)
    reading.batch = found
    if request.method != "POST":
        wanted = request.GET.get("bulletin", "")
        return _entry_page(request, reading, _position(reading, wanted))
    position = _position(reading, request.POST.get("position", ""))
    typed = request.POST.get("typed", "")[:200]
    try:
        written = write_line(
            reading=reading,
            position=position,
            read=read(found.contest, typed, may_be_absent=reading.turn == THIRD),
            actor=actor,
        )
    except Misread as error:
        return _entry_page(request, reading, position, typed=typed, error=str(error))
    if isinstance(written, Refusal) and written.code == "misfit":
        return _entry_page(request, reading, position, typed=typed, error=str(written))
    if isinstance(written, Refusal):
        return refused_in_desk(request, written)
    return redirect("voting_paper:entry", election.step.process.slug, found.number)


def _position(reading: PaperReading, wanted: str) -> int:
    """The ballot asked for, else the next one that waits."""
    places = _waiting(reading)
    if wanted.isdecimal() and 1 <= int(wanted[:4]) <= reading.batch.size + 50:
        return int(wanted[:4])
    return places[0] if places else 0


def _waiting(reading: PaperReading) -> list[int]:
    """Ballots that this reading has not read yet; of a third look, those that still differ."""
    if reading.turn == THIRD:
        return [one.position for one in differences(reading.batch) if one.third is None]
    done = set(reading.lines.values_list("position", flat=True))
    return [place for place in range(1, reading.batch.size + 1) if place not in done]


def _entry_page(
    request: HttpRequest,
    reading: PaperReading,
    position: int,
    *,
    typed: str = "",
    error: str = "",
) -> HttpResponse:
    found = reading.batch
    lines = {one.position: one for one in reading.lines.all()}
    last = max(lines.values(), key=lambda one: one.pk, default=None)
    told = {one["position"]: one for one in _told(found)} if reading.turn == THIRD else {}
    known = lines.get(position)
    context = {
        "process": found.election.step.process,
        "batch": found,
        "reading": reading,
        "position": position,
        "typed": typed or (typed_of(found.contest, known) if known and not error else ""),
        "is_again": known is not None,
        "error": error,
        "options": found.contest.listed,
        "format": found.contest.ballot_format,
        "reasons": [(place, one.label) for place, one in enumerate(REASONS, start=1)],
        "absent": ABSENT if reading.turn == THIRD else "",
        "done": len(lines),
        "total": len(told) if reading.turn == THIRD else found.size,
        "waiting": len(_waiting(reading)),
        "last": last,
        "last_words": line_in_words(found.contest, last) if last else [],
        "difference": told.get(position),
    }
    return render(request, "voting/paper/entry.html", context)


@for_clerks
@require_POST
def finish(request: HttpRequest, election: Election, number: int) -> HttpResponse:
    found, actor = load_batch(election, number), agent_of(request)
    mine = found.readings.filter(operator=actor).first()
    if mine is None:
        return redirect("voting_paper:batch", election.step.process.slug, number)
    mine.batch = found
    answer = finish_reading(reading=mine, actor=actor)
    if isinstance(answer, Refusal):
        return refused_in_desk(request, answer)
    messages.success(request, _("Votre lecture est terminée."))
    return redirect("voting_paper:batch", election.step.process.slug, number)


@for_clerks
@require_POST
def sign(request: HttpRequest, election: Election, number: int) -> HttpResponse:
    answer = sign_batch(batch=load_batch(election, number), actor=agent_of(request))
    if isinstance(answer, Refusal):
        return refused_in_desk(request, answer)
    if answer.state == PaperBatch.State.SEALED:
        messages.success(request, _("Le lot est scellé : ses bulletins sont dans l’urne."))
    else:
        messages.success(request, _("Votre signature est prise. Une autre personne signe ensuite."))
    return redirect("voting_paper:batch", election.step.process.slug, number)


@for_clerks
@require_POST
def take_back(request: HttpRequest, election: Election, number: int) -> HttpResponse:
    """Withdraw a batch that nobody read, or take a first signature back; with a reason."""
    found, form = load_batch(election, number), ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    act = reopen_batch if found.state == PaperBatch.State.SIGNED else withdraw_batch
    answer = act(batch=found, reason=form.cleaned_data["reason"], actor=agent_of(request))
    if isinstance(answer, Refusal):
        return refused_in_desk(request, answer)
    if answer is None:
        messages.success(request, _("Le lot %(n)s est retiré.") % {"n": number})
        return redirect("voting_paper:overview", election.step.process.slug)
    messages.success(request, _("La signature est retirée : le lot attend de nouveau."))
    return redirect("voting_paper:batch", election.step.process.slug, number)


@for_clerks
@require_GET
def sheet(request: HttpRequest, election: Election, number: int) -> HttpResponse:
    """The sheet that goes with the batch: to fill before, sealed with its figures after."""
    found = load_batch(election, number)
    return as_pdf(sheet_pdf(found), f"lot-{found.number}")
