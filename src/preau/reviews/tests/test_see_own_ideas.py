"""An agent sees what is confided to their services, and nothing else where a review says so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from preau.accounts.models import User
from preau.reviews.models import ReviewSettings
from preau.reviews.notes import add_note
from preau.reviews.opinions import ask_opinions
from preau.services.actions import note_absence

TABLE = "/bureau/demarches/bp/propositions/"


@pytest.fixture
def closed(world: Any) -> Any:
    ReviewSettings.objects.create(step=world.review, own_only=True)
    return world


def titles(client: Client) -> set[str]:
    page = client.get(TABLE).content.decode()
    return {title for title in ("Un verger", "Un banc", "Une mare", "Un four") if title in page}


def test_see_what_is_confided_or_asked(closed: Any, cast: Any, client: Client) -> None:
    own, asked = closed.propose("Un verger"), closed.propose("Un banc")
    named, other = closed.propose("Une mare"), closed.propose("Un four")
    own.service = cast.service()
    own.save(update_fields=["service"])
    client.force_login(cast.irene)
    assert titles(client) == {"Un verger"}
    ask_opinions(
        proposal=asked, step=closed.review, services=[cast.service()], actor=cast.odile, tell=False
    )
    add_note(proposal=named, words="@Irène Caron, un avis ?", files=[], author=cast.odile)
    assert titles(client) == {"Un verger", "Un banc", "Une mare"}
    refused = client.get(f"{TABLE}{other.number}/")
    assert refused.status_code == 403
    assert "n’est pas confiée à votre service" in refused.content.decode()
    for place in ("fil", "precisions", "presence"):
        assert client.post(f"{TABLE}{other.number}/{place}/", {"words": "x"}).status_code == 403
    assert client.get(f"{TABLE}{asked.number}/").status_code == 200
    export = client.get(f"{TABLE}propositions.csv")
    assert "Un four" not in b"".join(export.streaming_content).decode()  # type: ignore[attr-defined]  # a stream
    found = client.get("/bureau/recherche/?q=four").content.decode()
    assert "Un four" not in found


def test_see_all_in_another_role(closed: Any, cast: Any, client: Client) -> None:
    closed.propose("Un four")
    for person in (cast.odile, cast.karim, cast._agent("Rose", "Ali", "committee")):
        client.force_login(person)
        assert titles(client) == {"Un four"}


def test_see_what_the_absent_would(closed: Any, cast: Any, client: Client) -> None:
    idea = closed.propose("Un verger")
    idea.service = cast.service()
    idea.save(update_fields=["service"])
    zoe = cast._agent("Zoé", "Roy", "agent", service=cast.service("Voirie"))
    client.force_login(zoe)
    assert titles(client) == set()
    note_absence(
        agent=cast.irene,
        stand_in=zoe,
        from_on=date(2027, 3, 1),
        to_on=date(2027, 3, 31),
        actor=cast.odile,
    )
    assert titles(client) == {"Un verger"}


def test_see_all_where_nothing_is_said(world: Any, cast: Any, client: Client) -> None:
    world.propose("Un four")
    client.force_login(User.objects.get(pk=cast.irene.pk))
    assert titles(client) == {"Un four"}
