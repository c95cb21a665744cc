"""What becomes of contributions: said once for many, told to their authors, taken back in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import demand
from preau.ledger.actions import record
from preau.messaging.actions import send_email
from preau.messaging.holding import drop_mails, hold_mails, stop_mails

from .models import Consultation, Contribution, Outcome, Reply
from .policies import may_analyse, may_take_back

#: Contributions answered in one act.
MOST_AT_ONCE = 1000
#: Mails wait this long, so that an answer given by mistake can be taken back.
REGRET = timedelta(minutes=30)


@transaction.atomic
def answer(
    *, consultation: Consultation, ids: Sequence[int], outcome: str, reason: str, actor: User
) -> int:
    """Say what becomes of contributions, with one reason for all; their authors are told once.

    Saying the same again changes nothing. Mails wait for ``REGRET``. Raises ``Refused``.
    """
    demand(may_analyse(actor, consultation))
    Outcome(outcome)
    found = Contribution.objects.select_for_update(of=("self",)).filter(
        consultation=consultation, pk__in=list(ids)[:MOST_AT_ONCE]
    )
    changed = [
        one
        for one in found.select_related("author", "passage")
        if (one.outcome, one.outcome_reason) != (outcome, reason)
    ]
    if not changed:
        return 0
    at = clock.now()
    reply = Reply.objects.create(
        consultation=consultation,
        outcome=outcome,
        reason=reason,
        actor=actor,
        actor_name=actor.full_name,
        count=len(changed),
        before={str(one.pk): _said_before(one) for one in changed},
        at=at,
        undo_until=at + REGRET,
    )
    for one in changed:
        one.outcome, one.outcome_reason, one.outcome_by, one.outcome_at = outcome, reason, actor, at
    _keep(changed)
    with hold_mails(batch=reply.batch, until=reply.undo_until):
        _tell_authors(consultation, changed, outcome, reason)
    _record(reply, "answered_contributions", actor)
    return len(changed)


def _said_before(one: Contribution) -> list[Any]:
    at = one.outcome_at.isoformat() if one.outcome_at else None
    return [one.outcome, one.outcome_reason, one.outcome_by_id, at]


def _keep(changed: list[Contribution]) -> None:
    fields = ["outcome", "outcome_reason", "outcome_by", "outcome_at"]
    Contribution.objects.bulk_update(changed, fields, batch_size=200)


def _record(reply: Reply, verb: str, actor: User) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=reply.consultation,
        process_id=reply.consultation.step.process_id,
        count=reply.count,
        outcome=reply.outcome,
    )


@transaction.atomic
def take_back(*, reply: Reply, actor: User) -> tuple[int, int]:
    """Put each contribution as it was before ``reply``; no mail of it leaves.

    Answers how many were put back, and how many stay because somebody answered them since.
    Raises ``Refused``.
    """
    held = Reply.objects.select_for_update().get(pk=reply.pk)
    held.consultation = reply.consultation
    demand(may_take_back(actor, held, clock.now()))
    stop_mails(batch=held.batch)
    drop_mails(batch=held.batch, part=0)
    found = Contribution.objects.select_for_update().filter(
        consultation=held.consultation, pk__in=[int(pk) for pk in held.before]
    )
    said = (held.outcome, held.reason, held.at)
    mine = [one for one in found if (one.outcome, one.outcome_reason, one.outcome_at) == said]
    known = _still_here(held)
    for one in mine:
        outcome, reason, by, at = held.before[str(one.pk)]
        one.outcome, one.outcome_reason = outcome, reason
        one.outcome_by_id = by if by in known else None
        one.outcome_at = datetime.fromisoformat(at) if at else None
    _keep(mine)
    kept = held.count - len(mine)
    held.undone_at, held.count = clock.now(), len(mine)
    held.save(update_fields=["undone_at", "count"])
    _record(held, "took_back_answers", actor)
    return len(mine), kept


def _still_here(reply: Reply) -> set[int]:
    """Agents who answered before and whose account still exists."""
    asked = {by for _outcome, _reason, by, _at in reply.before.values() if by is not None}
    return set(User.objects.filter(pk__in=asked).values_list("pk", flat=True))


def replies_to_regret(consultation: Consultation) -> list[Reply]:
    """Answers of the last half hour, whose mails still wait; the latest first."""
    recent = Reply.objects.filter(
        consultation=consultation, undone_at__isnull=True, undo_until__gt=clock.now()
    )
    return list(recent.defer("before").order_by("-at")[:5])


def _tell_authors(
    consultation: Consultation, changed: list[Contribution], outcome: str, reason: str
) -> None:
    """One mail to each author, whatever the number of their contributions."""
    theirs: dict[int, list[Contribution]] = {}
    for one in changed:
        if one.author_id is not None and one.state == Contribution.State.VISIBLE:
            theirs.setdefault(one.author_id, []).append(one)
    for words in theirs.values():
        author = words[0].author
        if author is None:
            continue
        context: dict[str, Any] = {
            "process": consultation.step.process,
            "outcome": Outcome(outcome).label,
            "reason": reason,
            "lines": [(one, consultation.url("contribution", one.number)) for one in words],
        }
        send_email(
            to=author.email,
            kind="contribution_answer",
            subject=str(consultation.step.process.title),
            template="texts/mail/answer",
            context=context,
            recipient=author,
        )
