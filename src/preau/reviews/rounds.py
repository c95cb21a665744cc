"""The rounds of a review: who holds them, until when, and whether decisions need a synthesis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import Person, User
from preau.accounts.policies import may_run_process
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record
from preau.processes.models import Step

from .models import ReviewSettings, Round


@dataclass(frozen=True)
class RoundPlan:
    """One round as it is asked for."""

    kind: str
    title: str
    held_by: str
    due_on: date | None = None
    days: int = 15


def may_set_rounds(person: Person, step: Step) -> Refusal | None:
    """Who runs the process sets its rounds."""
    return may_run_process(person, step.process_id)


@transaction.atomic
def set_rounds(
    *,
    step: Step,
    plans: Sequence[RoundPlan],
    requires_synthesis: bool,
    actor: User,
    own_only: bool = False,
) -> bool:
    """Replace the rounds of a review; False when all was already so. Raises ``Refused``."""
    demand(may_set_rounds(actor, step))
    demand(_refusal_of(plans))
    settings, _new = ReviewSettings.objects.get_or_create(step=step)
    before = {
        one.kind: RoundPlan(one.kind, one.title, one.held_by, one.due_on, one.days)
        for one in step.rounds.all()
    }
    wanted = {plan.kind: plan for plan in plans}
    kept = (settings.requires_synthesis, settings.own_only)
    if wanted == before and kept == (requires_synthesis, own_only):
        return False
    settings.requires_synthesis, settings.own_only = requires_synthesis, own_only
    settings.save(update_fields=["requires_synthesis", "own_only"])
    step.rounds.exclude(kind__in=wanted).delete()
    for number, plan in enumerate(plans, start=1):
        Round.objects.update_or_create(
            step=step,
            kind=plan.kind,
            defaults={
                "number": number,
                "title": plan.title,
                "held_by": plan.held_by,
                "due_on": plan.due_on,
                "days": plan.days,
            },
        )
    record(
        actor=actor,
        verb="set_rounds",
        subject=step,
        process_id=step.process_id,
        rounds=[plan.title for plan in plans],
        requires_synthesis=requires_synthesis,
        own_only=own_only,
    )
    return True


def _refusal_of(plans: Sequence[RoundPlan]) -> Refusal | None:
    """The days of the rounds follow one another."""
    days = [plan.due_on for plan in plans if plan.due_on is not None]
    if days != sorted(days):
        return Refusal("order", _("Un tour ne finit pas avant celui qui le précède."))
    return None
