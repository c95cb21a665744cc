"""Taking a document in: what it is, what a screen reader would find in it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.tenancy.quotas import refusal_of_bytes

from .files import is_office, is_suspect, type_of
from .models import Document

MOST_BYTES = 30 * 1024 * 1024
PDF = "application/pdf"
#: Pages of a PDF where words are looked for, before it is said to be a scan.
LOOKED_AT = 3
_UNREADABLE = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError)


@dataclass(frozen=True)
class Inside:
    """What a PDF holds: its pages, whether it has tags, whether it has words."""

    pages: int
    is_tagged: bool
    has_words: bool


def look_inside(upload: Any) -> Inside | Refusal:
    """Open a PDF. Refused with a sentence when it is broken or asks for a password.

    Tagged: its catalogue says so (``/MarkInfo``, ``/Marked``) and holds a tree of its structure
    (``/StructTreeRoot``); ISO 32000-1, 14.7 and 14.8.
    """
    upload.seek(0)
    try:
        reader = PdfReader(io.BytesIO(upload.read()))
        if reader.is_encrypted and not reader.decrypt(""):
            return Refusal(
                "locked",
                _("Ce PDF demande un mot de passe."),
                remedy=_("Enregistrez-le sans protection."),
            )
        root = reader.root_object
        marks = root.get("/MarkInfo")
        marked = marks is not None and bool(marks.get_object().get("/Marked", False))
        words = any((one.extract_text() or "").strip() for one in reader.pages[:LOOKED_AT])
        return Inside(len(reader.pages), marked and "/StructTreeRoot" in root, words)
    except _UNREADABLE as error:
        return Refusal(
            "broken",
            _("Ce PDF ne s’ouvre pas."),
            remedy=_("Exportez-le à nouveau depuis votre traitement de texte."),
            details={"error": str(error)},
        )
    finally:
        upload.seek(0)


def _checked(upload: Any) -> tuple[str, Inside | None] | Refusal:
    """The kind of the file, with what is inside when it is a PDF; else why it stays outside."""
    size = upload.size or 0
    if size > MOST_BYTES:
        return Refusal(
            "too_heavy",
            _("Ce document dépasse 30\u00a0Mo."),
            remedy=_("Réduisez ses images, ou partagez-le en plusieurs."),
        )
    kind = type_of(upload) if size else ""
    if kind != PDF and (not kind or kind.startswith("image/") or not is_office(upload, kind)):
        return Refusal(
            "unknown_kind",
            _("Ce fichier n’est pas un document que le site peut donner."),
            remedy=_("Choisissez un fichier PDF, ODT, ODS, DOCX ou XLSX, sans macro."),
        )
    full = refusal_of_bytes(size)
    if full is not None:
        return full
    if is_suspect(upload):
        return Refusal("suspect", _("L’antivirus refuse ce fichier."))
    if kind != PDF:
        return kind, None
    inside = look_inside(upload)
    return inside if isinstance(inside, Refusal) else (kind, inside)


@transaction.atomic
def take_document(
    *, upload: Any, title: str, language: str = "fr", document: Document | None = None
) -> Document | Refusal:
    """Keep a file as a new document, or as the new file of ``document``, at the same address."""
    checked = _checked(upload)
    if isinstance(checked, Refusal):
        return checked
    kind, inside = checked
    old = document.path if document else ""
    made = document or Document(version=0)
    made.title, made.language, made.kind, made.size = title, language, kind, upload.size
    made.pages = inside.pages if inside else None
    made.is_tagged = inside.is_tagged if inside else None
    made.has_words = inside.has_words if inside else None
    made.version, made.updated_at = made.version + 1, clock.now()
    made.save()
    made.refresh_from_db(fields=["site"])
    upload.seek(0)
    default_storage.save(made.path, File(upload))
    if old:
        transaction.on_commit(lambda: default_storage.delete(old))
    return made


@transaction.atomic
def drop_document(*, document: Document) -> None:
    """Forget a document; its file goes away once that is certain."""
    path = document.path
    document.delete()
    transaction.on_commit(lambda: default_storage.delete(path))
