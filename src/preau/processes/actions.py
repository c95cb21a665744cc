"""Writes on processes and their steps."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from preau.accounts.models import User
from preau.accounts.policies import may_run_process
from preau.kernel import clock
from preau.kernel.refusal import demand
from preau.ledger.actions import record

from .models import Process, Step
from .policies import may_reschedule


@transaction.atomic
def reschedule_step(
    *,
    step: Step,
    opens_at: datetime | None,
    closes_at: datetime | None,
    reason: str,
    actor: User,
) -> bool:
    """Move the dates of a step, with the reason in the journal; False when nothing changes.

    Raises ``Refused``: not an owner, out of order, or an open vote would be touched.
    """
    locked = Step.objects.select_for_update().get(pk=step.pk)
    step.opens_at, step.closes_at = locked.opens_at, locked.closes_at
    demand(may_reschedule(actor, step, opens_at, closes_at, clock.now()))
    before = [_iso(step.opens_at), _iso(step.closes_at)]
    after = [_iso(opens_at), _iso(closes_at)]
    if before == after:
        return False
    step.opens_at, step.closes_at = opens_at, closes_at
    step.save(update_fields=["opens_at", "closes_at"])
    step.behaviour.dates_moved(step, reason=reason, actor=actor)
    record(
        actor=actor,
        verb="rescheduled",
        subject=step,
        process_id=step.process_id,
        before=before,
        after=after,
        reason=reason,
    )
    return True


@transaction.atomic
def publish_process(*, process: Process, actor: User) -> bool:
    """Let everyone see a draft; False when it is public already.

    What blocks the publication is asked before: the checklist belongs to higher floors.
    """
    demand(may_run_process(actor, process.pk))
    held = Process.objects.select_for_update().get(pk=process.pk)
    if held.state != Process.State.DRAFT:
        return False
    held.state, held.published_at = Process.State.PUBLISHED, clock.now()
    held.save(update_fields=["state", "published_at"])
    process.state, process.published_at = held.state, held.published_at
    record(actor=actor, verb="published_process", subject=process, process_id=process.pk)
    return True


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
