"""The table as each person wants it: columns, groups, views, cells changed in place, a board."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from preau.kernel import clock
from preau.ledger.models import Entry
from preau.lots.models import Lot
from preau.lots.tests.conftest import do, odile, prepare
from preau.proposals.models import Proposal, SavedView, Status
from preau.reviews.tests.world import World

TABLE = "/bureau/demarches/bp/propositions/"
BOARD = f"{TABLE}tableau/"
VIEWS = f"{TABLE}vues/"
Do = Callable[..., Lot]

__all__ = ["do", "odile", "prepare"]


def heads(client: Client, params: str) -> list[str]:
    return [one.code for one in client.get(f"{TABLE}?{params}").context["columns"]]


def test_pick_columns(world: World, odile: Client) -> None:
    world.propose("Un banc")
    assert heads(odile, "")[-1] == "date"
    chosen = heads(odile, "col=aucune&col=personne&col=echeance&col=nimporte")
    assert chosen == ["numero", "titre", "personne", "echeance"]
    response = odile.get(f"{TABLE}?col=aucune&col=personne")
    assert "colonnes=personne" in response.context["params"]
    assert heads(odile, response.context["params"]) == ["numero", "titre", "personne"]
    assert heads(odile, "col=aucune") == ["numero", "titre"]


def test_group_with_counts(world: World, cast: Any, odile: Client) -> None:
    today = timezone.localdate(clock.now())
    for place, days in enumerate((-3, 2, 30, None)):
        world.propose(f"Idée {place}")
        due_on = today + timedelta(days=days) if days is not None else None
        Proposal.objects.filter(number=place + 1).update(due_on=due_on)
    world.propose("Retenue", zone_id=cast.zone().pk)
    Proposal.objects.filter(number=5).update(status=Status.RETAINED, service=cast.service())

    def groups(params: str) -> list[tuple[str, int, int]]:
        found = odile.get(f"{TABLE}?{params}").context["groups"]
        return [(one.label, one.count, len(one.rows)) for one in found]

    assert groups("") == [("", 0, 5)]
    assert groups("groupe=statut") == [("Déposée", 4, 4), ("Retenue pour le vote", 1, 1)]
    assert groups("groupe=service") == [("Espaces verts", 1, 1), ("Sans service", 4, 4)]
    assert groups("groupe=quartier") == [("Gare", 1, 1), ("Toute la ville", 4, 4)]
    assert groups("groupe=echeance&tri=-titre") == [
        ("En retard", 1, 1),
        ("Dans les sept jours", 1, 1),
        ("Plus tard", 1, 1),
        ("Sans date", 2, 2),
    ]
    assert groups("groupe=statut&statut=retained") == [("Retenue pour le vote", 1, 1)]
    page = odile.get(f"{TABLE}?echeance=retard")
    assert [one.number for one in page.context["page"].object_list] == [1]


def test_find_mine(world: World, cast: Any, odile: Client, do: Do) -> None:
    for title in ("Un banc", "Deux bancs"):
        world.propose(title)
    do(act="person", numbers="2", agent=cast.odile.pk)
    for params, numbers in (("personne=moi", [2]), ("personne=0", [1])):
        page = odile.get(f"{TABLE}?{params}").context["page"]
        assert [one.number for one in page.object_list] == numbers
    odile.force_login(cast.irene)
    assert odile.get(f"{TABLE}?personne=moi").context["total"] == 0


def test_keep_views_alone_and_together(world: World, cast: Any, odile: Client) -> None:
    asked = f"{VIEWS}?statut=waiting&groupe=service"
    assert odile.post(asked, {"name": ""}).context["form"].errors
    odile.post(asked, {"name": "À étudier"})
    odile.post(f"{VIEWS}?statut=refused", {"name": "Refus", "is_shared": "on"})
    odile.post(f"{VIEWS}?tri=-cout", {"name": "À étudier"})
    assert SavedView.objects.count() == 2
    assert SavedView.objects.get(name="À étudier").params == "tri=-cout"
    page = odile.get(TABLE).content.decode()
    assert "À étudier</a>" in page
    shared = SavedView.objects.get(name="Refus")
    odile.force_login(cast.irene)
    page = odile.get(TABLE).content.decode()
    assert "Refus</a>" in page
    assert "tri=-cout" not in page.split("filter-bar")[0]
    odile.post(VIEWS, {"delete": shared.pk})
    assert SavedView.objects.filter(pk=shared.pk).exists()
    odile.force_login(cast.odile)
    odile.post(VIEWS, {"delete": shared.pk})
    assert not SavedView.objects.filter(pk=shared.pk).exists()


@pytest.mark.parametrize("field", ["service", "personne", "echeance", "quartier", "cout"])
def test_change_a_cell(world: World, cast: Any, odile: Client, field: str) -> None:
    world.propose("Un banc")
    values = {
        "service": (cast.service().pk, lambda one: one.service_id),
        "personne": (cast.irene.pk, lambda one: one.agent_id),
        "echeance": ("2031-06-12", lambda one: one.due_on.isoformat()),
        "quartier": (cast.zone().pk, lambda one: one.zone_id),
        "cout": ("1 200", lambda one: one.cost_cents // 100 and "1 200"),
    }
    value, read = values[field]
    url = f"{TABLE}1/case/{field}/?tri=-titre&page=2"
    assert odile.get(url).status_code == 200
    response = odile.post(url, {"value": value})
    assert response["Location"] == f"{TABLE}?tri=-titre&page=2#n1"
    assert read(Proposal.objects.get()) == value
    assert Entry.objects.filter(verb__in=("assigned", "assigned_person", "put_off", "corrected"))
    odile.force_login(cast.irene)
    assert odile.post(url, {"value": value}).status_code == 403


def test_say_what_is_wrong_in_a_cell(world: World, odile: Client) -> None:
    world.propose("Un banc")
    for field, value in (("echeance", "demain"), ("cout", "cher"), ("service", "0")):
        response = odile.post(f"{TABLE}1/case/{field}/", {"value": value})
        assert response.context["form"].errors
        assert value in response.content.decode()
    assert odile.get(f"{TABLE}1/case/titre/").status_code == 404


def test_move_on_the_board(world: World, cast: Any, odile: Client) -> None:
    for title in ("Un banc", "Deux bancs", "Trois bancs"):
        world.propose(title)
    Proposal.objects.filter(number=3).update(status=Status.REFUSED)
    columns = {one.status: one for one in odile.get(BOARD).context["columns"]}
    assert columns[Status.SUBMITTED].count == 2
    assert columns[Status.REFUSED].count == 1
    assert columns[Status.CHECKING].is_target
    assert not columns[Status.SUBMITTED].is_target
    lot = f"{TABLE}lot/?vue=colonnes"
    page = odile.post(lot, {"move": "review", "pick": "1"})
    assert page.context["form"].initial["status"] == "review"
    asked = {"act": "status", "numbers": "1", "status": "review", "stage": "do"}
    assert odile.post(lot, asked | {"reason": ""}).context["form"].errors
    response = odile.post(lot, asked | {"reason": "Étude lancée."}, follow=True)
    assert response.redirect_chain[0][0].startswith(BOARD)
    assert Proposal.objects.get(number=1).status == Status.REVIEW
    response = odile.post(lot, asked | {"reason": "Encore.", "numbers": "3"}, follow=True)
    assert "déjà reçu une réponse" in response.content.decode()
    odile.force_login(cast.irene)
    assert "Déplacer vers" not in odile.get(BOARD).content.decode()


def test_write_to_authors(
    world: World, cast: Any, odile: Client, do: Do, deliver_mail: Any
) -> None:
    world.propose("Un banc", cast.nadia)
    world.propose("Sans auteur")
    do(act="message", numbers="1,2", title="Réunion publique", words="Venez jeudi.")
    with clock.stopped(clock.now() + timedelta(minutes=31)):
        (mail,) = deliver_mail()
    assert mail.to == ["nadia@example.org"]
    assert "Venez jeudi." in mail.body


def test_cost_the_same_statements(
    world: World, cast: Any, odile: Client, django_assert_max_num_queries: Any
) -> None:
    for params in ("", "?groupe=service&personne=0&echeance=sans", "?groupe=echeance&q=banc"):
        world.propose("Un banc", zone_id=cast.zone().pk)
        odile.get(f"{TABLE}{params}")
        with django_assert_max_num_queries(15):
            odile.get(f"{TABLE}{params}")
        with django_assert_max_num_queries(15):
            odile.get(f"{BOARD}{params}")
