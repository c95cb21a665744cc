"""A questionnaire from nothing: created as a draft, written, published, answered."""

from __future__ import annotations

from typing import Any

from django.test import Client

from preau.processes.models import Process
from preau.surveys.models import Survey

NEW = "/bureau/questionnaires/nouveau/"


def test_create_write_publish(client: Client, cast: Any, noon: Any) -> None:
    client.force_login(cast.odile)
    assert NEW in client.get("/bureau/demarches/").content.decode()
    data = {
        "title": "Les bancs publics",
        "summary": "Où poser vingt bancs.",
        "opens": "2027-03-10",
        "closes": "2027-03-01",
        "identity": "anonymous",
    }
    wrong = client.post(NEW, data)
    assert wrong.status_code == 422
    assert "Le dernier jour vient avant le premier" in wrong.content.decode()
    assert "Les bancs publics" in wrong.content.decode()
    page = client.post(NEW, data | {"closes": "2027-03-31"}).headers["Location"]
    client.post(NEW, data | {"closes": "2027-03-31"})  # the same title twice
    assert set(Process.objects.values_list("slug", flat=True)) == {
        "les-bancs-publics",
        "les-bancs-publics-2",
    }
    assert Client().get("/demarches/les-bancs-publics/").status_code == 404
    publish = "/bureau/demarches/les-bancs-publics/publier/"
    early = client.post(publish)
    assert early.status_code == 403
    assert "Un questionnaire sans défaut" in early.content.decode()
    client.post(page, {"do": "add", "type": "short"})
    # Drafts that are due to be open are written aside, and asked when they are ready.
    client.post(page, {"do": "release"})
    assert client.post(publish).status_code == 302
    assert client.post(publish).status_code == 302
    survey = Survey.objects.select_related("step__process").get(
        step__process__slug="les-bancs-publics"
    )
    assert Client().get(survey.url("start")).status_code == 200


def test_only_owners_start(client: Client, cast: Any) -> None:
    client.force_login(cast.irene)
    assert client.get(NEW).status_code == 403
    assert NEW not in client.get("/bureau/demarches/").content.decode()
