"""What is uploaded is re-encoded or refused; nothing of the original file is served."""

from __future__ import annotations

import io
import random
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image

from preau.kernel.refusal import Refusal
from preau.media.actions import MOST_BYTES, _open, take_picture
from preau.media.models import Picture


def _jpeg(width: int = 1200, height: int = 800, **save: Any) -> io.BytesIO:
    body = io.BytesIO()
    Image.new("RGB", (width, height), "#2B6A49").save(body, "JPEG", **save)
    body.seek(0)
    return body


def _take(body: io.BytesIO, **more: Any) -> Picture | Refusal:
    return take_picture(upload=body, size=len(body.getvalue()), **more)


def test_render_widths_without_metadata(site: Any) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Appareil de Nadia"
    picture = _take(_jpeg(exif=exif), alt="Un arbre", is_public=True)
    assert isinstance(picture, Picture)
    assert picture.widths == [480, 960, 1200]
    for width in picture.widths:
        with default_storage.open(picture.path(width)) as file:
            body = file.read()
        assert b"Appareil" not in body
        image = Image.open(io.BytesIO(body))
        assert (image.format, image.width) == ("WEBP", width)


def test_turn_upright(site: Any) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = _take(_jpeg(1000, 500, exif=exif))
    assert isinstance(picture, Picture)
    assert (picture.width, picture.height) == (500, 1000)


@pytest.mark.parametrize(
    "body",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"",
        b"GIF89a" + b"\0" * 40,
        b"\xff\xd8\xff" + b"<html>" * 10,
    ],
    ids=["svg", "empty", "broken gif", "polyglot"],
)
def test_refuse_what_is_no_picture(site: Any, body: bytes) -> None:
    answer = _take(io.BytesIO(body))
    assert isinstance(answer, Refusal)
    assert answer.code == "not_a_picture"
    assert Picture.objects.count() == 0


def test_keep_nothing_that_follows_the_picture(site: Any) -> None:
    """A picture that is a page or a script as well is a picture only, once taken."""
    script = b"*/<script>alert(1)</script>"
    for kind, more in (("PNG", {}), ("JPEG", {"comment": script}), ("WEBP", {"xmp": script})):
        body = io.BytesIO()
        Image.new("RGB", (600, 400), "#2B6A49").save(body, kind, **more)
        picture = _take(io.BytesIO(body.getvalue() + script), is_public=True)
        assert isinstance(picture, Picture)
        answer = Client().get(picture.url())
        assert answer["Content-Type"] == "image/webp"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert b"<script>" not in b"".join(answer)


def test_refuse_too_heavy(site: Any) -> None:
    answer = take_picture(upload=_jpeg(), size=MOST_BYTES + 1)
    assert isinstance(answer, Refusal)
    assert answer.code == "too_heavy"


def test_refuse_too_many_pixels(site: Any) -> None:
    body = io.BytesIO()
    Image.new("1", (8_000, 8_000)).save(body, "PNG")
    answer = _take(body)
    assert isinstance(answer, Refusal)
    assert answer.code == "too_many_pixels"


def test_serve_private_to_its_author_only(site: Any, cast: Any) -> None:
    picture = _take(_jpeg(), owner=cast.nadia)
    assert isinstance(picture, Picture)
    stranger, author, agent = Client(), Client(), Client()
    author.force_login(cast.nadia)
    agent.force_login(cast.irene)
    url = picture.url()

    def fetch(client: Client, address: str) -> tuple[int, str | None]:
        response = client.get(address)
        return response.status_code, response.get("Cache-Control")

    assert fetch(stranger, url)[0] == 404
    assert fetch(author, url) == (200, "private, no-store")
    assert fetch(agent, url)[0] == 200
    assert fetch(author, picture.url(99))[0] == 404


def test_keep_long_picture(site: Any) -> None:
    """WebP holds no side beyond 16 383 pixels: a long screenshot gets the widths that fit."""
    picture = _take(_jpeg(1000, 20_000))
    assert isinstance(picture, Picture)
    assert picture.widths == [480]


def test_refuse_thread(site: Any) -> None:
    answer = _take(_jpeg(100, 20_000))
    assert isinstance(answer, Refusal)
    assert Picture.objects.count() == 0


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_survive_damaged_files(site: Any, kind: str) -> None:
    """Whatever is broken in a file, it is a picture or a refusal, never a crash."""
    exif = Image.Exif()
    exif[0x0112] = 6
    whole = io.BytesIO()
    more = {} if kind == "GIF" else {"exif": exif}
    Image.effect_mandelbrot((64, 48), (-2, -1, 1, 1), 50).save(whole, kind, **more)
    chance = random.Random(87)
    for _round in range(400):
        body = bytearray(whole.getvalue())
        for _hit in range(chance.choice([1, 3, 12])):
            body[chance.randrange(len(body))] = chance.randrange(256)
        _open(io.BytesIO(bytes(body[: chance.choice([len(body), len(body) // 2])])))
