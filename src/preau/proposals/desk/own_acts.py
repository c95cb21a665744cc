"""Acts on many proposals that need nothing but proposals: status, zone, theme, service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from preau.accounts.models import Service, User
from preau.kernel.refusal import Refusal, Refused
from preau.processes.models import Process
from preau.tenancy.scope import current_site
from preau.territory.models import Zone
from preau.ui.forms import DayField

from ..actions import correct_proposal, set_status
from ..models import Proposal, Status, Theme
from .actions import assign_service, tell_service
from .acts import BulkAct
from .policies import may_change_in_bulk
from .selection import WAITING_STATUSES

#: Statuses that need no answer to the author; the others come with a decision.
_PLAIN = (Status.CHECKING, Status.REVIEW)


class StatusForm(forms.Form):
    status = forms.ChoiceField(
        label=_("Nouveau statut"), choices=[(one.value, one.label) for one in _PLAIN]
    )
    reason = forms.CharField(
        label=_("Raison commune"),
        help_text=_("Elle figure dans l’histoire publique de chaque idée."),
        max_length=240,
        error_messages={"required": _("Donnez la raison commune à ces idées.")},
    )


def _status_form(process: Process, data: Any = None) -> StatusForm:
    return StatusForm(data)


def _give_status(proposal: Proposal, data: dict[str, Any], actor: User) -> bool:
    if proposal.status == data["status"]:
        return False
    if proposal.status not in WAITING_STATUSES:
        raise Refused(
            Refusal(
                "already_answered",
                _(
                    "Cette idée a déjà reçu une réponse\u00a0: revenez sur la décision depuis sa fiche."
                ),
            )
        )
    set_status(
        proposal=proposal,
        status=data["status"],
        actor=actor,
        sentence=data["reason"],
        actor_label=current_site().authority,
        step=proposal.process.step_of_kind("review"),
    )
    return True


def _place_form(process: Process, data: Any = None) -> forms.Form:
    return PlaceForm(data)


class PlaceForm(forms.Form):
    zone = forms.ModelChoiceField(
        Zone.objects.all(), required=False, label=_("Quartier"), empty_label=_("Ne pas changer")
    )
    theme = forms.ModelChoiceField(
        Theme.objects.all(), required=False, label=_("Thème"), empty_label=_("Ne pas changer")
    )
    why = forms.CharField(
        label=_("Raison commune"),
        max_length=240,
        error_messages={"required": _("Donnez la raison commune à ces idées.")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("zone") and not data.get("theme"):
            raise forms.ValidationError(_("Choisissez un quartier ou un thème."))
        return data


def _place(proposal: Proposal, data: dict[str, Any], actor: User) -> bool:
    changes = {name: data[name] for name in ("zone", "theme") if data[name]}
    return (
        correct_proposal(
            proposal=proposal,
            actor=actor,
            actor_label=current_site().authority,
            changes=changes,
            why=data["why"],
        )
        is not None
    )


class ServiceForm(forms.Form):
    service = forms.ModelChoiceField(
        Service.objects.all(),
        label=_("Service"),
        empty_label=_("Choisissez un service"),
        error_messages={"required": _("Choisissez un service.")},
    )
    due_on = DayField(
        required=False,
        label=_("Étude attendue pour le"),
        help_text=_("Sans date, l’étude est attendue pour la fin de l’étape."),
    )


def _service_form(process: Process, data: Any = None) -> forms.Form:
    return ServiceForm(data)


def _entrust(proposal: Proposal, data: dict[str, Any], actor: User) -> bool:
    return assign_service(
        proposal=proposal, service=data["service"], due_on=data["due_on"], actor=actor
    )


def _tell(proposals: Sequence[Proposal], data: dict[str, Any], actor: User) -> None:
    tell_service(
        service=data["service"],
        process=proposals[0].process,
        numbers=[one.number for one in proposals],
        due_on=data["due_on"],
    )


ACTS = [
    BulkAct(
        code="service",
        label=_("Confier à un service"),
        order=10,
        form=_service_form,
        may=may_change_in_bulk,
        apply=_entrust,
        finish=_tell,
    ),
    BulkAct(
        code="status",
        label=_("Changer le statut"),
        order=20,
        form=_status_form,
        may=may_change_in_bulk,
        apply=_give_status,
    ),
    BulkAct(
        code="place",
        label=_("Changer le quartier ou le thème"),
        order=30,
        form=_place_form,
        may=may_change_in_bulk,
        apply=_place,
    ),
]
