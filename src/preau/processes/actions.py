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
from .policies import may_reschedule, may_write_rulebook


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


@transaction.atomic
def describe_process(
    *,
    process: Process,
    title: str,
    summary: str,
    presentation: str,
    contact_name: str,
    contact_email: str,
    actor: User,
) -> bool:
    """Write what introduces the process; its address stays. False when nothing changes."""
    demand(may_run_process(actor, process.pk))
    wanted = {
        "title": title,
        "summary": summary,
        "presentation": presentation,
        "contact_name": contact_name,
        "contact_email": contact_email,
    }
    changed = [name for name, value in wanted.items() if getattr(process, name) != value]
    if not changed:
        return False
    for name in changed:
        setattr(process, name, wanted[name])
    process.save(update_fields=changed)
    record(
        actor=actor,
        verb="described_process",
        subject=process,
        process_id=process.pk,
        fields=changed,
    )
    return True


@transaction.atomic
def write_rulebook(*, process: Process, articles: list[dict[str, str]], actor: User) -> bool:
    """Write the articles of the règlement, numbered in order; False when nothing changes.

    Once a vote is open its rules do not move any more. Raises ``Refused``.
    """
    demand(may_write_rulebook(actor, process, clock.now()))
    held = Process.objects.select_for_update().get(pk=process.pk)
    numbered = [{"number": str(n), **one} for n, one in enumerate(articles, start=1)]
    before = held.rulebook.get("articles", [])
    if before == numbered:
        return False
    held.rulebook = {**held.rulebook, "articles": numbered}
    held.save(update_fields=["rulebook"])
    process.rulebook = held.rulebook
    record(
        actor=actor,
        verb="wrote_rulebook",
        subject=process,
        process_id=process.pk,
        before=before if process.state != Process.State.DRAFT else [],
        count=len(numbered),
    )
    return True
