"""What went wrong, what still works; and a page that needs nothing when everything fails."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory

from preau.processes.models import Process
from preau.public.views.errors import server_error


def test_lead_lost_reader_to_process(site: Any) -> None:
    Process.objects.create(title="Budget 2027", slug="bp", blueprint="bp", state="published")
    response = Client().get("/demarches/bp/rien/")
    assert response.status_code == 404
    assert '<a class="button" href="/demarches/bp/">Budget 2027</a>' in response.content.decode()


def test_keep_drafts_unknown_to_lost_readers(site: Any) -> None:
    Process.objects.create(title="Secret", slug="bp", blueprint="bp", state="draft")
    page = Client().get("/demarches/bp/rien/").content.decode()
    assert "Secret" not in page
    assert "Voir les démarches" in page


@pytest.mark.django_db
def test_say_breakdown_without_database(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "La plateforme a rencontré une panne" in response.content.decode()


def test_explain_missing_token(site: Any) -> None:
    response = Client(enforce_csrf_checks=True).post("/connexion/", {"email": "a@example.org"})
    assert response.status_code == 403
    assert "Votre session a expiré" in response.content.decode()
