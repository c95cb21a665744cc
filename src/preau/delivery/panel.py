"""What the page of a winner shows of its realisation."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from preau.kernel import clock
from preau.proposals.models import Proposal, Status
from preau.proposals.panels import Panel

from .models import Delivery

_FOLLOWED = {Status.ELECTED, Status.STUDY, Status.WORKS, Status.DONE, Status.DROPPED}


def load(proposal: Proposal, request: HttpRequest) -> dict[str, Any] | None:
    """Milestones, money and news; nothing for a proposal that was not elected."""
    if proposal.status not in _FOLLOWED:
        return None
    delivery = (
        Delivery.objects.filter(proposal=proposal)
        .select_related("service")
        .prefetch_related("milestones", "news__picture")
        .first()
    )
    if delivery is None:
        return None
    return {"delivery": delivery, "is_late": delivery.is_late_on(clock.now().date())}


delivery_panel = Panel(order=30, load=load, template="delivery/panel.html")
