"""Boxes as pages read them."""

from __future__ import annotations

from preau.processes.models import Process
from preau.proposals.models import Event, Proposal

from .models import Box

#: Processes that are idea boxes; others are told apart without a query.
BLUEPRINT = "boite_a_idees"
#: Kind of the line of the story that tells the threshold.
REACHED = "threshold"


def box_of(process: Process) -> Box | None:
    """The box of a process; None where ideas are collected for something else."""
    if process.blueprint != BLUEPRINT:
        return None
    return Box.objects.select_related("step").filter(step__process=process).first()


def is_reached(proposal: Proposal) -> bool:
    """True once the idea had enough supports, even if some left since."""
    return Event.objects.filter(proposal=proposal, kind=REACHED).exists()
