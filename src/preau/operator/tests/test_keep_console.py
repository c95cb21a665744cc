"""The console: its own host, its own people; sites made, limited, suspended; doors that ask."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from preau.accounts.models import Membership, User
from preau.kernel import clock
from preau.kernel.refusal import Refused
from preau.ledger.models import Entry
from preau.messaging.models import Email
from preau.operator.asked_hosts import ask_host
from preau.operator.models import Announcement, Operator, Plan, Visit
from preau.operator.notices import refresh
from preau.operator.usage import measure
from preau.operator.visits import end_old_visits
from preau.processes.models import Process
from preau.team.actions import give_role
from preau.tenancy import dns
from preau.tenancy.middleware import forget_hosts
from preau.tenancy.models import Site
from preau.tenancy.scope import use_site

HOST = "operateur.test"
WORD = "une phrase longue"
NEW = {
    "name": "Participer à Neuville",
    "administrator": "maire@neuville.example",
    "administrator_name": "Ana Le Roy",
    "starter": "participation",
    "authority": "la commune",
    "brand": "#0B6E4F",
    "hosts": "",
}


@pytest.fixture
def console(site: Any, noon: datetime) -> Iterator[Client]:
    with use_site(None):
        Operator.objects.create(
            email="samir@example.org", name="Samir", password=make_password(WORD)
        )
    window = Client(headers={"host": HOST})
    entered = window.post("/entrer/", {"email": "samir@example.org", "password": WORD})
    assert entered.status_code == 302
    yield window
    forget_hosts()


@pytest.fixture
def admin(cast: Any) -> Any:
    return cast._agent("Hélène", "Aubert", "administrator")


def test_stay_apart_from_cities(console: Client, client: Client, admin: Any) -> None:
    """No city has these addresses, no session of a city opens them, the database hides them."""
    assert Client(headers={"host": HOST}).get("/").headers["Location"] == "/entrer/"
    client.force_login(admin)
    for path in ("/nouveau/", "/annonces/", f"/sites/{admin.site.slug}/"):
        assert client.get(path).status_code == 404
    thief = Client(headers={"host": HOST})
    thief.cookies = client.cookies
    assert thief.get("/nouveau/").status_code == 302
    assert console.get("/bureau/").status_code == 404
    assert console.get("/demarches/").status_code == 404
    assert not Operator.objects.exists()
    assert not Announcement.objects.exists()


def test_close_the_door_after_six_tries(console: Client, noon: datetime) -> None:
    stranger = Client(headers={"host": HOST})
    for _time in range(6):
        wrong = stranger.post("/entrer/", {"email": "samir@example.org", "password": "non"})
        assert wrong.status_code == 422
    right = {"email": "samir@example.org", "password": WORD}
    assert stranger.post("/entrer/", right).status_code == 422
    with clock.stopped(noon + timedelta(minutes=16)):
        assert stranger.post("/entrer/", right).status_code == 302
    with use_site(None):
        Operator.objects.update(password=make_password("une autre phrase"))
    assert stranger.get("/").status_code == 302


def test_make_a_city_in_two_seconds(console: Client) -> None:
    began = time.process_time()
    made = console.post("/nouveau/", NEW)
    assert time.process_time() - began < 2
    assert made.headers["Location"] == "/sites/participer-a-neuville/"
    city = Site.objects.get(slug="participer-a-neuville")
    window = Client(headers={"host": city.canonical_host})
    assert "Participer à Neuville" in window.get("/").content.decode()
    with use_site(city):
        person = User.objects.get(email="maire@neuville.example")
        window.force_login(person)
        process = Process.objects.get()
        invitation = Email.objects.get(to=person.email)
    assert "La plateforme vous ouvre le bureau" in invitation.text
    assert f"{city.canonical_host}" in invitation.text
    assert (person.first_name, person.last_name) == ("Ana", "Le Roy")
    assert process.state == "draft"
    first = window.get("/bureau/").content.decode()
    for words in ("Compléter les pages légales", "Composer la page d’accueil", process.title):
        assert words in first
    page = window.get(f"/bureau/demarches/{process.slug}/publier/").content.decode()
    assert "Publier la démarche" in page
    again = console.post("/nouveau/", NEW)
    assert again.status_code == 422
    assert "existe déjà" in again.content.decode()
    assert 'value="maire@neuville.example"' in again.content.decode()


def test_limit_a_city_by_its_plan(console: Client, site: Any, admin: Any) -> None:
    page = f"/sites/{site.slug}/"
    console.post(page, {"do": "plan", "name": "Village", "most_agents": "2"})
    with use_site(None):
        assert Plan.objects.get().most_agents == 2
    give = {"role": "reader", "process": None, "service": None, "actor": admin}
    give_role(email="un@example.org", **give)
    with pytest.raises(Refused, match="pas plus de 2"):
        give_role(email="deux@example.org", **give)
    give_role(email="un@example.org", **give | {"role": "decider"})
    assert console.post(page, {"do": "plan", "most_agents": "-1"}).status_code == 422


def test_count_without_reading(console: Client, site: Any, cast: Any) -> None:
    assert cast.nadia.is_active
    assert cast.irene.is_agent
    figures = measure(site).figures
    assert (figures["agents"], figures["people"], figures["processes"]) == (1, 2, 0)
    said = console.get(f"/sites/{site.slug}/").content.decode()
    assert "Comptes" in said
    assert "Nadia" not in said


def test_announce_to_every_desk(console: Client, client: Client, admin: Any, site: Any) -> None:
    said = {"do": "announce", "words": "Coupure mardi à 6 h.", "until": "2027-03-20"}
    assert console.post("/annonces/", said | {"until": "2027-03-01"}).status_code == 422
    console.post("/annonces/", said)
    client.force_login(admin)
    assert "Coupure mardi" in client.get("/bureau/").content.decode()
    assert "Coupure mardi" not in client.get("/").content.decode()
    with clock.stopped(clock.now() + timedelta(days=9)):
        assert "Coupure mardi" not in client.get("/bureau/").content.decode()
        assert refresh() >= 1
        site.refresh_from_db()
        assert site.notices == []


def test_enter_with_consent_only(
    console: Client, client: Client, admin: Any, site: Any, cast: Any, noon: datetime
) -> None:
    page = f"/sites/{site.slug}/"
    console.post(page, {"do": "visit", "reason": "Un export qui échoue."})
    assert console.post(page, {"do": "enter"}).headers["Location"] == page
    client.force_login(cast.irene)
    assert client.get("/bureau/assistance/").status_code == 403
    client.force_login(admin)
    assert "demande à entrer" in client.get("/bureau/").content.decode()
    visit = Visit.objects.get()
    client.post("/bureau/assistance/", {"do": f"allow-{visit.pk}", f"hours-{visit.pk}": "8"})
    door = console.post(page, {"do": "enter"}).headers["Location"]
    samir = Client()
    key = door.partition("/assistance/")[2]
    assert samir.get(f"/assistance/{key}").headers["Location"] == "/bureau/"
    assert "Samir, de la plateforme" in client.get("/bureau/").content.decode()
    guest = User.objects.get(pk=Visit.objects.get().account_id)
    give_role(email="x@example.org", role="reader", process=None, service=None, actor=guest)
    assert Entry.objects.get(verb="invited").actor_name == "Samir (plateforme)"
    with clock.stopped(noon + timedelta(hours=9)):
        end_old_visits()
        assert samir.get("/bureau/").status_code == 403
        assert console.post(page, {"do": "enter"}).headers["Location"] == page
    assert not Membership.objects.filter(user=guest).exists()
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"asked_visit", "allowed_visit", "ended_visit"} <= verbs


def test_refuse_or_end_a_visit(console: Client, client: Client, admin: Any, site: Any) -> None:
    page = f"/sites/{site.slug}/"
    client.force_login(admin)
    for does, is_account in (("refuse", False), ("allow", True)):
        console.post(page, {"do": "visit", "reason": "Voir."})
        visit = Visit.objects.first()
        assert visit is not None
        client.post("/bureau/assistance/", {"do": f"{does}-{visit.pk}", f"hours-{visit.pk}": "1"})
        visit.refresh_from_db()
        assert (visit.account_id is not None) is is_account
    client.post("/bureau/assistance/", {"do": f"end-{visit.pk}"})
    assert console.post(page, {"do": "enter"}).headers["Location"] == page


def test_check_where_names_lead(
    console: Client, site: Any, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.PREAU_PUBLIC_HOST = "preau.example"
    known = {
        "preau.example": {"192.0.2.1"},
        "ici.example": {"192.0.2.1"},
        "la.example": {"9.9.9.9"},
    }
    monkeypatch.setattr(dns, "addresses_of", lambda host: known.get(host, set()))
    page = f"/sites/{site.slug}/"
    for host, words in (
        ("ici.example", "Mène ici"),
        ("la.example", "Mène ailleurs"),
        ("perdu.example", "Ne mène nulle part"),
    ):
        console.post(page, {"do": "host", "host": host})
        assert words in console.get(page).content.decode()
    for bad in ("pas un nom", "ici.example", HOST):
        assert console.post(page, {"do": "host", "host": bad}).status_code == 422
    domain = site.domains.get(host="ici.example")
    console.post(page, {"do": f"main-{domain.pk}"})
    assert Site.objects.get(pk=site.pk).canonical_host == "ici.example"
    console.post(page, {"do": f"drop-{domain.pk}"})
    assert site.domains.filter(host="ici.example").exists(), "the main one stays"


def test_look_at_what_is_reported(
    console: Client, site: Any, admin: Any, client: Client, other_site: Any
) -> None:
    from preau.network.actions import publish, report, save_member

    sheet = {"population": 9000, "presentation": "", "contact_name": "A", "contact_email": "a@b.fr"}
    posts = []
    for city in (site, other_site):
        with use_site(city):
            person = User.objects.create(email="chef@example.org", first_name="Zoé")
            Membership.objects.create(user=person, role="administrator")
            save_member(actor=person, processes=[], compares=False, name=city.name, **sheet)
            if city == site:
                words = {"title": "Un récit", "words": "Des mots."}
                posts.append(publish(kind="experience", actor=person, **words))
            else:
                report(post=posts[0], reason="Un nom y figure.", actor=person)
    pk = console.get("/reseau/").context["reports"][0].pk
    assert console.post("/reseau/", {"do": f"hide-{pk}"}).status_code == 422
    console.post("/reseau/", {"do": f"hide-{pk}", f"why-{pk}": "Elle nomme quelqu’un."})
    page = f"/bureau/reseau/publications/experience/{posts[0].pk}/"
    client.force_login(admin)
    assert "Elle nomme quelqu’un." in client.get(page).content.decode()
    with use_site(other_site):
        window = Client(headers={"host": "villeneuve.test"})
        window.force_login(User.objects.get(email="chef@example.org"))
    assert window.get(page).status_code == 404
    assert "Rien à regarder" in console.get("/reseau/").content.decode()


def test_suspend_and_resume(console: Client, site: Any, client: Client) -> None:
    page = f"/sites/{site.slug}/"
    console.post(page, {"do": "suspend"})
    assert client.get("/").status_code == 404
    console.post(page, {"do": "resume"})
    assert client.get("/").status_code == 200


def test_list_sites_in_few_statements(
    console: Client, site: Any, django_assert_max_num_queries: Any
) -> None:
    Site.objects.bulk_create(Site(slug=f"s{n}", name=f"Ville {n}") for n in range(120))
    with django_assert_max_num_queries(6):
        page = console.get("/").content.decode()
    assert str(Site.objects.count()) in page
    assert "Ville 77" in console.get("/?mots=ville+77").content.decode()


def test_answer_a_city_that_asks_for_an_address(console: Client, site: Any, admin: Any) -> None:
    asked = ask_host(typed="participer.ville.fr", actor=admin)
    assert "Demande une adresse" in console.get("/").content.decode()
    here = f"/sites/{site.slug}/"
    assert "participer.ville.fr" in console.get(here).content.decode()
    refused = console.post(here, {"do": f"deny-{asked.pk}", f"why-{asked.pk}": ""})
    assert "Dites pourquoi" in refused.content.decode()
    assert console.post(here, {"do": f"acceptmain-{asked.pk}"}).status_code == 302
    domains = {one.host: one for one in site.domains.all()}
    assert domains["participer.ville.fr"].is_canonical
    assert domains["testserver"].redirects
    console.post(here, {"do": f"lead-{domains['testserver'].pk}"})
    assert not site.domains.get(host="testserver").redirects
