"""Taking an idea from the inbox, handing it on, putting off its day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.kernel import clock
from preau.kernel.refusal import Refused
from preau.processes.desk import end_of
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk
from preau.ui.forms import DayField, PlainForm

from ..models import Proposal
from .actions import assign_person, put_off
from .people_acts import PersonField
from .policies import may_handle
from .sheet import load_proposal


class GiveForm(PlainForm):
    agent = PersonField(
        label=gettext_lazy("Personne qui suit cette idée"), empty_label=gettext_lazy("Personne")
    )


class PutOffForm(PlainForm):
    due_on = DayField(label=gettext_lazy("Nouvelle échéance"))
    reason = forms.CharField(
        max_length=240,
        label=gettext_lazy("Raison du report"),
        help_text=gettext_lazy("Elle figure au journal du bureau."),
        error_messages={"required": gettext_lazy("Dites pourquoi l’échéance change.")},
    )

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        if end_of(day) < clock.now():
            raise forms.ValidationError(_("Ce jour est passé. Choisissez une date à venir."))
        return day


@for_agents
def handle(request: HttpRequest, process: str, number: int) -> HttpResponse:
    found = load_desk_process(request, process)
    proposal = load_proposal(request, found, number)
    refusal = may_handle(request.user, proposal)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    do = request.POST.get("do", "")
    give = GiveForm(request.POST if do == "give" else None, initial={"agent": proposal.agent_id})
    late = PutOffForm(
        request.POST if do == "put_off" else None, initial={"due_on": proposal.due_on}
    )
    try:
        said = _done(request, proposal, do, give, late)
    except Refused as refused:
        return refused_in_desk(request, refused.refusal)
    if said:
        messages.success(request, said)
        return redirect("desk:inbox")
    context = {
        "process": found,
        "proposal": proposal,
        "give": give,
        "late": late,
        "menu_url": reverse("desk:inbox"),
    }
    return render(request, "proposals/desk/handle.html", context)


def _done(
    request: HttpRequest, proposal: Proposal, do: str, give: GiveForm, late: PutOffForm
) -> str:
    """The act that was posted, in words; nothing when the page is to be shown (again)."""
    person, number = agent_of(request), {"number": proposal.number}
    if do == "take":
        assign_person(proposal=proposal, agent=person, actor=person)
        return _("Vous suivez l’idée n°\u00a0%(number)s.") % number
    if do == "give" and give.is_valid():
        agent = give.cleaned_data["agent"]
        assign_person(proposal=proposal, agent=agent, actor=person)
        name = agent.full_name if agent else _("personne")
        return _("L’idée n°\u00a0%(number)s est confiée à\u00a0%(name)s.") % {
            **number,
            "name": name,
        }
    if do == "put_off" and late.is_valid():
        put_off(proposal=proposal, actor=person, **late.cleaned_data)
        return _("L’échéance de l’idée n°\u00a0%(number)s a changé.") % number
    return ""
