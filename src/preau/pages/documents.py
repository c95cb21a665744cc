"""The documents of the site: where each is given, taking one in, replacing it, letting it go."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Q, TextField
from django.urls import reverse
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record
from preau.media.documents import drop_document, take_document
from preau.media.models import Document

from .library import Use, held_blocks, keys_in, still_used
from .models import Frame, Page
from .policies import may_edit_site

#: Rooms whose texts may hold the address of a document.
_TEXTS = ("news", "processes", "proposals")


def _pages_giving(documents: list[Document]) -> dict[int, set[Page]]:
    """Pages by document: those of a block, and those whose words link to its address."""
    found: dict[int, set[Page]] = {one.pk: set() for one in documents}
    for page, blocks in held_blocks():
        keys, words = keys_in(blocks, "document"), json.dumps(blocks)
        for one in documents:
            if one.pk in keys or str(one.key) in words:
                found[one.pk].add(page)
    return found


def uses_of_document(document: Document) -> list[Use]:
    """Where the document is given: pages, menus and banner, texts that link to it."""
    pages = _pages_giving([document])[document.pk]
    found = [Use(page.title, page.get_absolute_url()) for page in pages]
    frame, key = Frame.objects.first(), str(document.key)
    if frame and key in json.dumps([frame.menus, frame.banner, frame.legal]):
        found.append(Use(_("les menus et le bandeau"), reverse("pages_desk:menus")))
    for label in _TEXTS:
        for model in apps.get_app_config(label).get_models():
            texts = [one.name for one in model._meta.fields if isinstance(one, TextField)]
            asked = Q(*((f"{name}__contains", key) for name in texts), _connector=Q.OR)
            rows = model._default_manager.filter(asked)[:10] if texts else []
            found += [Use(str(row)) for row in rows]
    return found


def document_counts(documents: list[Document]) -> Counter[int]:
    """How many pages give each of these documents."""
    return Counter({key: len(pages) for key, pages in _pages_giving(documents).items()})


@transaction.atomic
def add_document(
    *, upload: Any, title: str, language: str, actor: User, document: Document | None = None
) -> Document | Refusal:
    """Give everyone a new document, or a new file in the place of ``document``'s."""
    demand(may_edit_site(actor))
    made = take_document(upload=upload, title=title, language=language, document=document)
    if not isinstance(made, Refusal):
        verb = "replaced_document" if document else "added_document"
        record(actor=actor, verb=verb, subject=made, version=made.version)
    return made


def describe_document(*, document: Document, title: str, language: str, actor: User) -> None:
    demand(may_edit_site(actor))
    document.title, document.language = title, language
    document.save(update_fields=["title", "language"])


@transaction.atomic
def delete_document(*, document: Document, actor: User) -> Refusal | None:
    """Forget a document that nothing gives; else the refusal says where it is."""
    demand(may_edit_site(actor))
    said = _("Ce document est encore donné\u00a0: %(where)s.")
    remedy = _("Retirez-le d’abord de là, ou remplacez son fichier.")
    held = still_used(uses_of_document(document), said, remedy)
    if held is not None:
        return held
    record(actor=actor, verb="dropped_document", subject=document)
    drop_document(document=document)
    return None
