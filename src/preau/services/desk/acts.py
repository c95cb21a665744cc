"""Sending many ideas to the services that the rules choose, at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from preau.accounts.models import Service, User
from preau.kernel.refusal import Refusal, Refused
from preau.processes.models import Process
from preau.proposals.desk.actions import assign_service, tell_service
from preau.proposals.desk.acts import BulkAct
from preau.proposals.desk.policies import may_change_in_bulk
from preau.proposals.models import Proposal
from preau.ui.forms import DayField

from ..queries import Router

_NO_RULE = Refusal(
    "no_rule",
    _("Aucune règle ne dit à quel service va cette idée."),
    remedy=_("Confiez-la depuis sa fiche, ou ajoutez une règle."),
)


class RouteForm(forms.Form):
    due_on = DayField(
        required=False,
        label=_("Étude attendue pour le"),
        help_text=_("Les idées déjà confiées à un service n’en changent pas."),
    )


def _form(process: Process, data: Any = None) -> RouteForm:
    return RouteForm(data)


def _routes(proposals: Sequence[Proposal]) -> dict[Service, list[int]]:
    router = Router.load()
    found: dict[Service, list[int]] = {}
    for proposal in proposals:
        route = router.route(proposal)
        if route is not None:
            found.setdefault(route.service, []).append(proposal.number)
    return found


def _apply(proposal: Proposal, data: dict[str, Any], actor: User) -> bool:
    if proposal.service_id is not None:
        return False
    router = data.setdefault("_router", Router.load())
    route = router.route(proposal)
    if route is None:
        raise Refused(_NO_RULE)
    return assign_service(
        proposal=proposal, service=route.service, due_on=data["due_on"], actor=actor
    )


def _tell(proposals: Sequence[Proposal], data: dict[str, Any], actor: User) -> None:
    for service, numbers in _routes(proposals).items():
        tell_service(
            service=service,
            process=proposals[0].process,
            numbers=numbers,
            due_on=data["due_on"],
        )


ROUTE = BulkAct(
    code="route",
    label=_("Répartir selon les règles"),
    order=8,
    form=_form,
    may=may_change_in_bulk,
    apply=_apply,
    finish=_tell,
)
