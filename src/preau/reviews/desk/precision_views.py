"""Asking the author, from the sheet: the question, the answer, what changed word by word."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.kernel import clock
from preau.kernel.compare import Piece, compare
from preau.kernel.refusal import Refusal, Refused
from preau.processes.desk_access import agent_of, for_agents, refused_in_desk
from preau.processes.models import Step
from preau.proposals.actions import CORRECTABLE
from preau.proposals.desk.sheet import sheet_page, sheet_url
from preau.proposals.models import Proposal
from preau.proposals.panels import Panel
from preau.ui.forms import DayField, PlainForm

from ..models import Precision
from ..opinions import usual_due_on
from ..policies import may_ask_author, may_fill
from ..precisions import TEXTS, ask_author, drop_precision, open_precision
from ..queries import review_step
from .opinion_boxes import with_query
from .opinion_views import load_reviewed


class PrecisionForm(PlainForm):
    question = forms.CharField(
        max_length=2000,
        label=gettext_lazy("Votre question à l’auteur"),
        help_text=gettext_lazy("Il la reçoit par e-mail, signée de votre nom."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Écrivez votre question.")},
    )
    due_on = DayField(label=gettext_lazy("Réponse attendue pour le"))

    def __init__(self, step: Step, data: Any = None) -> None:
        super().__init__(data, initial={"due_on": usual_due_on(step)}, auto_id="precision_%s")


def load_precisions(proposal: Proposal, request: HttpRequest) -> dict[str, Any] | None:
    step = review_step(proposal.process)
    if step is None:
        return None
    box = precision_box(request, proposal, step)
    return box if box["asked"] or box["form"] else None


def precision_box(
    request: HttpRequest,
    proposal: Proposal,
    step: Step,
    *,
    form: PrecisionForm | None = None,
    refusal: Refusal | None = None,
) -> dict[str, Any]:
    person, at = agent_of(request), clock.now()
    may_ask = may_ask_author(person, proposal, step, at) is None
    if form is None and may_ask:
        form = PrecisionForm(step)
    waiting = open_precision(proposal)
    where = [proposal.process.slug, proposal.number]
    return {
        "asked": [(one, _changes(one, proposal)) for one in proposal.precisions.all()],
        "waiting": waiting,
        "may_drop": waiting is not None and may_fill(person, proposal, step, at) is None,
        "form": form,
        "refusal": refusal,
        "url": with_query(request, reverse("reviews_desk:precision", args=where)),
    }


def _changes(asked: Precision, proposal: Proposal) -> list[tuple[Any, list[Piece]]]:
    """What the author changed since the question, word by word."""
    if asked.answered_at is None:
        return []
    found = []
    for name in TEXTS:
        before, after = asked.text_before.get(name, ""), getattr(proposal, name)
        if before != after:
            found.append((CORRECTABLE[name], compare(before, after)))
    return found


@for_agents
def precision(request: HttpRequest, process: str, number: int) -> HttpResponse:
    found = load_reviewed(request, process, number)
    if isinstance(found, HttpResponse):
        return found
    proposal, step = found
    url = sheet_url(request, proposal.process, number)
    if request.method != "POST":
        return redirect(url)
    person = agent_of(request)
    refusal = may_fill(person, proposal, step, clock.now())
    if refusal is not None:
        return refused_in_desk(request, refusal)
    form: PrecisionForm | None = None
    try:
        if request.POST.get("do") == "drop":
            waiting = open_precision(proposal)
            if waiting is not None:
                why = request.POST.get("why", "")
                drop_precision(asked=waiting, why=why, actor=person)
                messages.success(request, _("L’étude reprend avec le texte actuel."))
            return redirect(url)
        form = PrecisionForm(step, request.POST)
        if form.is_valid():
            ask_author(proposal=proposal, step=step, actor=person, **form.cleaned_data)
            messages.success(request, _("La question est partie. Les délais attendent la réponse."))
            return redirect(url)
        box = precision_box(request, proposal, step, form=form)
    except Refused as refused:
        box = precision_box(request, proposal, step, form=form, refusal=refused.refusal)
    return sheet_page(request, proposal, boxes={"reviews_precisions": box})


PRECISION_BOX = Panel(order=9, load=load_precisions, template="reviews/desk/precisions.html")
