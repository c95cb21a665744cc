"""What the rules suggest, on the sheet of an idea."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from preau.proposals.desk.policies import may_change_in_bulk
from preau.proposals.models import Proposal
from preau.proposals.panels import Panel

from ..queries import Router
from .routing import entrust_url


def load_suggestion(proposal: Proposal, request: HttpRequest) -> dict[str, Any] | None:
    """The service that the rules would choose, as long as it is nobody's idea."""
    if proposal.service_id is not None or may_change_in_bulk(request.user, proposal.process):
        return None
    route = Router.load().route(proposal)
    if route is None:
        return None
    url = entrust_url(proposal.process.slug, proposal.number)
    return {"route": route, "url": f"{url}?{request.GET.urlencode()}" if request.GET else url}


ROUTING_BOX = Panel(order=5, load=load_suggestion, template="services/desk/box.html")
