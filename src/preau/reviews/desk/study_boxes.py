"""The study file, the synthesis and the second reading, on the sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.processes.desk_access import agent_of
from preau.processes.models import Step
from preau.proposals.models import Proposal
from preau.proposals.panels import Panel

from ..fiche import SECTIONS, fiche_of, marks_of
from ..models import SecondReading, Synthesis, Verdict
from ..policies import is_committee, may_fill, may_pilot
from ..progress import standing_opinions
from ..queries import current_decision, review_step, settings_of
from ..synthesis import synthesis_of
from .opinion_boxes import with_query
from .opinion_forms import AskReadingForm, SecondReadingForm, SectionForm, SynthesisForm, total_of


def load_fiche(proposal: Proposal, request: HttpRequest) -> dict[str, Any] | None:
    step = review_step(proposal.process)
    return fiche_box(request, proposal, step) if step is not None else None


def fiche_box(
    request: HttpRequest,
    proposal: Proposal,
    step: Step,
    *,
    forms: Mapping[str, SectionForm] | None = None,
    refusal: Refusal | None = None,
    section: str = "",
) -> dict[str, Any]:
    """The file section by section: a form for who may fill it, what is written for the others."""
    person, at = agent_of(request), clock.now()
    can = may_fill(person, proposal, step, at) is None
    fiche = fiche_of(proposal, step)
    marks = marks_of(fiche)
    lines = []
    for one in SECTIONS:
        mark = marks.get(one.code)
        version = mark.version if mark else 0
        where = [proposal.process.slug, proposal.number, one.code]
        form = (forms or {}).get(one.code) or SectionForm(one, fiche, version)
        lines.append(
            {
                "section": one,
                "mark": mark,
                "url": with_query(request, reverse("reviews_desk:section", args=where)),
                "form": form if can else None,
                "written": [] if can else _written(fiche, one.fields),
                "theirs": _written(fiche, one.fields) if one.code == section and refusal else [],
                "is_open": one.code == section or bool(form.errors),
                "refusal": refusal if one.code == section else None,
            }
        )
    signed = sum(1 for mark in marks.values() if mark.signed_at is not None)
    return {
        "lines": lines,
        "total": fiche.total_cents,
        "signed": signed,
        "count": len(SECTIONS),
        "is_open": bool(section),
        "has_words": bool(marks),
        "can": can,
    }


def _written(fiche: Any, names: tuple[str, ...]) -> list[tuple[Any, Any, bool]]:
    """Label, value and whether it is an amount, of the columns that hold something."""
    found = []
    for name in names:
        column, value = fiche._meta.get_field(name), getattr(fiche, name)
        if value not in (None, ""):
            display = getattr(fiche, f"get_{name}_display", None)
            shown = display() if display else value
            found.append((column.verbose_name, shown, name.endswith("_cents")))
    return found


def load_synthesis(proposal: Proposal, request: HttpRequest) -> dict[str, Any] | None:
    step = review_step(proposal.process)
    if step is None:
        return None
    box = synthesis_box(request, proposal, step)
    return box if box["current"] or box["form"] else None


def synthesis_box(
    request: HttpRequest,
    proposal: Proposal,
    step: Step,
    *,
    form: SynthesisForm | None = None,
    theirs: Synthesis | None = None,
) -> dict[str, Any]:
    """The conclusion in force, and the form of who runs the process."""
    current = synthesis_of(proposal, step)
    pilots = may_pilot(agent_of(request), step, clock.now()) is None
    opinions = standing_opinions(proposal, step)
    useful = bool(opinions) or settings_of(step).requires_synthesis
    if pilots and form is None and (useful or current):
        form = SynthesisForm(current, total_of(proposal, fiche_of(proposal, step)))
    where = [proposal.process.slug, proposal.number]
    awaited = [one for one in opinions if one.signed_at is None]
    return {
        "is_ready": current is None and not awaited,
        "current": current,
        "form": form if pilots else None,
        "theirs": theirs,
        "awaited": awaited,
        "url": with_query(request, reverse("reviews_desk:synthesis", args=where)),
    }


def load_reading(proposal: Proposal, request: HttpRequest) -> dict[str, Any] | None:
    """A refused idea may be read again by the committee, and what came of it is told."""
    step = review_step(proposal.process)
    if step is None:
        return None
    return reading_box(request, proposal, step)


def _last_reading(proposal: Proposal) -> SecondReading | None:
    found = SecondReading.objects.filter(proposal=proposal).select_related("form")
    return found.order_by("asked_at").last()


def reading_box(
    request: HttpRequest,
    proposal: Proposal,
    step: Step,
    *,
    form: SecondReadingForm | AskReadingForm | None = None,
    refusal: Refusal | None = None,
) -> dict[str, Any] | None:
    person = agent_of(request)
    reading = _last_reading(proposal)
    decision = current_decision(proposal, step)
    may_ask = (
        may_pilot(person, step, clock.now()) is None
        and decision is not None
        and decision.verdict == Verdict.REFUSED
        and (reading is None or reading.decision_id != decision.pk)
    )
    answers = reading is not None and reading.at is None
    answers = answers and is_committee(person, proposal.process_id)
    if reading is None and not may_ask:
        return None
    if form is None:
        form = SecondReadingForm(step) if answers else AskReadingForm(step)
    where = [proposal.process.slug, proposal.number]
    return {
        "reading": reading,
        "form": form if may_ask or answers else None,
        "answers": answers,
        "refusal": refusal,
        "url": with_query(request, reverse("reviews_desk:second_reading", args=where)),
    }


FICHE_BOX = Panel(order=7, load=load_fiche, template="reviews/desk/fiche.html")
SYNTHESIS_BOX = Panel(order=8, load=load_synthesis, template="reviews/desk/synthesis.html")
READING_BOX = Panel(order=12, load=load_reading, template="reviews/desk/second_reading.html")
