"""Inviting somebody, giving and taking back roles: by whom, where, and never the last one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from preau.accounts.models import Membership, Role, User
from preau.kernel.refusal import Refused
from preau.ledger.models import Entry
from preau.messaging.models import Email
from preau.processes.models import Process
from preau.team.actions import end_access, end_role, give_role, remind

HERE = "/bureau/equipe/"


@pytest.fixture
def admin(site: Any, cast: Any, noon: datetime) -> Any:
    return cast._agent("Hélène", "Aubert", "administrator")


@pytest.fixture
def budget(site: Any) -> Process:
    return Process.objects.create(title="Budget 2027", slug="bp", blueprint="participatory_budget")


def fresh(person: Any) -> User:
    return User.objects.get(pk=person.pk)


def test_invite_by_mail(admin: Any, budget: Process, client: Client) -> None:
    client.force_login(admin)
    asked = {"email": "Zoe@Example.org", "role": "owner", "process": budget.pk, "first_name": "Zoé"}
    assert client.post(f"{HERE}inviter/", asked).status_code == 302
    zoe = User.objects.get(email="zoe@example.org")
    assert [(one.role, one.process_id) for one in zoe.roles] == [("owner", budget.pk)]
    mail = Email.objects.get(to=zoe.email)
    assert "Pilote de démarche (Budget 2027)" in mail.text
    assert "/bureau/" in mail.text
    page = client.get(HERE, {"attente": "1"}).content.decode()
    assert "zoe@example.org" in page
    assert "Jamais venue" in page
    assert "1" in client.get(HERE, {"mots": "zoe"}).content.decode()
    client.post(f"{HERE}{zoe.pk}/", {"do": "remind"})
    assert Email.objects.filter(to=zoe.email).count() == 2
    client.force_login(zoe)
    assert client.get("/bureau/demarches/bp/").status_code == 200
    assert client.get(HERE).status_code == 200


def test_keep_what_was_typed(admin: Any, client: Client) -> None:
    client.force_login(admin)
    page = client.post(f"{HERE}inviter/", {"email": "zoe@", "role": "agent", "last_name": "Roy"})
    said = page.content.decode()
    assert page.status_code == 422
    assert "Choisissez le service de cet agent." in said
    assert 'value="Roy"' in said
    assert not User.objects.filter(last_name="Roy").exists()


def test_limit_pilots_to_their_processes(admin: Any, budget: Process, cast: Any) -> None:
    give_role(email="p@example.org", role="owner", process=budget, service=None, actor=admin)
    pilot = User.objects.get(email="p@example.org")
    other = Process.objects.create(title="Autre", slug="autre", blueprint="questionnaire")
    given = {"email": "q@example.org", "service": None, "actor": pilot}
    assert give_role(role="reader", process=budget, **given)
    for role, process in (("reader", None), ("reader", other), ("administrator", budget)):
        with pytest.raises(Refused):
            give_role(role=role, process=process, **given)
    with pytest.raises(Refused):
        end_access(person=admin, actor=pilot)


def test_let_go_at_once(admin: Any, cast: Any, client: Client) -> None:
    irene, window = cast.irene, Client()
    window.force_login(irene)
    assert window.get("/bureau/").status_code == 200
    client.force_login(admin)
    assert client.post(f"{HERE}{irene.pk}/", {"do": "leave"}).headers["Location"] == HERE
    assert window.get("/bureau/").status_code == 403
    assert window.get("/mon-espace/").status_code == 200
    assert client.get(f"{HERE}{irene.pk}/").status_code == 404
    entry = Entry.objects.get(verb="ended_role")
    assert (entry.data["role"], entry.data["scope"]) == ("Agent de service", "Espaces verts")


def test_keep_the_last_administrator(admin: Any, client: Client) -> None:
    held = Membership.objects.get(user=admin, role=Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="dernière"):
        end_role(held=held, actor=admin)
    client.force_login(admin)
    page = client.post(f"{HERE}{admin.pk}/", {"do": f"end-{held.pk}"})
    assert page.status_code == 422
    assert "Confiez d’abord l’administration" in page.content.decode()
    give_role(email="b@example.org", role="administrator", process=None, service=None, actor=admin)
    end_role(held=held, actor=admin)
    assert not fresh(admin).is_agent


def test_refuse_who_runs_nothing(site: Any, cast: Any, noon: datetime, client: Client) -> None:
    client.force_login(cast.irene)
    for path in (HERE, f"{HERE}inviter/", f"{HERE}{cast.irene.pk}/"):
        assert client.get(path).status_code == 403
    assert "Équipe" not in client.get("/bureau/").content.decode()
    with pytest.raises(Refused):
        remind(person=cast.odile, actor=cast.irene)


def test_list_team_in_few_statements(
    admin: Any, cast: Any, client: Client, django_assert_max_num_queries: Any
) -> None:
    people = User.objects.bulk_create(
        User(email=f"a{n}@example.org", first_name=f"A{n}") for n in range(60)
    )
    processes = Process.objects.bulk_create(
        Process(title=f"D{n}", slug=f"d{n}", blueprint="questionnaire") for n in range(6)
    )
    Membership.objects.bulk_create(
        Membership(user=one, role="reader", process_id=processes[n % 6].pk)
        for n, one in enumerate(people)
    )
    client.force_login(admin)
    with django_assert_max_num_queries(18):
        assert client.get(HERE).status_code == 200
