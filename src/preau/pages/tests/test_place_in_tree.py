"""A process or a list is shown where the editor wants it, and nowhere else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from preau.kernel.refusal import Refusal
from preau.pages.actions import create_page, delete_page, move_page, publish_page, write_frame
from preau.pages.actions import place_in_tree as place
from preau.pages.frames import Menus
from preau.pages.models import Page
from preau.pages.queries import way_to
from preau.processes.models import Process
from preau.tenancy.middleware import forget_hosts
from preau.tenancy.scope import use_site

OWN = "/demarches/budget-2028/"
HERE = "/vivre-ici/budget/"


@pytest.fixture
def process(cast: Any, noon: datetime) -> Process:
    from preau.blueprints.participatory_budget import BLUEPRINT, Calendar

    cast.zone()
    day = timedelta(days=1)
    return BLUEPRINT.create(
        title="Budget 2028",
        slug="budget-2028",
        actor=cast.odile,
        calendar=Calendar(
            deposit=(noon - day, noon + 20 * day),
            review=(noon + 20 * day, noon + 30 * day),
            vote=(noon + 30 * day, noon + 40 * day),
            results=noon + 41 * day,
            delivery=(noon + 50 * day, None),
        ),
        envelopes={None: 1_000_000},
        summary="Un million.",
    )


@pytest.fixture
def parent(site: Any) -> Page:
    made = create_page(title="Vivre ici", slug="vivre-ici", actor=None)
    assert isinstance(made, Page)
    publish_page(page=made, actor=None)
    return made


@pytest.fixture
def placed(process: Process, parent: Page) -> Page:
    made = place(kind="process", process=process, slug="budget", parent=parent, actor=None)
    assert isinstance(made, Page)
    return made


def _leads(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 301, address
    assert answer["Cache-Control"] == "no-cache"
    return str(answer["Location"])


def _status(address: str) -> int:
    return Client().get(address).status_code


def test_place_from_the_desk(desk: Client, process: Process, parent: Page) -> None:
    form = desk.get(reverse("pages_desk:mount") + f"?sous={parent.pk}").content.decode()
    assert f'value="process:{process.pk}"' in form
    assert f'<option value="{parent.pk}" selected' in form
    typed = {"what": "", "slug": "budget", "parent": parent.pk, "title": ""}
    refused = desk.post(reverse("pages_desk:mount"), typed).content.decode()
    assert "Choisissez une démarche ou une liste." in refused
    assert 'value="budget"' in refused
    typed["what"] = f"process:{process.pk}"
    said = desk.post(reverse("pages_desk:mount"), typed, follow=True).content.decode()
    assert f"C’est en place à l’adresse {HERE}" in said
    again = desk.post(reverse("pages_desk:mount"), {**typed, "slug": "autre"}).content.decode()
    assert "déjà placée à l’adresse /vivre-ici/budget/" in again
    page = Page.objects.get(mount="process")
    sheet = reverse("pages_desk:place", args=[page.pk])
    assert desk.get(reverse("pages_desk:page", args=[page.pk]))["Location"] == sheet
    desk.post(sheet, {"do": "heading", "title": "Notre budget", "summary": ""})
    assert "Notre budget</span>" in Client().get(HERE).content.decode()
    said = desk.post(sheet, {"do": "withdraw"}, follow=True).content.decode()
    assert "l’adresse d’origine répond de nouveau" in said
    assert (_status(OWN), _leads(HERE)) == (200, OWN)
    assert (
        "C’est de nouveau en place"
        in desk.post(sheet, {"do": "again"}, follow=True).content.decode()
    )
    assert (_status(HERE), _leads(OWN)) == (200, HERE)


def test_answer_there_with_all_below(placed: Page, django_assert_max_num_queries: Any) -> None:
    client = Client()
    page = client.get(HERE).content.decode()
    assert '<a href="/vivre-ici/">Vivre ici</a>' in page
    assert f'href="{HERE}calendrier.ics"' in page
    assert OWN not in page
    ideas = client.get(f"{HERE}projets/").content.decode()
    assert ideas.count(f'<li><a href="{HERE}">Budget 2028</a></li>') == 1
    assert ideas.count('<a href="/vivre-ici/">Vivre ici</a>') == 1
    assert '<li><a href="/demarches/">' not in ideas.partition("<main")[2]
    assert client.get(f"{HERE}reglement/").status_code == 200
    assert _leads(f"{OWN}reglement/?x=1") == f"{HERE}reglement/?x=1"
    sitemap = client.get("/sitemap.xml").content.decode()
    assert (sitemap.count(f"{HERE}<"), OWN in sitemap) == (1, False)
    assert HERE in client.get("/demarches/").content.decode()
    assert client.get(f"{HERE}rien/").status_code == 404
    # A form that was open when the place changed still arrives.
    assert client.post(f"{OWN}reglement/").status_code == 200
    with django_assert_max_num_queries(2):
        way_to(HERE.strip("/"))


def test_follow_what_moves(placed: Page, process: Process, parent: Page) -> None:
    move_page(page=placed, slug="notre-budget", parent=parent, actor=None)
    parent.refresh_from_db()
    move_page(page=parent, slug="ici", parent=None, actor=None)
    today = "/ici/notre-budget/"
    for before in (OWN, HERE, "/vivre-ici/notre-budget/"):
        assert _leads(before) == today
    assert _status(today) == 200
    # A page that takes a former address has it for itself.
    back = create_page(title="Vivre ici", slug="vivre-ici", actor=None)
    assert isinstance(back, Page)
    taken = create_page(title="Autre", slug="budget", parent=back, actor=None)
    assert isinstance(taken, Page)
    publish_page(page=taken, actor=None)
    assert "<h1>Autre" in Client().get(HERE).content.decode().replace("\n", "")
    assert delete_page(page=Page.objects.get(pk=placed.pk), actor=None) is None
    assert (_status(OWN), _leads(today)) == (200, OWN)


def test_lead_back_until_it_is_known(placed: Page, site: Any) -> None:
    """A worker may not know for some seconds what was placed: what is sent there is not lost."""
    type(site).objects.filter(pk=site.pk).update(mounts={})
    forget_hosts()
    for below in ("", "reglement/"):
        answer = Client().post(f"{HERE}{below}")
        assert (answer.status_code, answer["Location"]) == (307, f"{OWN}{below}")
        assert answer["Cache-Control"] == "no-store"


def test_lead_menus_there(placed: Page) -> None:
    line = {"label": "Notre budget", "url": OWN}
    write_frame(part="menus", content=Menus.read({"header": [line]}), actor=None)
    page = Client().get("/aide/").content.decode()
    assert f'href="{HERE}"' in page
    assert OWN not in page


def test_place_lists(placed: Page, process: Process, parent: Page) -> None:
    ideas = place(kind="proposals", process=process, slug="idees", actor=None)
    news = place(kind="news", slug="nouvelles", parent=parent, title="Nouvelles", actor=None)
    assert isinstance(ideas, Page)
    assert isinstance(news, Page)
    assert (_status("/idees/"), _status("/vivre-ici/nouvelles/")) == (200, 200)
    assert _leads(f"{HERE}projets/") == "/idees/"
    assert _leads("/actualites/") == "/vivre-ici/nouvelles/"
    assert reverse("news:list") == "/vivre-ici/nouvelles/"


def test_keep_addresses_apart(placed: Page, other_site: Any) -> None:
    below = create_page(title="Règlement", slug="reglement", parent=placed, actor=None)
    assert isinstance(below, Refusal)
    assert below.code == "address_of_the_platform"
    with use_site(other_site):
        assert reverse("public:process", args=["budget-2028"]) == OWN
    there = Client(headers={"host": "villeneuve.test"})
    assert (there.get(HERE).status_code, there.get(OWN).status_code) == (404, 404)


def test_hide_a_draft(placed: Page, process: Process) -> None:
    Process.objects.filter(pk=process.pk).update(state=Process.State.DRAFT)
    assert _status(HERE) == 404
