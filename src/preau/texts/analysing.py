"""Writes of those who read the contributions: themes, families, collective entry."""

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

from .actions import Words, write_contribution
from .families import families
from .models import (
    Consultation,
    Contribution,
    Gathering,
    Passage,
    Tag,
    Tagging,
)
from .policies import may_analyse, may_enter


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
