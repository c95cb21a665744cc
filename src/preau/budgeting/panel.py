"""What the page of a process shows of its winners."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from preau.processes.models import Process
from preau.processes.panels import ProcessPanel
from preau.voting.queries import turnout

from .models import Edition
from .policies import contests_of

SHOWN = 3


def load(process: Process, request: HttpRequest) -> dict[str, Any] | None:
    """The best placed winners and the figures of the vote; nothing before the proclamation."""
    edition = Edition.objects.filter(process=process, proclaimed_at__isnull=False).first()
    if edition is None:
        return None
    winners = list(edition.winners.select_related("proposal__zone").order_by("rank", "-score"))
    for winner in winners[:SHOWN]:
        winner.proposal.process = process
    contests = contests_of(process)
    return {
        "process": process,
        "winners": winners[:SHOWN],
        "count": len(winners),
        "spent_cents": sum(winner.cost_cents for winner in winners),
        "turnout": turnout(contests[0].election) if contests else None,
    }


winners_panel = ProcessPanel(order=20, load=load, template="budgeting/panel.html")
