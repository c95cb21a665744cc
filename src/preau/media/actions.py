"""Taking a picture in: check, strip, re-encode, render."""

from __future__ import annotations

import io
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from preau.accounts.models import User
from preau.kernel.refusal import Refusal
from preau.tenancy.quotas import refusal_of_bytes

from .models import WIDTHS, Picture

MOST_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 60_000_000
#: Longest side of a WebP file, in pixels.
LONGEST_SIDE = 16_383
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
#: What Pillow raises at a file it cannot or will not read.
_UNREADABLE = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,  # an error only where warnings are
    OSError,
    ValueError,
    SyntaxError,
)


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
    full = refusal_of_bytes(size)
    if full is not None:
        return full
    image = _open(upload)
    if isinstance(image, Refusal):
        return image
    widths = _widths_of(image)
    if not widths:
        return _unreadable(f"{image.height} pixels high for {image.width} wide")
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
    try:
        image = Image.open(upload, formats=FORMATS)
        if image.width * image.height > MOST_PIXELS:
            return Refusal(
                "too_many_pixels",
                _("Cette photo a trop de pixels."),
                remedy=_("Réduisez-la à moins de 60 millions de pixels."),
            )
        upright = ImageOps.exif_transpose(image)
        return upright.convert("RGBA" if "A" in upright.getbands() else "RGB")
    except _UNREADABLE as error:
        return _unreadable(str(error))


def _unreadable(error: str) -> Refusal:
    return Refusal(
        "not_a_picture",
        _("Ce fichier n’est pas une photo que la plateforme sait lire."),
        remedy=_("Choisissez un fichier JPEG, PNG ou WebP."),
        details={"error": error},
    )


def _widths_of(image: Image.Image) -> list[int]:
    """Widths to render: none wider than the original, none whose height WebP cannot hold."""
    widths = [width for width in WIDTHS if width < image.width]
    if image.width <= WIDTHS[-1]:
        widths.append(image.width)
    return [width for width in widths if _height(image, width) <= LONGEST_SIDE]


def _height(image: Image.Image, width: int) -> int:
    return max(1, round(image.height * width / image.width))


def _keep(picture: Picture, image: Image.Image, width: int) -> None:
    body = io.BytesIO()
    size = (width, _height(image, width))
    image.resize(size, Image.Resampling.LANCZOS).save(body, "WEBP", quality=80)
    default_storage.save(picture.path(width), ContentFile(body.getvalue()))
