"""Files taken in: checked by what they are, kept by their hash, given back apart."""

from __future__ import annotations

import hashlib
import subprocess
import zipfile
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.questions.files import type_of

from .models import Document

MOST_BYTES = 50 * 1024 * 1024
MOST_FILES = 10
#: An archive that swells more than this is no document.
MOST_SWELL = 200
MOST_SWOLLEN = 500 * 1024 * 1024


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
    if not kind.startswith("image/") and kind != "application/pdf" and _swells(upload):
        return Refusal("swells", _("%(name)s\u00a0: ce fichier ne s’ouvre pas.") % {"name": name})
    return _refusal_by_scanner(upload, name)


def _swells(upload: Any) -> bool:
    """An archive that cannot be read, or that would fill a disk."""
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as archive:
            sizes = [(one.file_size, one.compress_size) for one in archive.infolist()]
    except (zipfile.BadZipFile, ValueError, OSError):
        return True
    finally:
        upload.seek(0)
    whole = sum(size for size, _packed in sizes)
    packed = sum(packed for _size, packed in sizes)
    return whole > MOST_SWOLLEN or (whole > 10_000_000 and whole > MOST_SWELL * max(packed, 1))


def _refusal_by_scanner(upload: Any, name: str) -> Refusal | None:
    """What the scanner of the installation says (``PREAU_SCANNER``), when there is one."""
    command: list[str] = settings.PREAU_SCANNER
    if not command:
        return None
    upload.seek(0)
    done = subprocess.run(  # noqa: S603 - the command is the installation's own setting
        command, input=upload.read(), capture_output=True, timeout=120, check=False
    )
    upload.seek(0)
    if done.returncode == 0:
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
