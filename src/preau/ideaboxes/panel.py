"""What the page of an idea shows of its box: how far it is, what was answered."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from preau.proposals.models import Proposal
from preau.proposals.panels import Panel

from .models import Answer
from .queries import box_of


def load(proposal: Proposal, request: HttpRequest) -> dict[str, Any] | None:
    """Nothing for an idea of another kind of process."""
    box = box_of(proposal.process)
    if box is None:
        return None
    answer = Answer.objects.filter(proposal=proposal).first()
    count = proposal.supports.count()
    return {
        "box_answer": answer,
        "threshold": box.threshold,
        "supported": count,
        "left": max(0, box.threshold - count),
    }


PANEL = Panel(order=5, load=load, template="ideaboxes/panel.html")
