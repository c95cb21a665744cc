"""The icon of a site, in the sizes that browsers and telephones ask for."""

from __future__ import annotations

import io

from django.core.files.storage import default_storage
from PIL import Image, ImageOps

from .models import Picture

#: Side in pixels: tab, telephone of Apple, home screen, splash.
SIDES = (32, 180, 192, 512)
#: Telephones paint what is transparent black: these are laid on white, with some room around.
_LAID = 180


def icon_png(picture: Picture, side: int) -> bytes:
    """The whole picture inside a square of ``side`` pixels, as a PNG."""
    with default_storage.open(picture.path(picture.widths[-1])) as file:
        shot = Image.open(file, formats=("WEBP",)).convert("RGBA")
    is_laid = side == _LAID
    inner = side * 8 // 10 if is_laid else side
    fitted = ImageOps.contain(shot, (inner, inner), Image.Resampling.LANCZOS)
    square = Image.new("RGBA", (side, side), "white" if is_laid else (0, 0, 0, 0))
    place = ((side - fitted.width) // 2, (side - fitted.height) // 2)
    square.paste(fitted, place, fitted)
    body = io.BytesIO()
    square.save(body, "PNG", optimize=True)
    return body.getvalue()
