"""Writes of moderation: brought in, reported, settled, appealed. The author is always told."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record
from preau.messaging.actions import send_email
from preau.processes.models import Process

from .models import Case, Report
from .policies import may_appeal, may_settle
from .registry import moderated


@transaction.atomic
def open_case(
    *, kind: str, subject_id: int, process: Process, why: str, author: User | None
) -> Case:
    """The open case of that contribution: made now, or the one that already waits."""
    case, _is_new = Case.objects.get_or_create(
        kind=kind,
        subject_id=subject_id,
        state=Case.State.OPEN,
        defaults={"process": process, "author": author, "why": why, "opened_at": clock.now()},
    )
    return case


@transaction.atomic
def report(
    *,
    kind: str,
    subject_id: int,
    process: Process,
    author: User | None,
    reporter: str,
    person: User | None,
    motive: str,
    words: str,
) -> Report:
    """Somebody reports a contribution; the same person counts once for one case."""
    why = Case.Why.REPORTED
    case = open_case(kind=kind, subject_id=subject_id, process=process, why=why, author=author)
    made, is_new = Report.objects.get_or_create(
        case=case,
        reporter=reporter,
        defaults={"person": person, "motive": motive, "words": words, "at": clock.now()},
    )
    if is_new:
        record(actor=person, verb="reported", subject=case, process_id=process.pk, motive=motive)
    return made


@transaction.atomic
def settle(*, case: Case, outcome: str, motive: str, words: str, actor: User) -> Case:
    """Leave it, hide it, or ask its author to write it again.

    Raises ``Refused`` against ``policies.may_settle``. What is hidden has a motive.
    """
    held = (
        Case.objects.select_for_update(of=("self",))
        .select_related("process", "author")
        .get(pk=case.pk)
    )
    demand(may_settle(actor, held))
    state = Case.State(outcome)
    if state is Case.State.OPEN or held.is_appealed:
        raise ValueError("a case is settled by an outcome, an appeal by settle_appeal")
    if state is not Case.State.KEPT and not motive:
        raise ValueError("what is hidden has a motive")
    _apply(held, state)
    held.state, held.motive, held.words = state, motive, words
    held.settled_at, held.settled_by = clock.now(), actor
    held.save()
    record(
        actor=actor,
        verb="moderated",
        subject=held,
        process_id=held.process_id,
        outcome=outcome,
        motive=motive,
    )
    if state is not Case.State.KEPT:
        _tell(held, _("Votre contribution n’est pas publiée"), "moderation/mail/decision")
    elif held.why != Case.Why.REPORTED:
        _tell(held, _("Votre contribution est publiée"), "moderation/mail/published")
    return held


def _apply(case: Case, state: Case.State) -> None:
    kind = moderated.get(case.kind)
    if state is Case.State.KEPT:
        kind.keep(case.subject_id)
    else:
        kind.hide(case.subject_id, may_reword=state is Case.State.REWORD)


@transaction.atomic
def pass_on(*, case: Case, to: User, words: str, actor: User) -> Case:
    """Ask a colleague to take it; they are told by mail, and its delay does not move.

    Raises ``Refused`` when ``actor`` may not settle it, or ``to`` may not either.
    """
    held = Case.objects.select_for_update(of=("self",)).select_related("process").get(pk=case.pk)
    demand(may_settle(actor, held))
    demand(may_settle(to, held))
    held.passed_to, held.passed_by_name = to, actor.full_name
    held.passed_words, held.passed_at = words, clock.now()
    held.save(update_fields=["passed_to", "passed_by_name", "passed_words", "passed_at"])
    record(
        actor=actor,
        verb="passed_case",
        subject=held,
        process_id=held.process_id,
        to=to.full_name,
    )
    send_email(
        to=to.email,
        kind="moderation_passed",
        subject=_("Une contribution à examiner"),
        template="moderation/mail/passed",
        context={
            "by": actor.full_name,
            "words": words,
            "process": held.process,
            "due": held.due_at,
            "url": reverse("moderation:case", args=[held.pk]),
        },
        recipient=to,
    )
    return held


@transaction.atomic
def appeal(*, case: Case, words: str) -> Refusal | None:
    """The author asks for a second look; somebody else takes it."""
    held = Case.objects.select_for_update().get(pk=case.pk)
    refusal = may_appeal(held, clock.now())
    if refusal is not None:
        return refusal
    held.appealed_at, held.appeal_words = clock.now(), words
    held.save(update_fields=["appealed_at", "appeal_words"])
    record(actor=held.author, verb="appealed", subject=held, process_id=held.process_id)
    return None


@transaction.atomic
def settle_appeal(*, case: Case, is_granted: bool, answer: str, actor: User) -> Case:
    """The last word: put back, or kept hidden; always with its reason, by mail."""
    held = (
        Case.objects.select_for_update(of=("self",))
        .select_related("process", "author")
        .get(pk=case.pk)
    )
    demand(may_settle(actor, held))
    if not held.is_appealed:
        raise ValueError("there is no appeal to settle")
    held.is_granted, held.appeal_answer = is_granted, answer
    held.appeal_settled_at, held.appeal_settled_by = clock.now(), actor
    if is_granted:
        held.state = Case.State.KEPT
        _apply(held, Case.State.KEPT)
    held.save()
    record(
        actor=actor,
        verb="settled_appeal",
        subject=held,
        process_id=held.process_id,
        is_granted=is_granted,
    )
    _tell(held, _("La réponse à votre recours"), "moderation/mail/appeal")
    return held


def _tell(case: Case, subject: str, template: str) -> None:
    author = case.author
    if author is None or not author.email:
        return
    kind = moderated.get(case.kind)
    described = kind.describe([case.subject_id]).get(case.subject_id)
    context: dict[str, Any] = {
        "case": case,
        "motive": case.said_motive,
        "process": case.process,
        "title": described.title if described else "",
        "text": described.text if described else "",
        "url": described.url if described else "",
    }
    send_email(
        to=author.email,
        kind="moderation",
        subject=subject,
        template=template,
        context=context,
        recipient=author,
    )
