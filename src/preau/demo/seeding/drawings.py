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


def shore() -> Picture:
    """A beach seen from above: land, sand, foam, sea."""
    width, height = 1200, 800
    image = Image.new("RGB", (width, height), "#12708A")
    pen = ImageDraw.Draw(image)
    bands = ((300, 70, "#1F8FA6"), (380, 80, "#58B7BD"), (455, 75, "#F3EFE4"), (485, 75, "#EFD6A4"))
    for base, swell, colour in (*bands, (610, 60, "#7E9B5B"), (690, 40, "#5E7E4A")):
        line = [(x, base + swell * math.sin(x / 190 + base / 260)) for x in range(0, 1220, 20)]
        pen.polygon([*line, (width, height), (0, height)], fill=colour)
    for x, y in ((210, 560), (300, 520), (640, 600), (905, 505), (1010, 540)):
        pen.ellipse((x, y, x + 26, y + 26), fill="#FF7A59")
        pen.line((x + 13, y + 13, x + 34, y + 40), fill="#8C5A3A", width=4)
    return _keep(image, "La grève vue du ciel", alt="Une plage vue du ciel, la mer et des parasols")


def lighthouse() -> Picture:
    """A lighthouse on its rock, its beam over the night."""
    width, height = 1000, 800
    image = Image.new("RGB", (width, height), "#22314F")
    pen = ImageDraw.Draw(image)
    pen.polygon([(520, 210), (0, 40), (0, 330)], fill="#3D4F74")
    pen.polygon([(250, 800), (390, 610), (640, 590), (820, 800)], fill="#141B2C")
    for step in range(5):
        left, right = 470 - step * 9, 570 + step * 9
        colour = "#FF7A59" if step % 2 else "#F7F1E6"
        pen.polygon(
            [
                (left, 250 + step * 75),
                (right, 250 + step * 75),
                (right + 9, 325 + step * 75),
                (left - 9, 325 + step * 75),
            ],
            fill=colour,
        )
    pen.rectangle((475, 180, 565, 250), fill="#FFD98A")
    pen.polygon([(462, 182), (578, 182), (520, 120)], fill="#FF7A59")
    for x in range(0, width, 90):
        pen.arc((x, 730, x + 90, 770), 180, 360, fill="#6E83A8", width=5)
    return _keep(image, "Le phare, la nuit", alt="Un phare rayé éclaire la mer de nuit")


def bus() -> Picture:
    """The bus of the community on a market square."""
    width, height = 1000, 700
    image = Image.new("RGB", (width, height), "#BFE3E6")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 520, width, height), fill="#E8DCC4")
    for x, colour in ((60, "#F7F1E6"), (250, "#F2C6B6"), (760, "#F7F1E6")):
        pen.rectangle((x, 230, x + 170, 520), fill=colour)
        pen.polygon([(x - 12, 232), (x + 85, 150), (x + 182, 232)], fill="#5B6B7F")
    pen.rounded_rectangle((200, 300, 820, 560), radius=46, fill="#FF7A59")
    pen.rectangle((200, 460, 820, 490), fill="#FFF4EC")
    for x in range(240, 780, 110):
        pen.rounded_rectangle((x, 335, x + 86, 435), radius=12, fill="#22314F")
    for x in (300, 640):
        pen.ellipse((x, 510, x + 110, 620), fill="#20242E")
        pen.ellipse((x + 34, 544, x + 76, 586), fill="#E8DCC4")
    return _keep(image, "Le bus Le Goéland", alt="Un bus orange garé devant des maisons")


def wave() -> Picture:
    """Five waves on a square: a logo for five communes."""
    image = Image.new("RGBA", (256, 256), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((0, 0, 255, 255), radius=72, fill="#20242E")
    for row in range(5):
        top = 44 + row * 38
        line = [(x, top + 11 * math.sin(x / 19 + row)) for x in range(34, 223, 3)]
        pen.line(line, fill="#FF7A59" if row % 2 else "#FFF4EC", width=15, joint="curve")
    return _keep(image, "Cinq vagues", alt="Cinq vagues dans un carré")


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
