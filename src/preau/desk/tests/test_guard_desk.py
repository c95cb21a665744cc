"""Every address of the back office, for everyone who must not go there."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from preau.accounts.models import Membership
from preau.reviews.tests.world import World
from preau.tenancy.scope import use_site

READS = [
    "/bureau/",
    "/bureau/recherche/?q=banc",
    "/bureau/demarches/",
    "/bureau/demarches/bp/",
    "/bureau/demarches/bp/calendrier/",
    "/bureau/demarches/bp/propositions/",
    "/bureau/demarches/bp/propositions/1/",
]
FILES = [
    "/bureau/demarches/bp/propositions/propositions.csv",
    "/bureau/demarches/bp/propositions/propositions.xlsx",
]
JOURNAL = ["/bureau/demarches/bp/journal/", "/bureau/demarches/bp/journal.csv"]
WRITES = [
    "/bureau/demarches/bp/calendrier/1/",
    "/bureau/demarches/bp/propositions/lot/",
    "/bureau/demarches/bp/propositions/1/corriger/",
    "/bureau/demarches/bp/propositions/1/decision/",
]


def every_desk_address() -> list[str]:
    """All addresses under ``bureau/`` that the product knows, whatever the app."""
    return sorted(f"/{one}" for one in _walk(get_resolver().url_patterns, "") if _is_desk(one))


def _is_desk(route: str) -> bool:
    return route.startswith("bureau/")


def _walk(patterns: Any, before: str) -> Any:
    for one in patterns:
        route = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from _walk(one.url_patterns, route)
            continue
        route = route.replace("<slug:process>", "bp")
        route = re.sub(r"<uuid:\w+>", str(uuid.UUID(int=0)), re.sub(r"<int:\w+>", "1", route))
        yield re.sub(r"<slug:\w+>", "gare", route)


def as_(client: Client, person: Any) -> Client:
    client.force_login(person)
    return client


def _status(client: Client, path: str) -> int:
    response = client.get(path)
    if response.streaming:
        assert b"".join(response.streaming_content)
    return int(response.status_code)


@pytest.fixture
def proposal(world: World, cast: Any) -> Any:
    return world.propose("Un banc au soleil", cast.nadia)


def test_close_every_address(proposal: Any, cast: Any, client: Client) -> None:
    """Strangers sign in, residents are refused, on each address of each app, read or write."""
    paths = every_desk_address()
    assert {path.split("?")[0] for path in [*READS, *FILES, *JOURNAL, *WRITES]} <= set(paths)
    for path in paths:
        for ask in (client.get, client.post):
            response = ask(path)
            assert response.status_code == 302, path
            assert response["Location"].startswith("/connexion/"), path
    as_(client, cast.nadia)
    for path in paths:
        for ask in (client.get, client.post):
            assert ask(path).status_code == 403, path


@pytest.mark.parametrize("path", [*READS, *FILES, *JOURNAL, *WRITES])
@pytest.mark.parametrize("method", ["get", "post"])
def test_send_strangers_to_sign_in(proposal: Any, client: Client, path: str, method: str) -> None:
    response = getattr(client, method)(path)
    assert response.status_code == 302
    assert response["Location"].startswith("/connexion/?suite=")


@pytest.mark.parametrize("path", [*READS, *FILES, *JOURNAL, *WRITES])
@pytest.mark.parametrize("method", ["get", "post"])
def test_refuse_residents(proposal: Any, cast: Any, client: Client, path: str, method: str) -> None:
    response = getattr(as_(client, cast.nadia), method)(path)
    assert response.status_code == 403
    assert "réservé aux agents" in response.content.decode()


@pytest.mark.parametrize("path", [*READS, *FILES, *JOURNAL, *WRITES])
@pytest.mark.parametrize("method", ["get", "post"])
def test_refuse_agents_of_another_city(
    proposal: Any, other_site: Any, client: Client, path: str, method: str
) -> None:
    """Their session means nothing here: the database does not show it."""
    from preau.accounts.models import User

    with use_site(other_site):
        stranger = User.objects.create(email="eve@example.org", first_name="Eve")
        Membership.objects.create(user=stranger, role="administrator")
        client.force_login(stranger)
    response = getattr(client, method)(path)
    assert response.status_code == 302
    assert response["Location"].startswith("/connexion/")


@pytest.mark.parametrize("path", [p for p in [*READS, *FILES, *JOURNAL] if "/bp/" in p] + WRITES)
def test_hide_processes_of_others(proposal: Any, cast: Any, client: Client, path: str) -> None:
    """A role for another process opens nothing of this one."""
    person = cast.paul
    Membership.objects.create(user=person, role="owner", process_id=proposal.process_id + 1)
    assert as_(client, person).get(path).status_code == 404
    assert client.post(path).status_code == 404


@pytest.mark.parametrize("role", ["reader", "moderator", "clerk", "commissioner"])
@pytest.mark.parametrize("path", WRITES)
def test_refuse_writes_of_small_roles(
    proposal: Any, cast: Any, client: Client, role: str, path: str
) -> None:
    Membership.objects.create(user=cast.paul, role=role)
    before = (proposal.status, proposal.decisions.count())
    assert as_(client, cast.paul).post(path, {"do": "decide"}).status_code == 403
    proposal.refresh_from_db()
    assert (proposal.status, proposal.decisions.count()) == before


@pytest.mark.parametrize(
    ("role", "reads", "journal"),
    [
        ("administrator", 200, 200),
        ("owner", 200, 200),
        ("decider", 200, 200),
        ("reader", 200, 200),
        ("moderator", 200, 403),
        ("agent", 200, 403),
        ("clerk", 403, 403),
        ("commissioner", 403, 403),
    ],
)
def test_open_reads_by_role(
    proposal: Any, cast: Any, client: Client, role: str, reads: int, journal: int
) -> None:
    Membership.objects.create(user=cast.paul, role=role)
    as_(client, cast.paul)
    for path in [*FILES, *[p for p in READS if "propositions" in p]]:
        assert _status(client, path) == reads, path
    for path in JOURNAL:
        assert _status(client, path) == journal, path
    for path in [p for p in READS if "propositions" not in p]:
        assert client.get(path, follow=True).status_code in (200, reads), path
