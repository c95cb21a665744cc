"""Writing the record."""

from __future__ import annotations

from typing import Any

from django.db import models

from preau.accounts.models import Person, User
from preau.kernel import clock

from .models import Entry


def record(
    *,
    actor: Person | None,
    verb: str,
    subject: models.Model,
    process_id: int | None = None,
    **data: Any,
) -> Entry:
    """Append one act to the ledger of the site.

    ``verb`` is past and English (``decided``, ``closed``); ``actor`` None means the clock itself;
    ``data`` must be JSON. Called inside the action's own transaction.

    Nothing here can be taken back: agents sign with their name, residents stay behind their row,
    so that who erases their account leaves no name behind.
    """
    person = actor if isinstance(actor, User) else None
    return Entry.objects.create(
        at=clock.now(),
        actor=person,
        actor_name=person.full_name if person and person.is_agent else "",
        verb=verb,
        subject_kind=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_label="" if isinstance(subject, User) else str(subject)[:240],
        process_id=process_id,
        data=data,
    )
