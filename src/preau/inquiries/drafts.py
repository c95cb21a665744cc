"""An observation being written: kept on the server for one device, forgotten once sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.messaging.actions import send_email
from preau.tenancy.scope import current_site
from preau.ui.words import moment

from .documents import MOST_FILES, drop_document, keep_file, refusal_of_file
from .models import Document, Draft, Inquiry
from .models.register import DraftDocument

LIFETIME = timedelta(days=60)
BEFORE_CLOSING = timedelta(days=2)


def draft_of(inquiry: Inquiry, visitor: str) -> Draft | None:
    """What this device has begun to write in this inquiry."""
    if not visitor:
        return None
    return Draft.objects.filter(inquiry=inquiry, visitor=visitor).first()


@transaction.atomic
def save_draft(*, inquiry: Inquiry, visitor: str, data: dict[str, Any]) -> Draft:
    """Keep what is typed, whatever it is worth."""
    draft, _made = Draft.objects.update_or_create(
        inquiry=inquiry, visitor=visitor, defaults={"data": data, "saved_at": clock.now()}
    )
    return draft


@transaction.atomic
def join_files(*, draft: Draft, uploads: Iterable[Any]) -> list[Refusal]:
    """Keep the files that can be taken; a refusal for each of the others."""
    faults: list[Refusal] = []
    room = MOST_FILES - draft.documents.count()
    for upload in uploads:
        refusal = refusal_of_file(upload)
        if refusal is None and room <= 0:
            refusal = Refusal("too_many", _("Dix documents au plus."))
        if refusal is not None:
            faults.append(refusal)
            continue
        DraftDocument.objects.create(draft=draft, document=keep_file(upload=upload))
        room -= 1
    return faults


@transaction.atomic
def drop_joined(*, draft: Draft, keys: list[str]) -> None:
    """Take documents off the draft."""
    gone = [one for one in draft.documents.all() if str(one.key) in keys]
    _forget(gone, draft)


@transaction.atomic
def drop_draft(*, draft: Draft) -> None:
    """Forget a draft with its documents."""
    _forget(list(draft.documents.all()), draft)
    draft.delete()


def _forget(documents: list[Document], draft: Draft) -> None:
    draft.joined.filter(document__in=documents).delete()
    for document in documents:
        drop_document(document)


@transaction.atomic
def remind_drafts() -> int:
    """Who left a draft and an address, once, two days before the register closes at the latest."""
    at = clock.now()
    waiting = Draft.objects.select_for_update(of=("self",), skip_locked=True).filter(
        inquiry__step__closes_at__gt=at,
        inquiry__step__closes_at__lte=at + BEFORE_CLOSING,
        inquiry__suspended_at=None,
        inquiry__has_web_register=True,
        reminded_at=None,
    )
    told = 0
    for draft in waiting.select_related("inquiry__step__process")[:500]:
        draft.reminded_at = at
        draft.save(update_fields=["reminded_at"])
        told += _remind(draft)
    return told


def _remind(draft: Draft) -> bool:
    email, inquiry = str(draft.data.get("email", "")).strip(), draft.inquiry
    try:
        validate_email(email)
    except ValidationError:
        return False
    send_email(
        to=email,
        kind="inquiry_draft",
        subject=_("Votre observation n’est pas encore envoyée"),
        template="inquiries/mail/draft",
        context={
            "title": inquiry.step.process.title,
            "closes": moment(inquiry.step.closes_at),
            "url": current_site().base_url + inquiry.url("deposit"),
        },
    )
    return True


@transaction.atomic
def forget_old_drafts() -> int:
    """Drafts that nobody has touched for two months."""
    old = list(Draft.objects.filter(saved_at__lt=clock.now() - LIFETIME)[:500])
    for draft in old:
        drop_draft(draft=draft)
    return len(old)
