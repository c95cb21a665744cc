"""« Réponse de la collectivité », boxed on the idea's public page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from preau.proposals.models import Proposal
from preau.proposals.panels import Panel

from .answers import public_answer
from .models import Verdict
from .queries import decisions_of


def load_answer(proposal: Proposal, request: HttpRequest) -> dict[str, Any] | None:
    """The decision in force, and the dates of those it replaced; None before the first one."""
    decisions = decisions_of(proposal)
    if not decisions or decisions[-1].verdict == Verdict.REOPENED:
        return None
    return {
        "answer": public_answer(decisions[-1], proposal.process),
        "earlier": decisions[:-1],
    }


ANSWER_PANEL = Panel(order=10, load=load_answer, template="reviews/answer_panel.html")
