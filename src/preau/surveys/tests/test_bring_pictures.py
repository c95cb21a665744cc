"""Choices that are pictures, brought in by the builder; questions put in another order."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from preau.media.models import Picture
from preau.questions.checks import problems
from preau.surveys.models import Survey

from .test_answer_survey import SHORT
from .test_build_survey import HERE, current, future, gesture

WORDS = {
    "title": "Quel banc\u00a0?",
    "options": "Avec dossier\nSans dossier",
    "when": "always",
    "mode": "all",
}


@pytest.fixture
def desk(client: Client, cast: Any) -> Client:
    client.force_login(cast.odile)
    return client


def photo(name: str = "banc.png") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (600, 400), "teal").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def test_bring_pictures(desk: Client, survey_with: Callable[..., Survey]) -> None:
    survey = future(survey_with(SHORT))
    page = desk.post(HERE, {"do": "add", "type": "image"}).headers["Location"]
    assert desk.post(page, WORDS).headers["Location"] == page  # their pictures come next
    shown = desk.get(page).content.decode()
    assert "Donnez maintenant une image" in shown
    assert 'enctype="multipart/form-data"' in shown
    assert any("n’a pas d’image" in one.message for one in problems(current(survey)))
    silent = desk.post(page, WORDS | {"picture_o1": photo()})
    assert silent.status_code == 422
    assert "Dites ce que montre cette image." in silent.content.decode()
    said = {"alt_o1": "Un banc avec un dossier", "alt_o2": "Un banc droit"}
    strange = SimpleUploadedFile("banc.png", b"<svg onload=alert(1)>", "image/png")
    refused = desk.post(page, WORDS | said | {"picture_o1": strange, "picture_o2": photo()})
    assert refused.status_code == 422
    assert "Un banc avec un dossier" in refused.content.decode()
    assert not Picture.objects.exists()
    done = desk.post(page, WORDS | said | {"picture_o1": photo(), "picture_o2": photo()})
    assert done.status_code == 302
    question = current(survey).questions[-1]
    assert [one.alt for one in question.options] == list(said.values())
    assert not [one for one in problems(current(survey)) if one.question == question.id]
    served = Client().get(question.options[0].picture)
    assert served["Content-Type"] == "image/webp"  # encoded again, for everyone
    kept = desk.post(page, WORDS | said | {"options": "Avec dossier\nSans rien"})
    assert kept.status_code == 302
    assert current(survey).questions[-1].options[0].picture == question.options[0].picture


def test_put_in_order(desk: Client, survey_with: Callable[..., Survey]) -> None:
    survey = future(survey_with(SHORT))
    ids = list(current(survey).by_id)
    turned = ids[::-1]
    moved = gesture(desk, "order", ids[0], order=" ".join(turned))
    assert moved.headers["Location"].endswith(f"#{ids[0]}")
    assert list(current(survey).by_id) == turned
    lost = desk.post(HERE, {"do": "order", "order": "zz"}, follow=True)
    assert "Les questions ont changé" in lost.content.decode()
    assert list(current(survey).by_id) == turned
