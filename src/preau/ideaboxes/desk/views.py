"""Answering an idea from its sheet, and the promise of the box."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.policies import may_run_process
from preau.kernel.refusal import Refusal
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk
from preau.processes.models import Process
from preau.proposals.desk.sheet import load_proposal, sheet_page, sheet_url
from preau.proposals.models import Proposal
from preau.proposals.panels import Panel
from preau.tenancy.scope import current_site
from preau.ui.forms import PlainForm

from ..actions import answer_idea, set_threshold
from ..models import Answer
from ..policies import may_answer
from ..queries import BLUEPRINT, box_of, is_reached

CODE = "ideabox"


class AnswerForm(PlainForm):
    outcome = forms.ChoiceField(
        label=gettext_lazy("La suite donnée"),
        choices=Answer.Outcome.choices,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("La réponse"),
        help_text=gettext_lazy("Publique, et envoyée à qui a déposé l’idée."),
        max_length=4000,
        widget=forms.Textarea,
    )


class ThresholdForm(PlainForm):
    threshold = forms.IntegerField(
        label=gettext_lazy("Soutiens qui amènent une réponse"),
        min_value=1,
        max_value=1_000_000,
    )


def _box(
    proposal: Proposal, request: HttpRequest, form: AnswerForm | None = None
) -> dict[str, Any] | None:
    box = box_of(proposal.process)
    if box is None:
        return None
    answer = Answer.objects.filter(proposal=proposal).first()
    initial = {"outcome": answer.outcome, "words": answer.words} if answer else {}
    return {
        "form": form or AnswerForm(initial=initial),
        "answer": answer,
        "threshold": box.threshold,
        "supported": proposal.supports.count(),
        "is_reached": is_reached(proposal),
        "cannot": may_answer(request.user, proposal),
        "url": reverse("ideaboxes_desk:answer", args=[proposal.process.slug, proposal.number]),
    }


SHEET_BOX = Panel(order=4, load=_box, template="ideaboxes/desk/box.html")


@for_agents
def answer(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """The answer, with its words shown again when something is missing."""
    found = load_desk_process(request, process)
    proposal = load_proposal(request, found, number)
    if box_of(found) is None:
        raise Http404
    if request.method != "POST":
        return redirect(sheet_url(request, found, number))
    refusal = may_answer(request.user, proposal)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    form = AnswerForm(request.POST)
    context = _box(proposal, request, form)
    if not form.is_valid():
        return sheet_page(request, proposal, boxes={CODE: context or {}})
    said = answer_idea(
        proposal=proposal,
        signed_by=_signature(request),
        actor=agent_of(request),
        **form.cleaned_data,
    )
    if isinstance(said, Refusal):
        return refused_in_desk(request, said)
    messages.success(request, _("La réponse est publiée."))
    return redirect(sheet_url(request, found, number))


def _signature(request: HttpRequest) -> str:
    """The service of who answers, else the authority."""
    services = [held.service.name for held in agent_of(request).roles if held.service is not None]
    return str(services[0] if services else current_site().authority)


@for_agents
def settings(request: HttpRequest, process: str) -> HttpResponse:
    """How many supports bring an answer."""
    found = load_desk_process(request, process)
    box = box_of(found)
    if box is None:
        raise Http404
    refusal = may_run_process(request.user, found.pk)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    data = request.POST if request.method == "POST" else None
    form = ThresholdForm(data, initial={"threshold": box.threshold})
    if form.is_bound and form.is_valid():
        set_threshold(box=box, actor=agent_of(request), **form.cleaned_data)
        messages.success(request, _("Réglages enregistrés."))
        return redirect("ideaboxes_desk:settings", process)
    context = {"process": found, "box": box, "form": form}
    status = 422 if form.errors else 200
    return render(request, "ideaboxes/desk/settings.html", context, status=status)


def page_of(process: Process) -> tuple[Any, str] | None:
    """The line of the menu, in the processes that have a box."""
    if process.blueprint != BLUEPRINT:
        return None
    return _("Seuil de réponse"), reverse("ideaboxes_desk:settings", args=[process.slug])
