"""Ideas linked to this one, the one it comes from, those it was split into: its public page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from preau.proposals.models import Proposal, Status
from preau.proposals.panels import Panel

from .queries import linked_to, parts_of


def load_kin(proposal: Proposal, request: HttpRequest) -> dict[str, Any] | None:
    linked = linked_to(proposal)
    return {"linked": linked} if linked else None


def load_split(proposal: Proposal, request: HttpRequest) -> dict[str, Any] | None:
    if proposal.status == Status.SPLIT:
        return {"parts": parts_of(proposal)}
    if proposal.split_from_id is None or proposal.status == Status.DROPPED:
        return None
    whole = Proposal.objects.visible().filter(pk=proposal.split_from_id).first()
    return {"whole": whole} if whole is not None else None


SPLIT_PANEL = Panel(order=5, load=load_split, template="merges/public/split.html")
KIN_PANEL = Panel(order=60, load=load_kin, template="merges/public/kin.html")
