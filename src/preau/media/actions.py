"""Taking a picture in: check, strip, re-encode, render."""

from __future__ import annotations

import io
import warnings
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from preau.accounts.models import User
from preau.kernel.refusal import Refusal

from .models import WIDTHS, Picture

MOST_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 60_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


def take_picture(
    *,
    upload: BinaryIO,
    size: int,
    alt: str = "",
    owner: User | None = None,
    visitor: str = "",
    is_public: bool = False,
) -> Picture | Refusal:
    """Re-encode ``upload`` to WebP renditions without metadata, and keep them.

    Refused with a sentence: too heavy, not a picture, too many pixels. The file's name and
    declared type decide nothing.
    """
    if size > MOST_BYTES:
        return Refusal(
            "too_heavy", _("Cette photo dépasse 12 Mo."), remedy=_("Choisissez-en une plus légère.")
        )
    image = _open(upload)
    if isinstance(image, Refusal):
        return image
    widths = [width for width in WIDTHS if width < image.width] or [image.width]
    if image.width > widths[-1] and widths[-1] < WIDTHS[-1]:
        widths.append(image.width)
    with transaction.atomic():
        picture = Picture.objects.create(
            alt=alt[:300],
            width=image.width,
            height=image.height,
            widths=widths,
            owner=owner,
            visitor=visitor,
            is_public=is_public,
        )
        for width in widths:
            _keep(picture, image, width)
    return picture


@transaction.atomic
def drop_picture(*, picture: Picture) -> None:
    """Forget a picture; its files go away once that is certain."""
    paths = [picture.path(width) for width in picture.widths]
    picture.delete()

    def delete_files() -> None:
        for path in paths:
            default_storage.delete(path)

    transaction.on_commit(delete_files)


def _open(upload: BinaryIO) -> Image.Image | Refusal:
    unreadable = Refusal(
        "not_a_picture",
        _("Ce fichier n’est pas une photo que la plateforme sait lire."),
        remedy=_("Choisissez un fichier JPEG, PNG ou WebP."),
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(upload, formats=FORMATS)
            if image.width * image.height > MOST_PIXELS:
                return Refusal(
                    "too_many_pixels",
                    _("Cette photo a trop de pixels."),
                    remedy=_("Réduisez-la à moins de 60 millions de pixels."),
                )
            upright = ImageOps.exif_transpose(image)
            return upright.convert("RGBA" if "A" in upright.getbands() else "RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        return Refusal(
            unreadable.code,
            unreadable.reason,
            remedy=unreadable.remedy,
            details={"error": str(error)},
        )
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        return Refusal(
            unreadable.code,
            unreadable.reason,
            remedy=unreadable.remedy,
            details={"error": str(error)},
        )


def _keep(picture: Picture, image: Image.Image, width: int) -> None:
    height = max(1, round(image.height * width / image.width))
    body = io.BytesIO()
    image.resize((width, height), Image.Resampling.LANCZOS).save(body, "WEBP", quality=80)
    default_storage.save(picture.path(width), ContentFile(body.getvalue()))
