"""The list: words, filters with their counts, orders, pages, neighbours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from preau.kernel import clock
from preau.processes.models import Process
from preau.proposals.actions import set_status
from preau.proposals.lists import Places, facets, listed, neighbours, page_of, wanted
from preau.proposals.models import Proposal, Status, Support, Theme

Put = Callable[..., Proposal]


def found(process: Process, query: str, *, seed: int = 7) -> list[str]:
    asked = wanted(QueryDict(query))
    rows = listed(process, asked, Places.read())
    return [row.title for row in page_of(rows, asked, default="numero", seed=seed)]


@pytest.fixture
def three(deposit: Put, themes: dict[str, Theme], cast: Any) -> list[Proposal]:
    gare, centre = cast.zone(), cast.zone("Centre", 2)
    return [
        deposit(
            "Une cour-oasis à l’école",
            zone_id=gare.pk,
            theme=themes["nature"],
            declared_cost_cents=85_000_00,
        ),
        deposit("Arceaux à vélos", zone_id=centre.pk, theme=themes["mobilites"]),
        deposit("Éclairer le sentier", declared_cost_cents=9_999_99),
    ]


def test_read_address() -> None:
    asked = wanted(QueryDict("q=+cour%00 &quartier=gare&quartier=gare&statut=nul&tri=-cout&page=x"))
    assert (asked.words, asked.zones, asked.statuses) == ("cour", ("gare",), ())
    assert (asked.order, asked.descending, asked.page) == ("cout", True, 1)
    assert asked.but(zones=()) == "?q=cour&tri=-cout"


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=ecoles", ["Une cour-oasis à l’école"]),
        ("q=ÉCLAIRÉ", ["Éclairer le sentier"]),
        ("q=n°+2", ["Arceaux à vélos"]),
        ("q=3", ["Éclairer le sentier"]),
        ("q=piscine", []),
        ("q=%27%22%5C%3A%26%7C%21", []),
        ("quartier=gare&quartier=centre", ["Une cour-oasis à l’école", "Arceaux à vélos"]),
        ("quartier=toute-la-commune", ["Éclairer le sentier"]),
        ("quartier=ailleurs", []),
        ("theme=nature", ["Une cour-oasis à l’école"]),
        ("theme=sans-theme", ["Éclairer le sentier"]),
        ("budget=moins-de-10000", ["Éclairer le sentier"]),
        ("budget=50000-150000", ["Une cour-oasis à l’école"]),
        ("budget=inconnu", ["Arceaux à vélos"]),
        ("tri=titre", ["Arceaux à vélos", "Éclairer le sentier", "Une cour-oasis à l’école"]),
        ("tri=cout", ["Éclairer le sentier", "Une cour-oasis à l’école", "Arceaux à vélos"]),
        ("tri=-cout", ["Une cour-oasis à l’école", "Éclairer le sentier", "Arceaux à vélos"]),
    ],
)
def test_find_what_is_asked(
    process: Process, three: list[Proposal], query: str, titles: list[str]
) -> None:
    assert found(process, query) == titles


def test_count_each_choice_under_the_others(
    process: Process, three: list[Proposal], cast: Any
) -> None:
    set_status(
        proposal=three[1], status=Status.REFUSED, actor=cast.odile, sentence="Hors compétence."
    )
    counts = facets(process, wanted(QueryDict("statut=submitted&theme=nature")), Places.read())
    assert counts.total == 1
    assert [(one.code, one.count) for one in counts.zones] == [("gare", 1)]
    assert [(one.code, one.count) for one in counts.themes] == [("nature", 1), ("sans-theme", 1)]
    # With the theme alone, no refused idea: the choice goes away.
    assert [(one.code, one.count) for one in counts.statuses] == [("submitted", 1)]
    everything = facets(process, wanted(QueryDict("")), Places.read())
    assert everything.total == 3
    assert {one.code: one.count for one in everything.statuses} == {"submitted": 2, "refused": 1}
    assert {one.code: one.count for one in everything.brackets} == {
        "moins-de-10000": 1,
        "50000-150000": 1,
        "inconnu": 1,
    }


def test_count_with_words(process: Process, three: list[Proposal]) -> None:
    counts = facets(process, wanted(QueryDict("q=vélo")), Places.read())
    assert counts.total == 1
    assert [one.code for one in counts.themes] == ["mobilites"]


def test_draw_the_same_order_again(process: Process, deposit: Put) -> None:
    for number in range(40):
        deposit(f"Idée {number:02}")
    first = found(process, "tri=hasard", seed=1) + found(process, "tri=hasard&page=2", seed=1)
    again = found(process, "tri=hasard", seed=1) + found(process, "tri=hasard&page=2", seed=1)
    other = found(process, "tri=hasard", seed=2)
    assert first == again
    assert len(set(first)) == 40
    assert first[:24] != other
    assert first != sorted(first)


def test_know_the_neighbours(process: Process, three: list[Proposal]) -> None:
    asked = wanted(QueryDict("tri=titre"))
    rows = listed(process, asked, Places.read())
    before, after = neighbours(rows, asked, three[2], default="", seed=0)
    assert (before, after) == (three[1], three[0])
    before, after = neighbours(rows, asked, three[1], default="", seed=0)
    assert (before, after) == (None, three[2])


def test_leave_hidden_out(process: Process, three: list[Proposal]) -> None:
    Proposal.objects.filter(pk=three[0].pk).update(is_hidden=True)
    assert len(found(process, "")) == 2
    assert facets(process, wanted(QueryDict("")), Places.read()).total == 2


def test_keep_to_my_favourites(
    process: Process, three: list[Proposal], cast: Any, client: Client
) -> None:
    """Ideas that I follow or signed, each count and each link with them; nobody else's."""
    school, bikes, _path = three  # school is hers
    follow = {"user": cast.nadia, "at": clock.now()}
    Support.objects.create(proposal=bikes, **follow)
    Proposal.objects.exclude(pk=school.pk).update(author=cast.irene)
    asked = wanted(QueryDict("favoris=oui&theme=mobilites"), cast.nadia.pk)
    assert [one.pk for one in listed(process, asked, Places.read())] == [bikes.pk]
    assert {one.code: one.count for one in facets(process, asked, Places.read()).themes} == {
        "mobilites": 1,
        "nature": 1,
    }
    assert asked.but(themes=()) == "?favoris=oui"
    url = f"/demarches/{process.slug}/projets/?favoris=oui"
    page = client.get(url).content.decode()
    assert "Éclairer le sentier" in page
    assert "/connexion/?suite=" in page
    client.force_login(cast.nadia)
    page = client.get(url).content.decode()
    assert "Éclairer le sentier" not in page
    assert "Arceaux à vélos" in page
    assert 'name="favoris" value="oui" checked' in page
    client.force_login(cast.paul)
    assert "Aucun projet ne répond" in client.get(url).content.decode()
