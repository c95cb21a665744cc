"""Writing the study file, the synthesis and the second reading, from the sheet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.kernel.refusal import Refused
from preau.processes.desk_access import agent_of, for_agents, refused_in_desk
from preau.processes.models import Step
from preau.proposals.desk.sheet import sheet_page, sheet_url
from preau.proposals.models import Proposal

from ..fiche import Section, fiche_of, marks_of, save_section, section_of
from ..models import SecondReading
from ..policies import is_committee, may_fill, may_pilot
from ..queries import current_decision
from ..synthesis import ask_second_reading, give_second_reading, synthesis_of, synthesise
from .opinion_forms import AskReadingForm, SecondReadingForm, SectionForm, SynthesisForm
from .opinion_views import kept, load_reviewed, next_one, not_kept, saves_itself
from .study_boxes import fiche_box, reading_box, synthesis_box


@for_agents
def section(request: HttpRequest, process: str, number: int, code: str) -> HttpResponse:
    found, topic = load_reviewed(request, process, number), section_of(code)
    if isinstance(found, HttpResponse):
        return found
    if topic is None:
        raise Http404
    proposal, step = found
    refusal = may_fill(request.user, proposal, step, clock.now())
    if refusal is not None:
        return refused_in_desk(request, refusal)
    if request.method != "POST":
        return redirect(sheet_url(request, proposal.process, number))
    return _write_section(request, proposal, step, topic)


def _write_section(
    request: HttpRequest, proposal: Proposal, step: Step, topic: Section
) -> HttpResponse:
    fiche = fiche_of(proposal, step)
    form = SectionForm(topic, fiche, 0, request.POST)
    if not form.is_valid():
        if saves_itself(request):
            return not_kept(_("Une réponse est à corriger\u00a0: le bouton dit laquelle."))
        box = fiche_box(request, proposal, step, forms={topic.code: form}, section=topic.code)
        return sheet_page(request, proposal, boxes={"reviews_fiche": box})
    is_signing = request.POST.get("do") == "sign"
    try:
        mark = save_section(
            proposal=proposal,
            step=step,
            section=topic,
            values=form.values(),
            seen=form.cleaned_data["version"],
            actor=agent_of(request),
            sign=is_signing,
        )
    except Refused as refused:
        if saves_itself(request):
            return not_kept(str(refused))
        return _conflict(request, proposal, step, topic, refused)
    if saves_itself(request):
        return kept(mark.version if mark else 0)
    said = (
        _("«\u00a0%(title)s\u00a0» est signé.")
        if is_signing
        else _("«\u00a0%(title)s\u00a0» est enregistré.")
    )
    messages.success(request, said % {"title": topic.title})
    return redirect(f"{sheet_url(request, proposal.process, proposal.number)}#{topic.code}")


def _conflict(
    request: HttpRequest, proposal: Proposal, step: Step, topic: Section, refused: Refused
) -> HttpResponse:
    """Both texts: what is kept stands above, what was typed stays in the form."""
    fiche = fiche_of(proposal, step)
    mark = marks_of(fiche).get(topic.code)
    data = request.POST.copy()
    data["version"] = str(mark.version if mark else 0)
    form = SectionForm(topic, fiche, 0, data)
    form.is_valid()
    box = fiche_box(
        request,
        proposal,
        step,
        forms={topic.code: form},
        section=topic.code,
        refusal=refused.refusal,
    )
    return sheet_page(request, proposal, boxes={"reviews_fiche": box})


@for_agents
def synthesis(request: HttpRequest, process: str, number: int) -> HttpResponse:
    found = load_reviewed(request, process, number)
    if isinstance(found, HttpResponse):
        return found
    proposal, step = found
    refusal = may_pilot(request.user, step, clock.now())
    if refusal is not None:
        return refused_in_desk(request, refusal)
    if request.method != "POST":
        return redirect(sheet_url(request, proposal.process, number))
    form = SynthesisForm(None, None, request.POST)
    given: dict[str, Any] = {"form": form}
    if form.is_valid():
        try:
            synthesise(proposal=proposal, step=step, actor=agent_of(request), **form.cleaned_data)
        except Refused:
            theirs = synthesis_of(proposal, step)
            data = request.POST.copy()
            data["seen"] = str(theirs.pk if theirs else "")
            given = {"form": SynthesisForm(None, None, data), "theirs": theirs}
        else:
            return next_one(request, _("Synthèse enregistrée."))
    box = synthesis_box(request, proposal, step, **given)
    return sheet_page(request, proposal, boxes={"reviews_synthesis": box})


@for_agents
def second_reading(request: HttpRequest, process: str, number: int) -> HttpResponse:
    found = load_reviewed(request, process, number)
    if isinstance(found, HttpResponse):
        return found
    proposal, step = found
    reading = SecondReading.objects.filter(proposal=proposal, at=None).last()
    url = sheet_url(request, proposal.process, number)
    if request.method != "POST":
        return redirect(url)
    person = agent_of(request)
    form: SecondReadingForm | AskReadingForm
    try:
        if reading is not None and is_committee(person, proposal.process_id):
            form = SecondReadingForm(step, request.POST)
            if form.is_valid():
                give_second_reading(reading=reading, actor=person, **form.given())
                return next_one(request, _("La réponse du comité est enregistrée."))
        else:
            form = AskReadingForm(step, request.POST)
            decision = current_decision(proposal, step)
            refusal = may_pilot(person, step, clock.now())
            if refusal is not None or decision is None:
                return refused_in_desk(request, refusal) if refusal else redirect(url)
            if form.is_valid():
                ask_second_reading(decision=decision, actor=person, **form.cleaned_data)
                messages.success(request, _("Le comité de suivi est saisi."))
                return redirect(url)
        box = reading_box(request, proposal, step, form=form)
    except Refused as refused:
        box = reading_box(request, proposal, step, form=form, refusal=refused.refusal)
    return sheet_page(request, proposal, boxes={"reviews_reading": box or {}})
