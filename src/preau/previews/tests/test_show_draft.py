"""A link shows a draft as anyone, at any date; nothing is kept, nothing else is opened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from preau.accounts.models import User
from preau.kernel import clock
from preau.ledger.models import Entry
from preau.previews.actions import key_of, make_link, withdraw_link
from preau.previews.models import PreviewLink
from preau.processes.models import Process
from preau.tenancy.scope import use_site

PAGE = "/demarches/budget-2028/"


@pytest.fixture
def draft(cast: Any, noon: datetime) -> Process:
    from preau.blueprints.participatory_budget import BLUEPRINT, Calendar

    day = timedelta(days=1)
    return BLUEPRINT.create(
        title="Budget 2028",
        slug="budget-2028",
        actor=cast.odile,
        calendar=Calendar(
            deposit=(noon + 10 * day, noon + 20 * day),
            review=(noon + 20 * day, noon + 30 * day),
            vote=(noon + 30 * day, noon + 40 * day),
            results=noon + 41 * day,
            delivery=(noon + 50 * day, None),
        ),
        envelopes={None: 1_000_000},
        summary="Un million.",
        is_published=False,
    )


@pytest.fixture
def link(draft: Process, cast: Any) -> PreviewLink:
    return make_link(process=draft, note="Comité", days=7, actor=cast.odile)


def test_show_by_link_only(link: PreviewLink, cast: Any, client: Client) -> None:
    cast.zone()
    assert client.get(PAGE).status_code == 404
    assert client.get(f"/apercu/{key_of(link)}x/").status_code == 404
    assert client.get(f"/apercu/{key_of(link)}/").headers["Location"] == PAGE
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "Une personne sans compte" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert Client().get(PAGE).status_code == 404
    client.post("/apercu/", {"do": "leave"})
    assert client.get(PAGE).status_code == 404


def test_look_as_somebody_on_a_day(link: PreviewLink, cast: Any, client: Client) -> None:
    cast.zone()
    people, entries = User.objects.count(), Entry.objects.count()
    client.get(f"/apercu/{key_of(link)}/")
    assert "Déposer une idée" not in client.get(PAGE).content.decode()
    asked = {"persona": "habitante", "day": "2027-03-25"}
    assert client.post("/apercu/", asked).headers["Location"] == PAGE
    page = client.get(PAGE).content.decode()
    assert "Une habitante de 38 ans" in page
    assert "/demarches/budget-2028/proposer/" in page
    assert client.post("/apercu/", asked | {"day": "hier"}).status_code == 422
    refused = client.post(f"{PAGE}proposer/")
    assert refused.status_code == 403
    assert "Rien n’est enregistré" in refused.content.decode()
    assert (User.objects.count(), Entry.objects.count()) == (people, entries)
    assert clock.now() == datetime(2027, 3, 12, 11, tzinfo=UTC)


def test_leave_other_pages_alone(link: PreviewLink, cast: Any, client: Client) -> None:
    client.get(f"/apercu/{key_of(link)}/")
    client.post("/apercu/", {"persona": "habitante", "day": "2027-03-25"})
    assert "apercu@example.org" not in client.get("/mon-espace/").content.decode()
    assert client.get("/bureau/").status_code == 302
    other = Process.objects.create(title="Autre", slug="autre", blueprint="questionnaire")
    assert client.get(f"/demarches/{other.slug}/").status_code == 404


def test_end_a_link(
    link: PreviewLink, cast: Any, client: Client, other_site: Any, noon: datetime
) -> None:
    client.get(f"/apercu/{key_of(link)}/")
    with clock.stopped(noon + timedelta(days=8)):
        assert client.get(PAGE).status_code == 404
        assert client.get(f"/apercu/{key_of(link)}/").status_code == 404
    client.get(f"/apercu/{key_of(link)}/")
    assert withdraw_link(link=link, actor=cast.odile)
    assert client.get(PAGE).status_code == 404
    with use_site(other_site):
        window = Client(headers={"host": "villeneuve.test"})
        assert window.get(f"/apercu/{key_of(link)}/").status_code == 404


def test_make_link_on_screen(draft: Process, cast: Any, client: Client) -> None:
    client.force_login(cast.odile)
    here = "/bureau/demarches/budget-2028/apercu/"
    client.post(here, {"do": "make", "note": "Comité", "days": "7"})
    link = PreviewLink.objects.get()
    assert key_of(link) in client.get(here).content.decode()
    client.post(here, {"do": f"withdraw-{link.pk}"})
    assert "retiré" in client.get(here).content.decode()
    client.force_login(cast.irene)
    assert client.post(here, {"do": "make", "days": "7"}).status_code == 403
