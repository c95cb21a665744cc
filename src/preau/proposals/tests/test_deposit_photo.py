"""A photo beside an idea: kept, described, refused, put away."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from preau.processes.models import Step
from preau.proposals.models import Draft, Proposal

from .test_deposit_idea import START, fill, start, text_of, town

__all__ = ["town"]


def photo(name: str = "banc.jpg", size: tuple[int, int] = (800, 600)) -> SimpleUploadedFile:
    body = io.BytesIO()
    Image.new("RGB", size, "green").save(body, "JPEG")
    return SimpleUploadedFile(name, body.getvalue(), content_type="image/jpeg")


def test_take_a_photo(client: Client, town: Step, cast: Any) -> None:
    draft = start(client)
    page = f"{START}{draft}/photo/"
    text = text_of(client.post(page, {"picture": photo()}))
    assert "Décrivez la photo en une phrase" in text
    assert "Retirer cette photo" in text, "the file is not to be chosen again"
    assert client.post(page, {"alt": "Un banc vide"}).status_code == 302
    picture = Draft.objects.get(pk=draft).picture
    assert picture is not None
    assert not picture.is_public
    assert "Un banc vide" in text_of(client.get(page))
    client.force_login(cast.nadia)
    fill(client, draft, photo={"alt": "Un banc usé"})
    client.post(f"{START}{draft}/relire/", follow=True)
    kept = Proposal.objects.get().picture
    assert kept is not None
    assert (kept.pk, kept.alt, kept.is_public) == (picture.pk, "Un banc usé", True)


def test_refuse_what_is_no_photo(client: Client, town: Step) -> None:
    draft = start(client)
    fake = SimpleUploadedFile("photo.jpg", b"<svg>", content_type="image/jpeg")
    text = text_of(client.post(f"{START}{draft}/photo/", {"picture": fake, "alt": "x"}))
    assert "que la plateforme sait lire" in text
    fake.seek(0)
    text = text_of(client.post(f"{START}{draft}/photo/", {"picture": fake}))
    assert "que la plateforme sait lire" in text, "said too when the description is missing"


def test_put_a_photo_away(client: Client, town: Step) -> None:
    draft = start(client)
    page = f"{START}{draft}/photo/"
    client.post(page, {"picture": photo(), "alt": "Un banc"})
    assert client.post(page, {"retirer": "1", "alt": ""}).status_code == 302
    assert Draft.objects.get(pk=draft).picture is None
