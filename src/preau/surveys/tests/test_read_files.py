"""Files given as answers: had back by the agents of their process, and by nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from preau.ledger.models import Entry
from preau.questions.schema import read_document
from preau.surveys.models import Response, Survey

FORM = {
    "format": 1,
    "questions": [
        {"id": "plan", "type": "file", "title": "Votre plan ?"},
        {"id": "mots", "type": "long", "title": "Un mot ?"},
    ],
}


@pytest.fixture
def key(survey_with: Callable[..., Survey], client: Client) -> str:
    """A response sent with a file; its key."""
    survey_with(read_document(FORM))
    here = "/demarches/enquete/questionnaire/questionnaire/"
    client.post(here)
    upload = SimpleUploadedFile("mon plan.pdf", b"%PDF-1.4 un plan")
    client.post(f"{here}question/plan/", {"plan": upload})
    client.post(f"{here}question/mots/", {"mots": "Voici."})
    answers = Response.objects.get().answers
    return str(answers["plan"]["key"])


def test_read_an_answered_file(client: Client, cast: Any, key: str) -> None:
    base = "/bureau/demarches/enquete/questionnaire/questionnaire/resultats/textes/"
    desk = Client()
    desk.force_login(cast.odile)
    assert desk.get(f"{base}plan/{key}/").status_code == 404, "not sent yet"
    client.post("/demarches/enquete/questionnaire/questionnaire/envoyer/")
    page = desk.get(f"{base}plan/").content.decode()
    assert "mon plan.pdf" in page
    assert f"{base}plan/{key}/" in page
    answer = desk.get(f"{base}plan/{key}/")
    assert b"".join(answer) == b"%PDF-1.4 un plan"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert Entry.objects.filter(verb="read_answered_file").count() == 1
    assert desk.get(f"{base}mots/{key}/").status_code == 404
    assert desk.get(f"{base}plan/{'0' * 8}-0000-4000-8000-{'0' * 12}/").status_code == 404
    desk.force_login(cast.irene)
    assert desk.get(f"{base}plan/{key}/").status_code in (403, 404)
    assert client.get(f"{base}plan/{key}/").status_code == 302
    assert Entry.objects.filter(verb="read_answered_file").count() == 1
