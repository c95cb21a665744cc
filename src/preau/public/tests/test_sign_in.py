"""Signing in by a code: the right one, the wrong one, an old one, too many; and personas."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from preau.accounts.models import User
from preau.kernel import clock
from preau.messaging.models import Email
from preau.tenancy.scope import use_site

EMAIL = "zoe@example.org"


def _code() -> str:
    found = re.search(r"\d{6}", Email.objects.latest("pk").subject)
    assert found
    return found.group()


def _asked(client: Client) -> str:
    client.post("/connexion/", {"email": EMAIL, "suite": "/demarches/"})
    return _code()


def test_come_back_where_one_was(site: Any) -> None:
    client = Client()
    response = client.post(
        "/connexion/code/", {"code": f" {_asked(client)[:3]} {_code()[3:]}", "suite": "/demarches/"}
    )
    assert response["Location"] == "/demarches/"
    assert client.get("/mon-espace/").status_code == 200
    assert User.objects.get(email=EMAIL).email_verified_at is not None


def test_refuse_wrong_code_and_say_what_to_do(site: Any) -> None:
    client = Client()
    wrong = "000000" if _asked(client) != "000000" else "111111"
    page = client.post("/connexion/code/", {"code": wrong}).content.decode()
    assert "<title>Erreur" in page
    assert "demandez un nouveau code" in page
    assert not User.objects.filter(email=EMAIL).exists()


def test_refuse_old_and_used_code(site: Any) -> None:
    client = Client()
    code = _asked(client)
    with clock.stopped(clock.now() + timedelta(minutes=21)):
        assert (
            "Ce code ne sert plus"
            in client.post("/connexion/code/", {"code": code}).content.decode()
        )
    client.post("/connexion/code/", {"code": code})
    thief = Client()
    session = thief.session
    session["email_to_confirm"] = EMAIL
    session.save()
    assert "Ce code ne sert plus" in thief.post("/connexion/code/", {"code": code}).content.decode()


def test_stop_too_many_codes(site: Any) -> None:
    client = Client()
    for _ in range(8):
        client.post("/connexion/", {"email": EMAIL})
    page = client.post("/connexion/", {"email": EMAIL}).content.decode()
    assert "Trop de codes" in page
    assert Email.objects.count() == 8


def test_become_persona_in_demo_only(cast: Any, settings: Any) -> None:
    nadia = cast.nadia
    client = Client()
    assert client.post(f"/connexion/demo/{nadia.pk}/").status_code == 404
    nadia.demo_persona = "Habitante de la Gare."
    nadia.save()
    assert "Devenir Nadia" in client.get("/connexion/").content.decode()
    assert client.post(f"/connexion/demo/{nadia.pk}/")["Location"] == "/mon-espace/"
    assert "Devenir Nadia" in client.get("/connexion/").content.decode()
    settings.PREAU_DEMO = False
    assert client.get("/connexion/")["Location"] == "/mon-espace/"
    assert client.post(f"/connexion/demo/{nadia.pk}/").status_code == 404


def test_leave_no_trace(cast: Any) -> None:
    client = Client()
    client.force_login(cast.nadia)
    assert client.get("/deconnexion/").status_code == 405
    response = client.post("/deconnexion/")
    assert "storage" in response["Clear-Site-Data"]
    assert client.get("/mon-espace/").status_code == 302


@pytest.mark.parametrize("path", ["/", "/demarches/", "/connexion/"])
def test_session_of_one_city_is_nothing_in_another(cast: Any, other_site: Any, path: str) -> None:
    client = Client()
    client.force_login(cast.nadia)
    with use_site(other_site):
        page = client.get(path, headers={"host": "villeneuve.test"}).content.decode()
    assert "Villeneuve" in page
    assert "Nadia" not in page
