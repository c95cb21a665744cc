"""A questionnaire from nothing: created as a draft, written, published, answered."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from preau.surveys.models import Survey

from .test_start_process import walk


def test_create_write_publish(client: Client, cast: Any, noon: Any) -> None:
    client.force_login(cast.odile)
    process = walk(client, "application:questionnaire", {"identity": "anonymous"})
    assert Client().get(f"/demarches/{process.slug}/").status_code == 404
    publish = f"/bureau/demarches/{process.slug}/publier/"
    early = client.post(publish)
    assert early.status_code == 403
    assert "Un questionnaire sans défaut" in early.content.decode()
    assert "Publier la démarche" not in client.get(publish).content.decode()
    page = reverse("surveys_desk:form", args=[process.slug, "questionnaire"])
    client.post(page, {"do": "add", "type": "short"})
    # Drafts that are due to be open are written aside, and asked when they are ready.
    client.post(page, {"do": "release"})
    assert client.post(publish).status_code == 302
    assert client.post(publish).status_code == 302
    survey = Survey.objects.select_related("step__process").get(step__process=process)
    assert Client().get(survey.url("start")).status_code == 200
