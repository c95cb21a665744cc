"""What acts of the back office change on a proposal: kept, compared, shown, put back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import Service, User
from preau.kernel.registry import Registry
from preau.tenancy.scope import current_site
from preau.territory.models import Zone
from preau.ui.words import money

from ..actions import correct_proposal, set_status
from ..models import Proposal, Theme
from .actions import assign_person, assign_service


@dataclass(frozen=True)
class MoreState:
    """What a floor above holds about a proposal: plain values to compare, and words to show."""

    label: Any
    kept: Callable[[Proposal], Any]
    said: Callable[[Proposal], str]


more_state: Registry[MoreState] = Registry("state of a proposal")

_KEPT = (
    "status",
    "service_id",
    "agent_id",
    "due_on",
    "zone_id",
    "theme_id",
    "cost_cents",
    "merged_into_id",
    "is_hidden",
)
_NAMES = {
    "status": gettext_lazy("Statut"),
    "service": gettext_lazy("Service"),
    "agent": gettext_lazy("Personne"),
    "due_on": gettext_lazy("Attendue pour le"),
    "zone": gettext_lazy("Quartier"),
    "theme": gettext_lazy("Thème"),
    "cost": gettext_lazy("Coût"),
}


def snapshot(proposal: Proposal) -> dict[str, Any]:
    """Plain values of what an act may change, to compare and to put back."""
    found = {name: getattr(proposal, name) for name in _KEPT}
    found["due_on"] = proposal.due_on.isoformat() if proposal.due_on else None
    return found | {code: one.kept(proposal) for code, one in more_state.items()}


def in_words(proposal: Proposal) -> dict[str, str]:
    """The same in the words of the table."""
    due_on, cost = proposal.due_on, proposal.cost_cents
    return {
        "status": str(proposal.get_status_display()),
        "service": str(proposal.service or ""),
        "agent": proposal.agent.full_name if proposal.agent else "",
        "due_on": date_format(due_on, "d/m/Y") if due_on else "",
        "zone": str(proposal.zone or _("Toute la ville")),
        "theme": str(proposal.theme or ""),
        "cost": money(cost) if cost is not None else "",
        **{code: one.said(proposal) for code, one in more_state.items()},
    }


def changes_between(before: dict[str, str], after: dict[str, str]) -> list[list[str]]:
    """What differs: its name, its words before and after."""
    names = _NAMES | {code: one.label for code, one in more_state.items()}
    return [
        [str(name), before[code], after[code]]
        for code, name in names.items()
        if before[code] != after[code]
    ]


def put_back(proposal: Proposal, before: dict[str, Any], actor: User, *, why: str) -> None:
    """Give ``proposal`` the values of ``before`` again, each through its own act."""
    service = Service.objects.filter(pk=before["service_id"]).first()
    due_on = Proposal._meta.get_field("due_on").to_python(before["due_on"])
    if (proposal.service_id, proposal.due_on) != (before["service_id"], due_on):
        assign_service(proposal=proposal, service=service, due_on=due_on, actor=actor)
    if proposal.agent_id != before["agent_id"]:
        agent = User.objects.filter(pk=before["agent_id"]).first()
        assign_person(proposal=proposal, agent=agent, actor=actor)
    correct_proposal(
        proposal=proposal,
        actor=actor,
        actor_label=current_site().authority,
        changes={
            "zone": Zone.objects.filter(pk=before["zone_id"]).first(),
            "theme": Theme.objects.filter(pk=before["theme_id"]).first(),
            "cost_cents": before["cost_cents"],
        },
        why=why,
    )
    if proposal.status != before["status"]:
        set_status(
            proposal=proposal,
            status=before["status"],
            actor=actor,
            sentence=why,
            actor_label=current_site().authority,
            step=proposal.process.step_of_kind("review"),
        )
