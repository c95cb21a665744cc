"""Writes of those who read the contributions: themes, families, answers, collective entry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import demand
from preau.kernel.text import slug
from preau.ledger.actions import record
from preau.messaging.actions import send_email

from .actions import Words, write_contribution
from .families import families
from .models import (
    Consultation,
    Contribution,
    Gathering,
    Outcome,
    Passage,
    Tag,
    Tagging,
)
from .policies import may_analyse, may_enter

#: Contributions answered in one act.
MOST_AT_ONCE = 1000


@transaction.atomic
def answer(
    *, consultation: Consultation, ids: Sequence[int], outcome: str, reason: str, actor: User
) -> int:
    """Say what becomes of contributions, with one reason for all; their authors are told once.

    Saying the same again changes nothing. Raises ``Refused``.
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
    at = clock.now()
    for one in changed:
        one.outcome, one.outcome_reason, one.outcome_by, one.outcome_at = outcome, reason, actor, at
    fields = ["outcome", "outcome_reason", "outcome_by", "outcome_at"]
    Contribution.objects.bulk_update(changed, fields, batch_size=200)
    _tell_authors(consultation, changed, outcome, reason)
    if changed:
        record(
            actor=actor,
            verb="answered_contributions",
            subject=consultation,
            process_id=consultation.step.process_id,
            count=len(changed),
            outcome=outcome,
        )
    return len(changed)


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


@transaction.atomic
def give_tag(
    *, consultation: Consultation, ids: Sequence[int], name: str, wanted: bool, actor: User
) -> int:
    """Give a theme to contributions, or take it from them; made when it is new."""
    demand(may_analyse(actor, consultation))
    key = slug(name)
    own = Contribution.objects.filter(consultation=consultation, pk__in=list(ids))
    if not wanted:
        gone, _rows = Tagging.objects.filter(tag__key=key, contribution__in=own).delete()
        return gone
    tag, _is_new = Tag.objects.get_or_create(
        consultation=consultation, key=key, defaults={"name": name[:60]}
    )
    known = set(tag.taggings.filter(contribution__in=own).values_list("contribution", flat=True))
    new = [pk for pk in own.values_list("pk", flat=True) if pk not in known]
    Tagging.objects.bulk_create(
        [Tagging(tag=tag, contribution_id=pk, by=actor) for pk in new], batch_size=500
    )
    return len(new)


@transaction.atomic
def group_alike(*, consultation: Consultation, actor: User) -> tuple[int, int]:
    """Find the families of texts again; answers how many contributions, how many texts.

    Only texts about the same passage can be a family.
    """
    demand(may_analyse(actor, consultation))
    found = Contribution.objects.filter(consultation=consultation)
    found = found.exclude(state=Contribution.State.WITHDRAWN)
    texts: dict[int, dict[int, str]] = {}
    rows = found.values_list("pk", "passage", "body", "rewrite").order_by("pk")
    for pk, passage, body, rewrite in rows.iterator(chunk_size=2000):
        texts.setdefault(passage, {})[pk] = body or rewrite
    family = {pk: root for each in texts.values() for pk, root in families(each).items()}
    changed = [
        one
        for one in found.only("pk", "family").iterator(chunk_size=2000)
        if one.family != family[one.pk]
    ]
    for one in changed:
        one.family = family[one.pk]
    Contribution.objects.bulk_update(changed, ["family"], batch_size=500)
    return len(family), len(set(family.values()))


@transaction.atomic
def open_gathering(
    *,
    consultation: Consultation,
    origin: str,
    title: str,
    held_on: date | None,
    people: int | None,
    upload: Any = None,
    actor: User,
) -> Gathering:
    """Where a set of contributions comes from: a workshop, letters, a register."""
    demand(may_enter(actor, consultation))
    made = Gathering.objects.create(
        consultation=consultation,
        origin=origin,
        title=title,
        held_on=held_on,
        people=people,
        upload=upload,
        entered_by=actor,
        created_at=clock.now(),
    )
    process_id = consultation.step.process_id
    record(actor=actor, verb="opened_gathering", subject=made, process_id=process_id)
    return made


@transaction.atomic
def enter_contribution(
    *, gathering: Gathering, passage: Passage, words: Words, author_name: str, actor: User
) -> Contribution:
    """Type in what was said elsewhere, under the name it was said with."""
    consultation = gathering.consultation
    demand(may_enter(actor, consultation))
    made = write_contribution(
        consultation=consultation,
        passage=passage,
        words=words,
        author=None,
        author_name=author_name or gathering.title,
        gathering=gathering,
    )
    process_id = consultation.step.process_id
    record(actor=actor, verb="entered_contribution", subject=made, process_id=process_id)
    return made
