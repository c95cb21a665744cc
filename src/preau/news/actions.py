"""Writing, announcing, cancelling."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from preau.accounts.models import User
from preau.kernel.refusal import demand
from preau.kernel.text import slug as slug_of
from preau.ledger.actions import record

from .models import Article, Meeting
from .policies import may_announce


@transaction.atomic
def write_article(
    *, words: dict[str, Any], article: Article | None = None, actor: User | None
) -> Article:
    """Write a piece of news; its address is its first title's and stays."""
    demand(may_announce(actor))
    kept = article or Article(slug=_free_slug(words["title"]))
    for name, value in words.items():
        setattr(kept, name, value)
    kept.save()
    record(actor=actor, verb="wrote_article", subject=kept, draft=kept.is_draft)
    return kept


def _free_slug(title: str) -> str:
    base = slug_of(title, longest=60)
    taken = set(Article.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


@transaction.atomic
def write_meeting(
    *, words: dict[str, Any], meeting: Meeting | None = None, actor: User | None
) -> Meeting:
    """Write a meeting; diaries that know it are told by its sequence."""
    demand(may_announce(actor))
    kept = meeting or Meeting()
    for name, value in words.items():
        setattr(kept, name, value)
    kept.sequence += 1
    kept.save()
    record(actor=actor, verb="wrote_meeting", subject=kept, draft=kept.is_draft)
    return kept


@transaction.atomic
def delete_announcement(*, thing: Article | Meeting, actor: User | None) -> None:
    """Forget a piece of news or a meeting; the record keeps that it was there."""
    demand(may_announce(actor))
    record(actor=actor, verb="deleted_announcement", subject=thing)
    thing.delete()
