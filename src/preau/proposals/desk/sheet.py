"""The sheet of one proposal: what the citizen wrote on the left, what is decided on the right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import Service
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk
from preau.processes.models import Process, StepState
from preau.processes.panels import load_panels
from preau.tenancy.scope import current_site
from preau.territory.models import Zone
from preau.ui.forms import DayField, EurosField

from ..actions import correct_proposal
from ..models import Proposal, Theme
from ..public.proposal import changes_of
from ..similar import Alike, similar_to
from .actions import assign_service
from .boxes import sheet_boxes, sheet_styles
from .policies import may_change_in_bulk, may_correct, may_read_proposals
from .selection import Selection
from .sight import demand_sight


class PlaceForm(forms.Form):
    """Where an idea belongs, as the services see it; every change is public and dated."""

    zone = forms.ModelChoiceField(
        Zone.objects.none(),
        required=False,
        label=gettext_lazy("Quartier"),
        empty_label=gettext_lazy("Toute la ville"),
    )
    theme = forms.ModelChoiceField(
        Theme.objects.none(),
        required=False,
        label=gettext_lazy("Thème"),
        empty_label=gettext_lazy("Sans thème"),
    )
    place = forms.CharField(required=False, max_length=160, label=gettext_lazy("Lieu en mots"))
    cost = EurosField(
        required=False,
        label=gettext_lazy("Coût étudié"),
        help_text=gettext_lazy("Études et travaux compris, en euros. Il figurera sur le bulletin."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    why = forms.CharField(
        required=False,
        max_length=240,
        label=gettext_lazy("Raison de la correction"),
        help_text=gettext_lazy("Elle figure dans l’histoire publique de l’idée."),
    )
    service = forms.ModelChoiceField(
        Service.objects.none(),
        required=False,
        label=gettext_lazy("Service qui s’en occupe"),
        empty_label=gettext_lazy("Aucun pour l’instant"),
        help_text=gettext_lazy("Le public ne voit pas ce choix."),
    )
    due_on = DayField(
        required=False,
        label=gettext_lazy("Étude attendue pour le"),
        help_text=gettext_lazy("Sans date, l’étude est attendue pour la fin de l’étape."),
    )

    def __init__(self, proposal: Proposal, data: Any = None, *, may_assign: bool) -> None:
        initial = {
            "zone": proposal.zone_id,
            "theme": proposal.theme_id,
            "place": proposal.place,
            "cost": proposal.cost_cents,
            "service": proposal.service_id,
            "due_on": proposal.due_on,
        }
        # The decision beside it has fields of the same names.
        super().__init__(data, initial=initial, auto_id="correct_%s")
        for name, model in (("zone", Zone), ("theme", Theme), ("service", Service)):
            self.fields[name].queryset = model._default_manager.all()  # type: ignore[attr-defined]  # typed as Field
        if not may_assign:
            del self.fields["service"], self.fields["due_on"]
        if _is_on_a_ballot(proposal.process):
            del self.fields["cost"]

    def changes(self) -> dict[str, Any]:
        """What the form asks of the proposal; a cost is replaced, never taken away."""
        data = self.cleaned_data
        changes = {name: data[name] for name in ("zone", "theme", "place")}
        if data.get("cost") is not None:
            changes["cost_cents"] = data["cost"]
        return changes


def _is_on_a_ballot(process: Process) -> bool:
    """Once a binding step has opened, costs are those that people vote on."""
    return any(
        step.behaviour.is_binding and step.state is not StepState.FUTURE
        for step in process.ordered_steps
    )


def load_proposal(request: HttpRequest, process: Process, number: int) -> Proposal:
    """The proposal of that number with all a sheet shows; else 404. Raises ``Refused`` out of sight."""
    proposal: Proposal = get_object_or_404(
        Proposal.objects.of(process).select_related(
            "theme", "zone", "picture", "author", "service", "merged_into"
        ),
        number=number,
    )
    proposal.process = process
    demand_sight(proposal, agent_of(request).pk)
    return proposal


@for_agents
def sheet(request: HttpRequest, process: str, number: int) -> HttpResponse:
    found = load_desk_process(request, process)
    refusal = may_read_proposals(request.user, found)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    return sheet_page(request, load_proposal(request, found, number))


@for_agents
def correct(request: HttpRequest, process: str, number: int) -> HttpResponse:
    found = load_desk_process(request, process)
    refusal = may_correct(request.user, found)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    if request.method != "POST":
        return redirect(sheet_url(request, found, number))
    proposal = load_proposal(request, found, number)
    person = agent_of(request)
    may_assign = may_change_in_bulk(person, found) is None
    form = PlaceForm(proposal, request.POST, may_assign=may_assign)
    if not form.is_valid():
        return sheet_page(request, proposal, place_form=form)
    data = form.cleaned_data
    version = correct_proposal(
        proposal=proposal,
        actor=person,
        actor_label=_services_of(person),
        changes=form.changes(),
        why=data["why"],
    )
    entrusted = may_assign and assign_service(
        proposal=proposal, service=data["service"], due_on=data["due_on"], actor=person
    )
    said = _("Corrections enregistrées.") if version or entrusted else _("Rien n’a changé.")
    messages.success(request, said)
    return redirect(sheet_url(request, proposal.process, proposal.number))


def _services_of(person: Any) -> str:
    names = [held.service.name for held in person.roles if held.service is not None]
    return names[0] if names else str(current_site().authority)


def sheet_url(request: HttpRequest, process: Process, number: int) -> str:
    """Address of a sheet that keeps the list the agent came from."""
    url = reverse("proposals_desk:sheet", args=[process.slug, number])
    params = Selection.read(process, request.GET).as_params()
    return f"{url}?{params}" if params else url


def sheet_page(
    request: HttpRequest,
    proposal: Proposal,
    *,
    place_form: PlaceForm | None = None,
    boxes: dict[str, dict[str, Any]] | None = None,
) -> HttpResponse:
    """The page; ``boxes`` replaces the context of a box by its code (a form with its errors)."""
    process = proposal.process
    selection = Selection.read(process, request.GET, request.user.pk)
    before, after, place, total = selection.around(proposal.number)
    may_assign = may_change_in_bulk(request.user, process) is None
    form = place_form or PlaceForm(proposal, may_assign=may_assign)
    return render(
        request,
        "proposals/desk/sheet.html",
        {
            "process": process,
            "proposal": proposal,
            "events": proposal.events.all(),
            "changes": changes_of(list(proposal.versions.all())),
            "merged": proposal.merged.only("number", "title", "author_name"),
            "alike": _alike(proposal),
            "boxes": load_panels(sheet_boxes, proposal, request, boxes),
            "place_form": form if may_correct(request.user, process) is None else None,
            "before": before,
            "after": after,
            "place": place,
            "total": total,
            "params": selection.as_params(),
            "sheets": list(sheet_styles),
        },
    )


def _alike(proposal: Proposal) -> list[Alike]:
    return similar_to(
        proposal.process,
        title=proposal.title,
        text=proposal.text,
        longitude=proposal.longitude,
        latitude=proposal.latitude,
        zone_id=proposal.zone_id,
        but=proposal.pk,
    )
