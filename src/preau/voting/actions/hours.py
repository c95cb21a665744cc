"""The hours of a vote under way: the declared grace, a suspension, its end; each with its reason."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import Person, User
from preau.accounts.policies import may_run_process
from preau.kernel import clock
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record
from preau.processes.policies import may_reschedule

from ..models import Contest, Election, HourAct
from ..policies import may_register_key
from ..tasks import ask_to_close

#: Longer, a grace would be an extension.
MOST_GRACE = timedelta(minutes=30)


@transaction.atomic
def set_grace(*, election: Election, minutes: int, actor: Person) -> Election | Refusal:
    """Declare how long a ballot begun before the closing may still be confirmed."""
    demand(may_run_process(actor, election.step.process_id))
    refusal = may_register_key(election)
    if refusal is not None:
        return refusal
    if not 0 <= minutes * 60 <= MOST_GRACE.total_seconds():
        return Refusal("grace_too_long", _("Ce délai est trop long."))
    election.grace_seconds = minutes * 60
    election.save(update_fields=["grace_seconds"])
    record(
        actor=actor,
        verb="set_grace",
        subject=election,
        process_id=election.step.process_id,
        minutes=minutes,
    )
    return election


@transaction.atomic
def suspend_vote(*, election: Election, reason: str, actor: Person) -> HourAct | Refusal:
    """Take no ballot any more until the vote is resumed; nothing in the boxes is touched."""
    demand(may_run_process(actor, election.step.process_id))
    at = clock.now()
    contests = _held(election)
    if not contests or not all(one.is_open_at(at) for one in contests):
        return Refusal("not_open", _("Le vote n’est pas ouvert : il ne peut pas être suspendu."))
    if not reason.strip():
        return _no_reason()
    for contest in contests:
        contest.suspended_at, contest.hours_reason = at, reason.strip()
        contest.save(update_fields=["suspended_at", "hours_reason"])
    return note_hours(
        election=election,
        kind=HourAct.Kind.SUSPENDED,
        reason=reason,
        actor=actor,
        before=contests[0].closes_at,
        after=contests[0].closes_at,
    )


@transaction.atomic
def resume_vote(
    *, election: Election, reason: str, gives_back: bool, actor: Person
) -> HourAct | Refusal:
    """Take ballots again; ``gives_back`` puts the closing off by the time that was lost."""
    demand(may_run_process(actor, election.step.process_id))
    at, step = clock.now(), election.step
    contests = [one for one in _held(election) if one.suspended_at is not None]
    if not contests:
        return Refusal("not_suspended", _("Le vote n’est pas suspendu."))
    if not reason.strip():
        return _no_reason()
    first = contests[0]
    before = after = first.closes_at
    if gives_back and before is not None and first.suspended_at is not None:
        after = before + (at - first.suspended_at)
        if refusal := may_reschedule(actor, step, step.opens_at, after, at):
            return refusal
        step.closes_at = after
        step.save(update_fields=["closes_at"])
    for contest in contests:
        contest.suspended_at, contest.closes_at = None, after
        contest.hours_reason = reason.strip()
        contest.save(update_fields=["suspended_at", "closes_at", "hours_reason"])
        ask_to_close(contest)
    return note_hours(
        election=election,
        kind=HourAct.Kind.RESUMED,
        reason=reason,
        actor=actor,
        before=before,
        after=after,
    )


def _held(election: Election) -> list[Contest]:
    return list(Contest.objects.select_for_update().filter(election=election))


def _no_reason() -> Refusal:
    return Refusal("no_reason", _("Écrivez pourquoi : ce motif est public."))


def note_hours(
    *,
    election: Election,
    kind: HourAct.Kind,
    reason: str,
    actor: Person,
    before: datetime | None,
    after: datetime | None,
) -> HourAct:
    """Keep an act on the hours where everyone reads it, and in the ledger."""
    act = HourAct.objects.create(
        election=election,
        kind=kind,
        at=clock.now(),
        reason=reason.strip(),
        author_name=actor.full_name if isinstance(actor, User) else "",
        closes_before=before,
        closes_after=after,
    )
    if kind != HourAct.Kind.MOVED:
        record(
            actor=actor,
            verb=f"{kind}_vote",
            subject=election,
            process_id=election.step.process_id,
            reason=act.reason,
        )
    return act
