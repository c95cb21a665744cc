"""Ideas linked to this one, on its public page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from preau.proposals.models import Proposal
from preau.proposals.panels import Panel

from .queries import linked_to


def load_kin(proposal: Proposal, request: HttpRequest) -> dict[str, Any] | None:
    linked = linked_to(proposal)
    return {"linked": linked} if linked else None


KIN_PANEL = Panel(order=60, load=load_kin, template="merges/public/kin.html")
