"""Services, their people and absences: who works where today."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from preau.accounts.models import Membership, Role, Service, User
from preau.kernel.refusal import Refused
from preau.ledger.models import Entry
from preau.services.actions import add_agent, note_absence, remove_agent, save_service
from preau.services.importing import read, write
from preau.services.queries import people_of, services_of


def fresh(person: Any) -> User:
    """The same person in another request: what was read once is read again."""
    return User.objects.get(pk=person.pk)


def test_work_for_who_is_away(cast: Any, noon: datetime) -> None:
    irene, paul, service = cast.irene, cast.paul, cast.service()
    Membership.objects.create(user=paul, role=Role.AGENT, service=cast.service("Voirie"))
    assert services_of(fresh(paul)) == {cast.service("Voirie").pk}
    note_absence(
        agent=irene,
        stand_in=paul,
        from_on=date(2027, 3, 10),
        to_on=date(2027, 3, 12),
        actor=cast.odile,
    )
    assert services_of(fresh(paul)) == {service.pk, cast.service("Voirie").pk}
    assert people_of([service.pk]) == {service.pk: [paul]}
    with pytest.raises(Refused, match="déjà notée"):
        note_absence(
            agent=irene,
            stand_in=paul,
            from_on=date(2027, 3, 12),
            to_on=date(2027, 3, 20),
            actor=irene,
        )


def test_note_own_absence_only(cast: Any, noon: datetime) -> None:
    irene, paul = cast.irene, cast.paul
    Membership.objects.create(user=paul, role=Role.AGENT, service=cast.service())
    days = {"from_on": date(2027, 4, 1), "to_on": date(2027, 4, 9)}
    with pytest.raises(Refused, match="vos propres absences"):
        note_absence(agent=irene, stand_in=paul, actor=fresh(paul), **days)
    Service.objects.filter(pk=cast.service().pk).update(lead=paul)
    assert note_absence(agent=irene, stand_in=paul, actor=fresh(paul), **days).stand_in == paul


def test_belong_to_several_services(cast: Any, noon: datetime) -> None:
    odile = cast.odile
    for name in ("Voirie", "Écoles"):
        known = add_agent(
            service=cast.service(name),
            email="Zoe@Example.org",
            first_name="Zoé",
            last_name="Roy",
            actor=odile,
        )
        assert known is not None
    zoe = User.objects.get(email="zoe@example.org")
    assert len(services_of(zoe)) == 2
    assert remove_agent(service=cast.service("Voirie"), agent=zoe, actor=odile)
    assert services_of(fresh(zoe)) == {cast.service("Écoles").pk}
    assert Entry.objects.filter(verb="added_agent").count() == 2


def test_refuse_agents_as_keepers(cast: Any, noon: datetime) -> None:
    with pytest.raises(Refused):
        save_service(
            service=cast.service(), name="X", description="", email="", lead=None, actor=cast.irene
        )


FILE = """\
Service;Courriel du service;Prénom;Nom;Courriel;Responsable
Voirie;voirie@example.org;Zoé;Roy;zoe@example.org;oui
Voirie;;Ali;Ben;ali@example.org;
Écoles;;;;pas une adresse;
"""


def test_import_twice_the_same_file(cast: Any, noon: datetime) -> None:
    report = read(FILE)
    assert (report.changes, report.faulty, Service.objects.count()) == (2, 1, 0)
    assert "crée le service" in report.lines[0].does
    assert write(text=FILE, actor=cast.odile).changes == 2
    voirie = Service.objects.get(name="Voirie")
    assert voirie.lead is not None
    assert (voirie.email, voirie.lead.full_name) == ("voirie@example.org", "Zoé Roy")
    assert not Service.objects.filter(name="Écoles").exists()
    again = write(text=FILE, actor=cast.odile)
    assert (again.changes, again.same, again.faulty) == (0, 2, 1)
    assert Membership.objects.filter(service=voirie).count() == 2


def test_name_the_fault_of_a_file(cast: Any) -> None:
    assert "Service" in read("Nom;Prénom\nRoy;Zoé").fault
    assert read("  ").fault


def test_keep_a_service_on_screen(cast: Any, noon: datetime, client: Client) -> None:
    client.force_login(cast.odile)
    response = client.post("/bureau/services/nouveau/", {"name": ""})
    assert "Donnez le nom du service." in response.content.decode()
    client.post("/bureau/services/nouveau/", {"name": "Voirie"})
    pk = Service.objects.get(name="Voirie").pk
    client.post(f"/bureau/services/{pk}/", {"do": "add", "email": "zoe@example.org"})
    zoe = User.objects.get(email="zoe@example.org")
    days = {"from_on": "2027-03-10", "to_on": "2027-03-01"}
    absence = {"do": "absence", "agent": zoe.pk, "stand_in": cast.odile.pk, **days}
    page = client.post(f"/bureau/services/{pk}/", absence).content.decode()
    assert "Le retour vient avant le départ." in page
    client.post(f"/bureau/services/{pk}/", absence | {"to_on": "2027-03-20"})
    assert (
        "Remplacement par Odile Lemoine" in client.get(f"/bureau/services/{pk}/").content.decode()
    )
    client.post(f"/bureau/services/{pk}/", {"do": f"remove-{zoe.pk}"})
    assert not Membership.objects.filter(user=zoe).exists()


def test_list_services_in_few_statements(
    cast: Any, noon: datetime, client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        cast._agent(f"Ana{number}", "Roy", "agent", service=cast.service(f"Service {number}"))
    client.force_login(cast.odile)
    with django_assert_max_num_queries(20):
        assert client.get("/bureau/services/").status_code == 200
