"""The table of proposals: filters, sorts, pages, lots, files; the same cost at any size."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.test import Client

from preau.kernel import clock
from preau.proposals.desk.table import table
from preau.proposals.models import Proposal, Status, Theme
from preau.reviews.actions import decide
from preau.reviews.tests.world import World

TABLE = "/bureau/demarches/bp/propositions/"


@pytest.fixture
def odile(world: World, cast: Any, client: Client) -> Client:
    client.force_login(cast.odile)
    return client


def titles(client: Client, params: str = "") -> list[str]:
    page = client.get(f"{TABLE}?{params}").context["page"]
    return [one.title for one in page.object_list]


def test_filter_and_sort(world: World, cast: Any, odile: Client) -> None:
    nature = Theme.objects.create(code="nature", name="Nature")
    world.propose("Bancs", zone_id=cast.zone().pk, declared_cost_cents=300_00)
    world.propose("Arbres", theme=nature, declared_cost_cents=900_00)
    third = world.propose("Éclairage")
    third.status, third.service = Status.REFUSED, cast.service()
    third.save()
    assert titles(odile) == ["Bancs", "Arbres", "Éclairage"]
    assert titles(odile, "tri=titre") == ["Arbres", "Bancs", "Éclairage"]
    assert titles(odile, "tri=-cout") == ["Arbres", "Bancs", "Éclairage"]
    assert titles(odile, "tri=cout") == ["Bancs", "Arbres", "Éclairage"]
    assert titles(odile, f"quartier={cast.zone().pk}") == ["Bancs"]
    assert titles(odile, "quartier=0") == ["Arbres", "Éclairage"]
    assert titles(odile, f"theme={nature.pk}") == ["Arbres"]
    assert titles(odile, "statut=refused") == ["Éclairage"]
    assert titles(odile, "statut=waiting") == ["Bancs", "Arbres"]
    assert titles(odile, f"service={cast.service().pk}") == ["Éclairage"]
    assert titles(odile, "q=eclairage") == ["Éclairage"]
    assert titles(odile, "q=n°+2") == ["Arbres"]
    assert titles(odile, "statut=nimporte&tri=rien&quartier=x&page=99") == [
        "Bancs",
        "Arbres",
        "Éclairage",
    ]
    page = odile.get(f"{TABLE}?statut=waiting").content.decode()
    assert "À étudier (2)" in page
    assert "Toute la ville (2)" in page


def test_export_safe_cells(world: World, cast: Any, odile: Client) -> None:
    first = world.propose("=HYPERLINK(1)", cast.nadia, declared_cost_cents=1_250_50)
    decide(
        proposal=first,
        step=world.review,
        verdict="refused",
        motive=world.motive,
        actor=cast.odile,
    )
    body = b"".join(odile.get(f"{TABLE}propositions.csv").streaming_content).decode()
    assert body.startswith("\ufeffNuméro;Titre;")
    assert "'=HYPERLINK(1)" in body
    assert "1250,5" in body
    assert "nadia@example.org" not in body
    assert "La Ville ne retient pas cette idée. La parcelle appartient au Département." in body
    book = b"".join(odile.get(f"{TABLE}propositions.xlsx").streaming_content)
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "HYPERLINK(1)" in sheet
    assert "<f>" not in sheet


def _many(world: World, count: int) -> None:
    at = clock.now()
    first = Proposal.objects.count()
    Proposal.objects.bulk_create(
        Proposal(
            process=world.process,
            number=first + place + 1,
            title=f"Idée {place}",
            slug="idee",
            idea="Un texte. " * 80,
            author_name="Nadia B.",
            status_at=at,
            submitted_at=at,
            sort_key=f"idee {place:08}",
            search_key=f"idee {place}",
        )
        for place in range(count)
    )


def test_cost_the_same_at_any_size(
    world: World,
    cast: Any,
    odile: Client,
    rf: Any,
    effort: Any,
    django_assert_max_num_queries: Any,
) -> None:
    odile.get("/bureau/demarches/")
    for more in (1, 2):
        _many(world, more)
        with django_assert_max_num_queries(15):
            odile.get(TABLE)
    _many(world, 9_997)
    with django_assert_max_num_queries(15):
        odile.get(TABLE)
    assert Proposal.objects.count() == 10_000
    request = rf.get(f"{TABLE}?tri=-titre&page=4")
    request.user = type(cast.odile).objects.get(pk=cast.odile.pk)
    # The view alone, without what a test client keeps.
    assert effort(lambda: table(request, process="bp")) < 60
