"""The words of each project on the ballot, proposed to its author."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.kernel.refusal import Refused
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk
from preau.proposals.models import Proposal, Status
from preau.ui.forms import PlainForm

from ..ballot_texts import propose_text
from ..policies import may_draw_ballot_list, may_read_edition


class TextForm(PlainForm):
    title = forms.CharField(
        max_length=120,
        label=gettext_lazy("Titre sur le bulletin"),
        error_messages={"required": gettext_lazy("Donnez le titre du projet.")},
    )
    summary = forms.CharField(
        max_length=400,
        label=gettext_lazy("Texte sur le bulletin"),
        help_text=gettext_lazy("Deux ou trois phrases que tout le monde comprend."),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Écrivez le texte du bulletin.")},
    )


def _retained(process: Any) -> Any:
    found = Proposal.objects.of(process).filter(status=Status.RETAINED)
    return found.select_related("ballot_text", "author", "zone").order_by("number")


@for_agents
def texts(request: HttpRequest, process: str) -> HttpResponse:
    found = load_desk_process(request, process)
    refusal = may_read_edition(request.user, found)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    projects = list(_retained(found).defer("search", "search_key"))
    context = {
        "process": found,
        "projects": [(one, getattr(one, "ballot_text", None)) for one in projects],
        "may_write": may_draw_ballot_list(request.user, found) is None,
    }
    return render(request, "budgeting/desk/texts.html", context)


@for_agents
def text(request: HttpRequest, process: str, number: int) -> HttpResponse:
    found = load_desk_process(request, process)
    refusal = may_draw_ballot_list(request.user, found)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    proposal = get_object_or_404(_retained(found), number=number)
    proposal.process = found
    held = getattr(proposal, "ballot_text", None)
    initial = {
        "title": held.title if held else proposal.title,
        "summary": held.summary if held else proposal.idea[:400],
    }
    form = TextForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            propose_text(proposal=proposal, actor=agent_of(request), **form.cleaned_data)
        except Refused as refused:
            return refused_in_desk(request, refused.refusal)
        messages.success(
            request, _("Le texte du n°\u00a0%(number)s est proposé.") % {"number": number}
        )
        return redirect("budgeting_desk:texts", found.slug)
    context = {"process": found, "proposal": proposal, "held": held, "form": form}
    return render(request, "budgeting/desk/text.html", context)
