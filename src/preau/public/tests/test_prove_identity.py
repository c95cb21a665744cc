"""The identity chain: one screen per missing requirement, then back to the act."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from preau.accounts.models import User
from preau.messaging.models import Email
from preau.processes.models import Process, Requirement, Step

URL = "/demarches/bp/etapes/vote/identite/?suite=/demarches/bp/"


@pytest.fixture
def step(site: Any) -> Step:
    process = Process.objects.create(title="Budget", slug="bp", blueprint="bp", state="published")
    step = Step.objects.create(
        process=process, order=1, kind="information", title="Vote", slug="vote", is_permanent=True
    )
    rules = [("email", {}), ("age", {"least": 16}), ("residence", {})]
    for order, (kind, rule) in enumerate(rules):
        Requirement.objects.create(step=step, order=order, kind=kind, rule=rule)
    return step


def _code() -> str:
    found = re.search(r"\b(\d{6})\b", Email.objects.first().subject)
    assert found
    return found[1]


def test_ask_each_thing_once_then_go_on(step: Step, cast: Any) -> None:
    zone, visitor = cast.zone(), Client()
    assert "Étape 1 sur 3" in visitor.get(URL).content.decode()
    visitor.post(URL, {"email": "zoe@example.org"})
    page = visitor.post(URL, {"code": _code()}, follow=True).content.decode()
    assert "Étape 2 sur 3" in page
    visitor.post(URL, {"birth_date_day": "3", "birth_date_month": "2", "birth_date_year": "1990"})
    assert "Étape 3 sur 3" in visitor.get(URL).content.decode()
    done = visitor.post(URL, {"zone": zone.pk})
    assert visitor.get(done["Location"])["Location"] == "/demarches/bp/"
    zoe = User.objects.get(email="zoe@example.org")
    assert (zoe.zone, zoe.birth_date.year) == (zone, 1990)


def test_keep_wrong_date_and_say_how(step: Step, cast: Any) -> None:
    paul = cast.paul
    paul.birth_date = None
    paul.save()
    visitor = Client()
    visitor.force_login(paul)
    wrong = {"birth_date_day": "31", "birth_date_month": "2", "birth_date_year": "1990"}
    page = visitor.post(URL, wrong).content.decode()
    assert "Cette date n’existe pas" in page
    assert 'value="31"' in page
    assert "<title>Erreur" in page


def test_refuse_too_young_with_rule(step: Step, cast: Any) -> None:
    visitor = Client()
    visitor.force_login(cast.lucas)
    response = visitor.get(URL)
    assert response.status_code == 403
    assert "Il faut avoir 16 ans" in response.content.decode()


@pytest.mark.parametrize("account", [True, False])
def test_correct_a_date_refused(step: Step, cast: Any, account: bool) -> None:
    """A slip of the finger in the year is answered with the rule, and a way to say it again."""
    born = {"birth_date_day": "2", "birth_date_month": "6"}
    visitor = Client()
    if account:
        User.objects.filter(pk=cast.paul.pk).update(birth_date=None)
        visitor.force_login(cast.paul)
    else:
        step.requirements.filter(kind="email").delete()
    refused = visitor.post(URL, born | {"birth_date_year": "2019"})
    assert refused.status_code == 403
    assert "Il faut avoir 16 ans" in refused.content.decode()
    assert f'href="{URL}">' in refused.content.decode()
    assert "Quelle est votre date de naissance" in visitor.get(URL).content.decode()
    again = visitor.post(URL, born | {"birth_date_year": "1991"}, follow=True)
    assert "date de naissance" not in again.content.decode()


@pytest.mark.parametrize("then", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_never_lead_elsewhere(step: Step, cast: Any, then: str) -> None:
    nadia = cast.nadia
    visitor = Client()
    visitor.force_login(nadia)
    response = visitor.get("/demarches/bp/etapes/vote/identite/", {"suite": then})
    assert response["Location"] == "/demarches/bp/"
