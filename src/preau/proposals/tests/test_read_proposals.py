"""The pages that everyone reads: list, map, table, one idea, open data."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from preau.kernel import clock
from preau.processes.models import Process, Step
from preau.proposals import paper
from preau.proposals.actions import correct_proposal, set_status
from preau.proposals.models import CollectionSettings, Proposal, Status, Theme
from preau.proposals.panels import Panel, panels
from preau.proposals.wizard import pages_of
from preau.tenancy.scope import current_site

Put = Callable[..., Proposal]
LIST = "/demarches/bp/projets/"


def text_of(response: Any) -> str:
    return str(response.content.decode())


def body_of(response: Any) -> str:
    return b"".join(response.streaming_content).decode()


@pytest.mark.parametrize("view", ["", "?vue=tableau", "?vue=carte"])
def test_show_list(client: Client, deposit: Put, view: str) -> None:
    proposal = deposit("Un banc au soleil")
    page = text_of(client.get(LIST + view))
    assert "1 projet" in page
    assert f"{proposal.get_absolute_url()}?liste=1" in page


def test_show_empty_list(client: Client, deposit: Put) -> None:
    page = text_of(client.get(LIST))
    assert "Aucune idée pour le moment" in page
    assert "/demarches/bp/proposer/" in page


def test_name_the_filter_to_drop(client: Client, deposit: Put, themes: dict[str, Theme]) -> None:
    deposit("Un banc", theme=themes["nature"])
    page = text_of(client.get(LIST + "?q=piscine&theme=nature&tri=titre"))
    assert "Retirer le filtre « piscine »" in page
    assert 'href="?q=piscine&amp;tri=titre"' in page
    assert 'href="?theme=nature&amp;tri=titre"' in page
    assert "Tout effacer" in page


def test_lead_to_what_is_at_the_vote(client: Client, deposit: Put, cast: Any) -> None:
    for title in ("Un banc", "Un arbre", "Un canal"):
        deposit(title)
    assert "au vote" not in text_of(client.get(LIST))
    for number, status in ((1, Status.RETAINED), (2, Status.RETAINED), (3, Status.REFUSED)):
        set_status(
            proposal=Proposal.objects.get(number=number),
            status=status,
            actor=cast.odile,
            sentence="Étudiée.",
        )
    page = text_of(client.get(f"{LIST}?tri=titre"))
    assert 'href="?statut=retained&amp;tri=titre"' in page
    assert "Voir seulement les 2 projets au vote" in page
    assert "Voir seulement" not in text_of(client.get(f"{LIST}?statut=retained"))
    assert "Un canal" not in text_of(client.get("/demarches/bp/"))


def numbers(response: Any) -> list[int]:
    return [one.number for one in response.context["proposals"]]


def test_keep_the_order_in_addresses(client: Client, deposit: Put) -> None:
    for number in range(30):
        deposit(f"Idée {number:02}")
    first = client.get(LIST)
    drawn = f"melange={first.context['asked'].draw}"
    page = text_of(first)
    assert f'href="?{drawn}&amp;page=2"' in page
    assert (
        f'<input type="hidden" name="{drawn.replace("=", chr(34) + " value=" + chr(34))}">' in page
    )
    second = client.get(f"{LIST}?{drawn}&page=2")
    assert sorted(numbers(first) + numbers(second)) == list(range(1, 31))
    assert numbers(client.get(f"{LIST}?{drawn}")) == numbers(first)
    shown = Proposal.objects.get(number=numbers(first)[3])
    read = client.get(f"{shown.get_absolute_url()}?liste=1&{drawn}")
    around = [read.context["before"].number, shown.number, read.context["after"].number]
    assert around == numbers(first)[2:5]
    assert read.context["back"] == f"{LIST}?{drawn}"


def test_draw_other_orders(client: Client, deposit: Put) -> None:
    for number in range(8):
        deposit(f"Idée {number}")
    first_ones = {numbers(client.get(LIST))[0] for _again in range(40)}
    assert len(first_ones) > 2


def test_keep_the_order_of_a_person(client: Client, deposit: Put, cast: Any) -> None:
    for number in range(30):
        deposit(f"Idée {number:02}")
    client.force_login(cast.paul)
    pages = [client.get(f"{LIST}?page={page}") for page in (1, 1, 2)]
    assert numbers(pages[0]) == numbers(pages[1])
    assert sorted(numbers(pages[0]) + numbers(pages[2])) == list(range(1, 31))
    assert "melange" not in text_of(pages[0])
    client.force_login(cast.lucas)
    assert numbers(client.get(LIST)) != numbers(pages[0])


def test_keep_page_in_range(client: Client, deposit: Put) -> None:
    deposit("Un banc")
    assert client.get(LIST + "?page=999999").context["asked"].page == 1


def test_write_csv_safely(client: Client, deposit: Put, cast: Any) -> None:
    deposit("=HYPERLINK(1)", declared_cost_cents=12_000_50, zone_id=cast.zone().pk)
    deposit("Un banc")
    response = client.get("/demarches/bp/projets.csv?q=HYPERLINK")
    text = body_of(response)
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert len(rows) == 1
    assert rows[0]["Titre"] == "'=HYPERLINK(1)"
    assert rows[0]["Coût en euros"] == "12000.5"
    assert rows[0]["Quartier"] == "Gare"
    assert rows[0]["Adresse"].endswith("/demarches/bp/projets/1-hyperlink-1/")


def test_write_geojson(client: Client, deposit: Put, cast: Any) -> None:
    deposit("Un banc", longitude=1.43, latitude=47.01, zone_id=cast.zone().pk)
    deposit("Sans lieu")
    data = json.loads(body_of(client.get("/demarches/bp/projets.geojson")))
    assert [one["properties"]["title"] for one in data["features"]] == ["Un banc"]
    assert data["features"][0]["geometry"] == {"type": "Point", "coordinates": [1.43, 47.01]}
    ground = json.loads(body_of(client.get("/demarches/bp/projets.geojson?fond=1&q=rien")))
    assert [one["geometry"]["type"] for one in ground["features"]] == ["Polygon"]


def test_show_proposal(client: Client, deposit: Put, step: Step, cast: Any) -> None:
    Step.objects.create(
        process=step.process,
        order=2,
        kind="information",
        title="Analyse des services",
        slug="analyse",
        opens_at=step.closes_at,
        closes_at=step.closes_at + timedelta(days=40),
    )
    proposal = deposit("Un banc au soleil", finding="Il fait chaud.", place="Rue des Tilleuls")
    response = client.get(proposal.get_absolute_url())
    page = text_of(response)
    assert "Il fait chaud." in page
    assert "Rue des Tilleuls" in page
    assert page.index("L’idée est déposée.") < page.index("Analyse des services")
    assert response["Link"] == (
        f'<http://testserver{proposal.get_absolute_url()}>; rel="canonical"'
    )


def test_stop_the_story_of_a_refused_idea(
    client: Client, deposit: Put, step: Step, cast: Any
) -> None:
    Step.objects.create(
        process=step.process, order=2, kind="information", title="Étape à venir", slug="apres"
    )
    proposal = deposit("Un banc")
    set_status(
        proposal=proposal, status=Status.REFUSED, actor=cast.odile, sentence="Hors compétence."
    )
    page = text_of(client.get(proposal.get_absolute_url()))
    assert "Hors compétence." in page
    assert "Étape à venir" not in page


def test_redirect_to_the_right_address(client: Client, deposit: Put) -> None:
    proposal = deposit("Un banc")
    for wrong in (
        "/demarches/bp/projets/1-autre-titre/?liste=1",
        "/demarches/bp/projets/1/?liste=1",
    ):
        response = client.get(wrong)
        assert response.status_code == 301
        assert response["Location"] == f"{proposal.get_absolute_url()}?liste=1"


def test_hide_proposal(client: Client, deposit: Put) -> None:
    proposal = deposit("Un banc")
    Proposal.objects.update(is_hidden=True)
    assert client.get(proposal.get_absolute_url()).status_code == 404
    assert "Un banc" not in text_of(client.get(LIST))


def test_keep_the_list_around(client: Client, deposit: Put) -> None:
    for title in ("Banc", "Arbre", "Canal"):
        deposit(title)
    banc = Proposal.objects.get(title="Banc")
    page = text_of(client.get(f"{banc.get_absolute_url()}?liste=1&tri=titre"))
    assert "2-arbre/?liste=1&amp;tri=titre" in page
    assert "3-canal/?liste=1&amp;tri=titre" in page
    assert "/demarches/bp/projets/?tri=titre" in page


def test_compare_versions(client: Client, deposit: Put, cast: Any) -> None:
    proposal = deposit("Un banc", idea="Un banc rouge au soleil")
    correct_proposal(
        proposal=proposal,
        actor=cast.odile,
        actor_label="Espaces verts",
        changes={"idea": "Un banc vert au soleil", "cost_cents": 3_000_00},
    )
    page = text_of(client.get(proposal.get_absolute_url()))
    assert '<del><span class="visually-hidden">[retiré\u00a0: </span>rouge' in page
    assert '<ins><span class="visually-hidden">[ajouté\u00a0: </span>vert' in page
    assert "3\u00a0000\u00a0€" in page


def test_list_merged_ideas(client: Client, deposit: Put, cast: Any) -> None:
    kept, joined = deposit("Un banc"), deposit("Deux bancs", author=cast.lucas)
    set_status(
        proposal=joined,
        status=Status.MERGED,
        actor=cast.odile,
        sentence="Même idée.",
        merged_into=kept,
    )
    assert "Lucas P." in text_of(client.get(kept.get_absolute_url()))
    page = text_of(client.get(joined.get_absolute_url()))
    assert "Regroupée avec n°\u00a01" in page
    assert kept.get_absolute_url() in page


def test_show_panels_of_other_apps(
    client: Client, deposit: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposal = deposit("Un banc")
    shown = {"merged": [proposal]}
    panel = Panel(order=5, load=lambda *_: shown, template="proposals/parts/merged.html")
    nothing = Panel(order=1, load=lambda *_: None, template="proposals/parts/none.html")
    monkeypatch.setattr(panels, "_pieces", {"one": panel, "none": nothing})
    assert "Idées regroupées ici" in text_of(client.get(proposal.get_absolute_url()))


def test_ask_the_same_for_a_long_story(client: Client, deposit: Put, cast: Any) -> None:
    proposal = deposit("Un banc")
    client.get(proposal.get_absolute_url())
    with CaptureQueriesContext(connection) as short:
        client.get(proposal.get_absolute_url())
    for cents in (1_00, 2_00, 3_00):
        correct_proposal(
            proposal=proposal, actor=cast.odile, actor_label="x", changes={"cost_cents": cents}
        )
        merged = deposit("Un autre banc")
        set_status(
            proposal=merged,
            status=Status.MERGED,
            actor=cast.odile,
            sentence="Même idée.",
            merged_into=proposal,
        )
    with CaptureQueriesContext(connection) as long:
        client.get(proposal.get_absolute_url())
    assert len(short) == len(long) <= 12


def test_keep_cities_apart(client: Client, deposit: Put, other_site: Any) -> None:
    proposal = deposit("Un banc")
    for address in (LIST, proposal.get_absolute_url(), "/demarches/bp/projets.csv"):
        assert client.get(address, headers={"host": "villeneuve.test"}).status_code == 404


def test_print_poster(client: Client, deposit: Put) -> None:
    proposal = deposit("Un banc #1 *au* soleil [rue] $x$ @toi <ici>")
    with clock.stopped(clock.now() + timedelta(microseconds=250)):
        response = client.get(f"/demarches/bp/projets/{proposal.number}/affiche.pdf")
    assert response.content.startswith(b"%PDF")


def test_read_closed_deposit(client: Client, deposit: Put, process: Process) -> None:
    proposal = deposit("Un banc")
    with clock.stopped(clock.now() + timedelta(days=60)):
        page = text_of(client.get(proposal.get_absolute_url()))
        assert "Suivre cette idée" in page
        assert "Le dépôt est terminé" in text_of(client.get(LIST))


def test_print_the_deposit(client: Client, step: Step, deposit: Put) -> None:
    """The paper asks what the pages ask, in their order, and what they do not ask is not there."""
    rules = CollectionSettings.objects.get(step=step)
    facts: dict[str, Any] = paper._facts(step, rules, current_site())
    asked = [one["question"] for one in facts["questions"]]
    assert asked == [str(page.question) for page in pages_of(rules)]
    idea = facts["questions"][2]["fields"]
    assert [one["lines"] for one in idea] == [5, 8, 3]
    CollectionSettings.objects.update(asks_cost=False, asks_picture=False)
    shorter = paper._facts(step, CollectionSettings.objects.get(step=step), current_site())
    assert len(shorter["questions"]) == len(asked) - 2
    sent = client.get("/demarches/bp/proposer/papier.pdf")
    assert sent.content.startswith(b"%PDF-")
    assert "papier.pdf" in client.get("/demarches/bp/proposer/").content.decode()
