"""Where a review stands."""

from __future__ import annotations

from django.db.models import Count

from preau.processes.models import Process, Step
from preau.proposals.models import Placement, Proposal, Status

from .models import Decision, ReviewSettings

#: Words for ideas that wait for an answer.
WAITING = (Status.SUBMITTED, Status.CHECKING, Status.REVIEW, Status.PRECISION)


def review_step(process: Process) -> Step | None:
    """The step in which ideas of this process are reviewed."""
    return process.step_of_kind("review")


def settings_of(step: Step) -> ReviewSettings:
    """What this review asks; the defaults when nobody set them."""
    found = ReviewSettings.objects.filter(step=step).first()
    return found or ReviewSettings(step=step)


def current_decision(proposal: Proposal, step: Step) -> Decision | None:
    """The decision in force for this idea in this step."""
    return (
        Decision.objects.current()
        .filter(proposal=proposal, step=step)
        .select_related("motive", "merged_into", "decided_by")
        .first()
    )


def decisions_of(proposal: Proposal) -> list[Decision]:
    """Every decision on this idea, the first one first."""
    return list(proposal.decisions.select_related("motive", "merged_into", "step__process"))


def placements_by_status(step: Step) -> dict[str, int]:
    """How many ideas have which status in this step."""
    rows = Placement.objects.filter(step=step).values_list("status").annotate(Count("pk"))
    return dict(rows)
