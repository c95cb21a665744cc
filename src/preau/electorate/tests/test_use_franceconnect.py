"""FranceConnect against a provider with real keys: what it says is kept once, a lie never is."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from preau.electorate.franceconnect.provider import forget_documents
from preau.electorate.models import Proof
from preau.electorate.tests.provider import CLIENT, SECRET, Provider
from preau.processes.models import Process, Requirement, Step

HERE = "/demarches/bp/etapes/vote/identite/?suite=/demarches/bp/"
START = "/franceconnect/bp/vote/?suite=/demarches/bp/"


@pytest.fixture(scope="module")
def server() -> Iterator[Provider]:
    provider = Provider()
    yield provider
    provider.close()


@pytest.fixture
def provider(server: Provider, site: Any, settings: Any) -> Provider:
    server.lies.clear()
    server.left.clear()
    forget_documents()
    settings.PREAU_FRANCECONNECT = {
        site.slug: {"issuer": server.issuer, "client_id": CLIENT, "client_secret": SECRET}
    }
    return server


@pytest.fixture
def step(provider: Provider) -> Step:
    process = Process.objects.create(title="Budget", slug="bp", blueprint="bp", state="published")
    step = Step.objects.create(
        process=process, order=1, kind="vote", title="Vote", slug="vote", is_permanent=True
    )
    Requirement.objects.create(step=step, order=1, kind="franceconnect")
    Requirement.objects.create(step=step, order=2, kind="age", rule={"least": 16})
    return step


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        """The test follows by itself."""


def _follow(url: str) -> str:
    """Where the provider's page leads: the path on our side."""
    opener = urllib.request.build_opener(_Stay)
    try:
        opener.open(url)
    except urllib.error.HTTPError as answer:
        return str(answer.headers["Location"]).split("testserver", 1)[1]
    raise AssertionError("the provider should lead somewhere")


def _go(visitor: Client) -> Any:
    """To the provider and back."""
    return visitor.get(_follow(visitor.get(START)["Location"]))


def test_prove_identity_and_leave(step: Step, provider: Provider) -> None:
    visitor = Client()
    page = visitor.get(HERE).content.decode()
    assert "S’identifier avec FranceConnect" in page
    assert START.replace("=/", "=%2F").replace("s/bp/", "s%2Fbp%2F") in page
    answer = _go(visitor)
    assert answer["Location"].startswith(f"{provider.issuer}/logout?id_token_hint=")
    assert visitor.get(_follow(answer["Location"]))["Location"] == HERE.replace(
        "=/demarches/bp/", "=%2Fdemarches%2Fbp%2F"
    )
    assert len(provider.left) == 1
    assert visitor.get(HERE)["Location"] == "/demarches/bp/"  # the birth date came along
    proof = Proof.objects.get()
    assert (proof.kind, proof.account) == ("franceconnect", None)
    assert "BENSA" not in str(Proof.objects.values()).upper()


def test_one_person_is_one_voice(step: Step, cast: Any) -> None:
    for person, status in ((cast.nadia, 302), (cast.paul, 403)):
        visitor = Client()
        visitor.force_login(person)
        assert _go(visitor).status_code == status
    assert Proof.objects.count() == 1


@pytest.mark.parametrize(
    "lie",
    [
        "issuer",
        "audience",
        "nonce",
        "level",
        "expired",
        "signature",
        "userinfo",
        "person",
        "plain",
        "none",
    ],
)
def test_refuse_a_lie(step: Step, provider: Provider, lie: str) -> None:
    visitor = Client()
    provider.lies.add(lie)
    answer = visitor.get(START) if lie == "issuer" else _go(visitor)
    assert answer.status_code == 502
    assert "n’a pas pu confirmer" in answer.content.decode()
    assert not Proof.objects.exists()


def test_serve_each_visit_once(step: Step) -> None:
    visitor = Client()
    path = _follow(visitor.get(START)["Location"])
    assert Client().get(path).status_code == 403  # another browser holds no such visit
    assert visitor.get(path).status_code == 302
    assert visitor.get(path).status_code == 403


def test_refuse_another_state(step: Step) -> None:
    visitor = Client()
    path = _follow(visitor.get(START)["Location"])
    assert visitor.get(path.replace("state=", "state=x")).status_code == 403
    assert not Proof.objects.exists()


def test_come_back_when_given_up(step: Step) -> None:
    visitor = Client()
    state = visitor.get(START)["Location"].split("state=")[1].split("&")[0]
    back = visitor.get(f"/franceconnect/retour/?error=access_denied&state={state}")
    assert "/identite/" in back["Location"]


def test_say_when_birth_date_is_partial(step: Step, provider: Provider) -> None:
    kept = provider.person["birthdate"]
    provider.person["birthdate"] = "1989"
    try:
        answer = _go(Client())
    finally:
        provider.person["birthdate"] = kept
    assert answer.status_code == 403
    assert "date de naissance complète" in answer.content.decode()


def test_say_when_provider_is_down(step: Step, site: Any, settings: Any) -> None:
    settings.PREAU_FRANCECONNECT = {
        site.slug: {"issuer": "http://127.0.0.1:9", "client_id": "x", "client_secret": "x"}
    }
    assert Client().get(START).status_code == 502
    settings.PREAU_FRANCECONNECT = {}
    assert Client().get(START).status_code == 404
