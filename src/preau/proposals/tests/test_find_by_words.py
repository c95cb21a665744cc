"""Words find ideas in whatever form, and nearly when a finger slipped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from preau.messaging.models import Email
from preau.proposals.desk.actions import tell_service
from preau.proposals.models import Proposal
from preau.proposals.similar import titles_near

LIST = "/demarches/bp/projets/"


@pytest.mark.parametrize("words", ["cours oasis", "Cour-oasis", "oasis ecoles", "COURS"])
def test_find_whatever_the_form(
    client: Client, deposit: Callable[..., Proposal], words: str
) -> None:
    deposit("Une cour oasis à l’école")
    deposit("Un banc")
    found = client.get(LIST, {"q": words}).context["proposals"]
    assert [one.number for one in found] == [1]


def test_offer_what_is_near(client: Client, deposit: Callable[..., Proposal]) -> None:
    deposit("Une cour oasis à l’école")
    deposit("Un banc")
    page = client.get(LIST, {"q": "coure oassis"})
    assert page.context["proposals"] == []
    assert "Cherchiez-vous une de ces idées" in page.content.decode()
    assert [one.number for one in page.context["near"]] == [1]
    assert client.get(LIST, {"q": "piscine olympique"}).context["near"] == []
    assert titles_near(Proposal.objects.get(number=1).process, "x") == []


def test_tell_a_service_of_one_or_several(deposit: Callable[..., Proposal], cast: Any) -> None:
    service = cast.service()
    service.email = "verts@example.org"
    process = deposit("Un banc").process
    for numbers in ([1], [1, 2]):
        tell_service(service=service, process=process, numbers=numbers)
    subjects = list(Email.objects.order_by("pk").values_list("subject", flat=True))
    assert subjects == ["1 idée vous est confiée", "2 idées vous sont confiées"]
