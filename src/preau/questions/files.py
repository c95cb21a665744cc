"""Documents given as answers: what is taken in, where it is kept, who may have it back."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from preau.accounts.models import Person, User
from preau.kernel import clock
from preau.media.files import type_of
from preau.tenancy.quotas import refusal_of_bytes

from .models import Upload
from .types.base import Faulty

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 60_000_000


def check_upload(upload: Any) -> None:
    """Raise ``Faulty`` for a file that is too heavy, empty, or of no known kind."""
    if (upload.size or 0) > MOST_BYTES:
        raise Faulty(_("Ce fichier dépasse 10\u00a0Mo. Choisissez-en un plus léger."))
    if not upload.size or not type_of(upload):
        raise Faulty(_("Choisissez un fichier PDF, JPEG, PNG, ODT, ODS, DOCX ou XLSX."))
    full = refusal_of_bytes(upload.size)
    if full is not None:
        raise Faulty(f"{full.reason} {full.remedy}")


@transaction.atomic
def keep_upload(*, upload: UploadedFile[Any], person: Person, visitor: str) -> dict[str, Any]:
    """Store a file that ``check_upload`` lets in; answers what the answer keeps of it."""
    kind = type_of(upload)
    body = upload.read()
    if kind.startswith("image/"):
        body, kind = _without_traces(body)
    kept = Upload.objects.create(
        name=(upload.name or "document")[-120:],
        kind=kind,
        size=len(body),
        owner=person if isinstance(person, User) else None,
        visitor=visitor,
        created_at=clock.now(),
    )
    default_storage.save(kept.path, ContentFile(body))
    return {"key": str(kept.key), "name": kept.name, "size": kept.size}


def _without_traces(body: bytes) -> tuple[bytes, str]:
    """The picture upright and without what the camera wrote in it (place, owner)."""
    try:
        image = Image.open(io.BytesIO(body), formats=("JPEG", "PNG"))
        if image.width * image.height > MOST_PIXELS:
            raise Faulty(_("Cette photo a trop de pixels."))
        upright = ImageOps.exif_transpose(image).convert("RGB")
        out = io.BytesIO()
        upright.save(out, "JPEG", quality=88)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        if isinstance(error, Faulty):
            raise
        raise Faulty(_("Cette photo ne s’ouvre pas. Choisissez-en une autre.")) from error
    return out.getvalue(), "image/jpeg"


@transaction.atomic
def drop_uploads(*, keys: list[str]) -> None:
    """Forget files; they leave the disk once that is certain."""
    gone = list(Upload.objects.filter(key__in=keys))
    paths = [one.path for one in gone]
    Upload.objects.filter(pk__in=[one.pk for one in gone]).delete()

    def delete_files() -> None:
        for path in paths:
            default_storage.delete(path)

    transaction.on_commit(delete_files)


@transaction.atomic
def keep_files(*, answers: dict[str, Any], person: Person, visitor: str = "") -> dict[str, Any]:
    """The same answers, each new file stored and replaced by what an answer keeps of it."""
    return {
        id: keep_upload(upload=value, person=person, visitor=visitor)
        if isinstance(value, UploadedFile)
        else value
        for id, value in answers.items()
    }
