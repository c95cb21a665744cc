"""Where a review stands."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet, Subquery

from preau.processes.models import Process, Step
from preau.proposals.models import Placement, Proposal, Status

from .models import Assessment, Criterion, Decision, ReviewSettings, Synthesis

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


def fully_assessed(step: Step) -> QuerySet[Any, Any]:
    """Ids of the ideas for which every criterion of ``step`` is answered oui or non."""
    settled = Assessment.objects.exclude(answer=Assessment.Answer.UNSURE)
    asked = Criterion.objects.filter(step=step).order_by().values("step").values(n=Count("pk"))
    found = settled.filter(criterion__step=step).values("proposal").annotate(n=Count("pk"))
    return found.filter(n=Subquery(asked)).values("proposal")


def placements_by_status(step: Step) -> dict[str, int]:
    """How many ideas have which status in this step."""
    rows = Placement.objects.filter(step=step).values_list("status").annotate(Count("pk"))
    return dict(rows)


def synthesis_required(step: Step) -> QuerySet[ReviewSettings]:
    """Something where decisions of this review lean on a written synthesis, else nothing."""
    return ReviewSettings.objects.filter(step=step, requires_synthesis=True)


def ready_to_decide(step: Step) -> QuerySet[Any, Any]:
    """Ids of the ideas that may be decided: concluded, or excluded by an article."""
    concluded = Synthesis.objects.filter(step=step).values("proposal")
    excluded = Assessment.objects.filter(criterion__step=step, answer=Assessment.Answer.NO)
    return concluded.union(excluded.values("proposal"))
