"""Lists cost the same with one idea, three, or ten thousand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from preau.kernel import clock
from preau.kernel.text import sort_key, stem_key
from preau.processes.models import Process
from preau.proposals.models import Proposal, Status, Theme

Put = Callable[..., Proposal]
LIST = "/demarches/bp/projets/"
#: Statements of a list read by somebody unknown, whatever it holds.
STATEMENTS = 6
MANY = 10_000
#: Effort for one page, templates included (``effort`` in the root conftest).
MOST_CPU = 60
WORDS = ("banc", "arbre", "vélo", "école", "éclairage", "jardin", "fontaine", "marché")


def statements(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(address)
        if response.streaming:
            b"".join(response.streaming_content)
        assert response.status_code == 200
    return len([one for one in captured if "set_config" not in one["sql"]])


@pytest.mark.parametrize("view", ["", "?vue=tableau", "?vue=carte", "?q=banc&statut=submitted"])
def test_ask_the_same_for_one_and_three(
    client: Client, deposit: Put, themes: dict[str, Theme], cast: Any, view: str
) -> None:
    zone = cast.zone()
    deposit("Un banc", theme=themes["nature"], zone_id=zone.pk)
    statements(client, LIST + view)  # what a process learns once (hosts, content types)
    one = statements(client, LIST + view)
    for number in range(2):
        deposit(f"Deux bancs {number}", theme=themes["mobilites"], zone_id=zone.pk)
    assert (one, statements(client, LIST + view)) == (STATEMENTS, STATEMENTS)


@pytest.fixture
def many(process: Process, step: Any, themes: dict[str, Theme], cast: Any) -> Process:
    zones = [cast.zone(f"Quartier {number}", number) for number in range(1, 15)]
    at = clock.now()
    chosen = list(themes.values())

    def rows() -> Iterator[Proposal]:
        for number in range(1, MANY + 1):
            words = [WORDS[(number * step) % len(WORDS)] for step in (1, 3, 5)]
            title = f"Un projet de {words[0]} et {words[1]} {number}"
            idea = " ".join(words) * 8
            yield Proposal(
                process=process,
                number=number,
                title=title,
                slug=f"projet-{number}",
                idea=idea,
                author_name="Nadia B.",
                zone=zones[number % 14] if number % 9 else None,
                theme=chosen[number % 2],
                declared_cost_cents=number * 1_000 if number % 4 else None,
                status=Status.SUBMITTED if number % 3 else Status.REFUSED,
                status_at=at,
                submitted_at=at - timedelta(minutes=number),
                sort_key=sort_key(title),
                search_key=stem_key(f"{title} {idea}"),
            )

    Proposal.objects.bulk_create(rows(), batch_size=2_000)
    return process


def test_hold_ten_thousand(client: Client, many: Process, effort: Any) -> None:
    addresses = {
        "first": LIST,
        "last": f"{LIST}?page={MANY // 24}",
        "filtered": f"{LIST}?quartier=quartier-3&theme=nature&budget=moins-de-10000",
        "searched": f"{LIST}?q=arbres",
        "table": f"{LIST}?vue=tableau&tri=-cout",
    }
    client.get(LIST)
    spent = {}
    for name, address in addresses.items():
        assert statements(client, address) == STATEMENTS, name
        assert _rows_read(client, address) < 100, "a page of cards, the counts of the filters"
        spent[name] = effort(partial(client.get, address), times=3)
    assert max(spent.values()) < MOST_CPU, spent
    assert client.get(LIST).context["facets"].total == MANY
    _page_through_chance(client)
    _stream(client)


def _rows_read(client: Client, address: str) -> int:
    """Rows that come out of the database for the page."""
    rows = 0

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal rows
        result = execute(sql, params, many, context)
        rows += max(0, context["cursor"].rowcount)
        return result

    with connection.execute_wrapper(count):
        assert client.get(address).status_code == 200
    return rows


def _page_through_chance(client: Client) -> None:
    """Pages drawn at random share no idea."""
    seen: list[int] = []
    for page in (1, 2, 3, 200):
        seen += [
            one.number for one in client.get(f"{LIST}?melange=7&page={page}").context["proposals"]
        ]
    assert len(seen) == len(set(seen)) == 96


def _stream(client: Client) -> None:
    """The table file leaves one line at a time."""
    response = client.get("/demarches/bp/projets.csv")
    sizes = [len(chunk) for chunk in response.streaming_content]
    assert len(sizes) == MANY + 1
    assert max(sizes) < 2_000
