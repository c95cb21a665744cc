"""One cell of the table, changed in place or on a small page of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import Service, User
from preau.kernel.refusal import Refused
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk
from preau.tenancy.scope import current_site
from preau.territory.models import Zone
from preau.ui.forms import DayField, EurosField, PlainForm

from ..actions import correct_proposal
from ..models import Proposal, Theme
from .actions import assign_person, assign_service, put_off
from .people_acts import PersonField
from .policies import may_change_in_bulk
from .selection import Selection
from .sheet import load_proposal


@dataclass(frozen=True)
class Cell:
    """A column that changes in place: its field, its value now, and the act behind it."""

    field: Callable[[], forms.Field]
    value: Callable[[Proposal], Any]
    change: Callable[[Proposal, Any, str, User], object]
    #: Everyone reads the change in the story of the idea, so it takes a reason.
    is_public: bool = False


def _choice(model: Any, label: Any, nothing: Any) -> Callable[[], forms.Field]:
    def made() -> forms.Field:
        return forms.ModelChoiceField(
            model.objects.all(), required=False, label=label, empty_label=nothing
        )

    return made


def _correct(name: str) -> Callable[[Proposal, Any, str, User], object]:
    def change(proposal: Proposal, value: Any, why: str, actor: User) -> object:
        return correct_proposal(
            proposal=proposal,
            actor=actor,
            actor_label=current_site().authority,
            changes={name: value},
            why=why,
        )

    return change


def _service(proposal: Proposal, value: Any, why: str, actor: User) -> object:
    return assign_service(proposal=proposal, service=value, due_on=proposal.due_on, actor=actor)


def _person(proposal: Proposal, value: Any, why: str, actor: User) -> object:
    return assign_person(proposal=proposal, agent=value, actor=actor)


def _due(proposal: Proposal, value: Any, why: str, actor: User) -> object:
    return put_off(proposal=proposal, due_on=value, reason=why, actor=actor)


CELLS: dict[str, Cell] = {
    "service": Cell(
        _choice(Service, gettext_lazy("Service"), gettext_lazy("Sans service")),
        lambda one: one.service_id,
        _service,
    ),
    "personne": Cell(
        lambda: PersonField(label=gettext_lazy("Personne"), empty_label=gettext_lazy("Personne")),
        lambda one: one.agent_id,
        _person,
    ),
    "echeance": Cell(
        lambda: DayField(required=False, label=gettext_lazy("Attendue pour le")),
        lambda one: one.due_on,
        _due,
    ),
    "quartier": Cell(
        _choice(Zone, gettext_lazy("Quartier"), gettext_lazy("Toute la ville")),
        lambda one: one.zone_id,
        _correct("zone"),
        is_public=True,
    ),
    "theme": Cell(
        _choice(Theme, gettext_lazy("Thème"), gettext_lazy("Sans thème")),
        lambda one: one.theme_id,
        _correct("theme"),
        is_public=True,
    ),
    "cout": Cell(
        lambda: EurosField(
            label=gettext_lazy("Coût étudié"),
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            error_messages={"required": gettext_lazy("Donnez un montant comme 85 000.")},
        ),
        lambda one: one.cost_cents,
        _correct("cost_cents"),
        is_public=True,
    ),
}


class CellForm(PlainForm):
    """The one value, and its reason where everyone reads the change."""

    def __init__(self, cell: Cell, proposal: Proposal, data: Any = None) -> None:
        super().__init__(data, initial={"value": cell.value(proposal)}, auto_id="cell_%s")
        self.fields["value"] = cell.field()
        if cell.is_public:
            self.fields["why"] = forms.CharField(
                required=False,
                max_length=240,
                label=_("Raison de la correction"),
                help_text=_("Elle figure dans l’histoire publique de l’idée."),
            )


@for_agents
def cell(request: HttpRequest, process: str, number: int, field: str) -> HttpResponse:
    found = load_desk_process(request, process)
    refusal = may_change_in_bulk(request.user, found)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    one = CELLS.get(field)
    if one is None:
        raise Http404
    proposal, person = load_proposal(request, found, number), agent_of(request)
    params = Selection.read(found, request.GET, person.pk).as_params()
    table = reverse("proposals_desk:table", args=[found.slug])
    page = request.GET.get("page", "")
    back = f"{table}?{params}{'&page=' + page if page.isdecimal() else ''}#n{number}"
    form = CellForm(one, proposal, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            why = form.cleaned_data.get("why", "")
            one.change(proposal, form.cleaned_data["value"], why, person)
        except Refused as refused:
            form.add_error("value", str(refused.refusal.reason))
        else:
            messages.success(
                request, _("n°\u00a0%(number)s\u00a0: enregistré.") % {"number": number}
            )
            return redirect(back)
    context = {"process": found, "proposal": proposal, "form": form, "back": back}
    context |= {"menu_url": table, "field": field}
    return render(request, "proposals/desk/cell.html", context)
