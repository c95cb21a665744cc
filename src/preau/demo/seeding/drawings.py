"""Pictures of the demonstration, drawn by us: a landscape for a header, a mark for a logo."""

from __future__ import annotations

import io
import math

from PIL import Image, ImageDraw

from preau.media.actions import take_picture
from preau.media.models import Picture


def landscape() -> Picture:
    """Hills, a river and the roofs of a small town at the end of the day."""
    width, height = 1200, 500
    image = Image.new("RGB", (width, height), "#F0B46A")
    pen = ImageDraw.Draw(image)
    pen.ellipse((820, 60, 960, 200), fill="#F9E2A8")
    for base, swell, colour in ((260, 60, "#B5795E"), (320, 45, "#8A5A55"), (380, 35, "#5E4450")):
        crest = [(x, base + swell * math.sin(x / 140 + base)) for x in range(0, width + 20, 20)]
        pen.polygon([*crest, (width, height), (0, height)], fill=colour)
    for place, size in ((180, 70), (270, 95), (385, 60), (470, 110), (600, 75), (690, 60)):
        top = 430 - size
        pen.rectangle((place, top, place + size, 460), fill="#F2E3CC")
        roof = [(place - 8, top), (place + size / 2, top - size / 2), (place + size + 8, top)]
        pen.polygon(roof, fill="#93402E")
    pen.polygon([(0, 470), (500, 450), (1200, 475), (1200, 500), (0, 500)], fill="#3E5C6B")
    return _keep(image, "Toits et collines au soir", alt="Les toits du village devant les collines")


def mark(ground: str, ink: str) -> Picture:
    """A roof on a round ground."""
    image = Image.new("RGBA", (256, 256), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.ellipse((0, 0, 255, 255), fill=ground)
    pen.polygon([(40, 130), (128, 60), (216, 130)], fill=ink)
    for x in (62, 116, 170):
        pen.rectangle((x, 138, x + 24, 200), fill=ink)
    return _keep(image, "Logo", alt="Un toit posé sur trois piliers")


def _keep(image: Image.Image, title: str, alt: str) -> Picture:
    body = io.BytesIO()
    image.save(body, "PNG")
    size = body.tell()
    body.seek(0)
    made = take_picture(upload=body, size=size, alt=alt, is_public=True)
    if not isinstance(made, Picture):
        raise ValueError(str(made))
    made.in_library, made.title = True, title
    made.save(update_fields=["in_library", "title"])
    return made
