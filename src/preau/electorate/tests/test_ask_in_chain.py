"""Each rung as a voter meets it: its screen, its answer, its refusal."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from preau.electorate.models import Proof
from preau.electorate.queries import electorate_of
from preau.processes.models import Process, Requirement, Step

URL = "/demarches/bp/etapes/vote/identite/?suite=/demarches/bp/"


@pytest.fixture
def step(site: Any) -> Step:
    process = Process.objects.create(title="Budget", slug="bp", blueprint="bp", state="published")
    return Step.objects.create(
        process=process, order=1, kind="vote", title="Vote", slug="vote", is_permanent=True
    )


def ask(step: Step, *kinds: str, **rules: Any) -> None:
    for order, kind in enumerate(kinds):
        Requirement.objects.create(step=step, order=order, kind=kind, rule=rules.get(kind, {}))


def signed_in(person: Any) -> Client:
    visitor = Client()
    visitor.force_login(person)
    return visitor


def test_ask_postcode_and_keep_only_yes(step: Step, cast: Any) -> None:
    ask(step, "email", "postcode", postcode={"codes": ["18000", "18100"]})
    visitor = signed_in(cast.nadia)
    assert "Quel est votre code postal" in visitor.get(URL).content.decode()
    assert "cinq chiffres, comme" in visitor.post(URL, {"postcode": "abc"}).content.decode()
    assert visitor.post(URL, {"postcode": "18 100"}).status_code == 302
    assert visitor.get(URL)["Location"] == "/demarches/bp/"
    proof = Proof.objects.get()
    assert (proof.kind, proof.key, proof.account) == ("postcode", "", cast.nadia)


def test_refuse_other_postcode_and_say_whom_to_call(step: Step, cast: Any, site: Any) -> None:
    ask(step, "email", "postcode", postcode={"codes": ["18000"]})
    held = electorate_of(step)
    held.phone, held.place = "02 61 91 14 14", "hall de la mairie, de 9 h à 17 h."
    held.save()
    response = signed_in(cast.nadia).post(URL, {"postcode": "75011"})
    page = response.content.decode()
    assert response.status_code == 403
    assert "Le code postal 75011 n’est pas dans la liste" in page
    assert "18000" in page
    assert "02\u00a061\u00a091\u00a014\u00a014" in page
    assert "hall de la mairie" in page
    assert not Proof.objects.exists()


def test_ask_address_where_nothing_tells_people_apart(step: Step, cast: Any) -> None:
    """A postcode is shared: without an account such a vote would count nobody once."""
    ask(step, "postcode", postcode={"codes": ["18000"]})
    assert "Votre adresse e-mail" in Client().get(URL).content.decode()
