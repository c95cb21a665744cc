"""Files taken in: checked by what they are, kept by their hash, given back apart."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.media.files import is_suspect, swells, type_of

from .models import Document

MOST_BYTES = 50 * 1024 * 1024
MOST_FILES = 10


def refusal_of_file(upload: Any) -> Refusal | None:
    """Too heavy, empty, of no known kind, or a bomb; by its bytes, never by what it says it is."""
    name = str(getattr(upload, "name", "") or "")
    if (upload.size or 0) > MOST_BYTES:
        return Refusal(
            "too_heavy", _("%(name)s\u00a0: ce fichier dépasse 50\u00a0Mo.") % {"name": name}
        )
    kind = type_of(upload) if upload.size else ""
    if not kind:
        return Refusal(
            "unknown_kind",
            _("%(name)s\u00a0: choisissez un fichier PDF, JPEG, PNG, ODT, ODS, DOCX ou XLSX.")
            % {"name": name},
        )
    if not kind.startswith("image/") and kind != "application/pdf" and swells(upload):
        return Refusal("swells", _("%(name)s\u00a0: ce fichier ne s’ouvre pas.") % {"name": name})
    return _refusal_by_scanner(upload, name)


def _refusal_by_scanner(upload: Any, name: str) -> Refusal | None:
    if not is_suspect(upload):
        return None
    return Refusal(
        "suspect",
        _("%(name)s\u00a0: l’antivirus refuse ce fichier.") % {"name": name},
        remedy=_("Envoyez-le dans un autre format, ou décrivez-le dans votre observation."),
    )


@transaction.atomic
def keep_file(*, upload: Any, name: str = "", kind: str = "") -> Document:
    """Store what ``refusal_of_file`` let in, or a file made here; its hash is its identity."""
    digest = hashlib.sha256()
    size = 0
    upload.seek(0)
    while block := upload.read(1 << 20):
        digest.update(block)
        size += len(block)
    document = Document(
        name=(name or getattr(upload, "name", "") or "document")[-120:],
        kind=kind or type_of(upload),
        size=size,
        sha256=digest.hexdigest(),
        created_at=clock.now(),
    )
    document.save()
    document.refresh_from_db(fields=["site"])
    upload.seek(0)
    default_storage.save(document.path, File(upload))
    return document


def keep_bytes(*, body: bytes, name: str, kind: str) -> Document:
    """Store a file made here."""
    return keep_file(upload=ContentFile(body, name=name), name=name, kind=kind)


def drop_document(document: Document) -> None:
    """Forget a document that was only joined to a draft."""
    path = document.path
    document.delete()
    transaction.on_commit(lambda: default_storage.delete(path))


def served_apart(document: Document, *, as_attachment: bool = True) -> FileResponse:
    """A file of somebody else: taken away, or opened in a page that may do nothing."""
    response = FileResponse(
        default_storage.open(document.path),
        as_attachment=as_attachment,
        filename=document.name,
        content_type=document.kind,
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, max-age=0"
    return response
