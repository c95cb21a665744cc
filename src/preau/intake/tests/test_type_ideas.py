"""Ideas of a workshop or of paper forms, typed one after the other."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from preau.accounts.models import Membership, Role
from preau.intake.actions import open_batch
from preau.intake.models import Batch
from preau.kernel import clock
from preau.kernel.refusal import Refused
from preau.ledger.models import Entry
from preau.messaging.models import Email
from preau.proposals.models import Origin, Proposal
from preau.reviews.tests.world import World, at

HERE = "/bureau/demarches/bp/saisie/"
WORDS = "à l’atelier du 20 janvier, salle des fêtes"
DAY = {"origin": "workshop", "words": WORDS, "collected_on": "2027-01-20"}
IDEA = {
    "reference": "12",
    "title": "Des bancs à l’ombre",
    "idea": "Dix bancs sous les tilleuls.",
    "theme": "Nature en ville",
    "zone": "Gare",
    "author_name": "Le groupe du mardi",
}


@pytest.fixture
def batch(odile: Client) -> Batch:
    response = odile.post(HERE, DAY)
    assert response.status_code == 302, response.context["form"].errors
    return Batch.objects.get()


def test_type_and_show_where_it_comes_from(batch: Batch, odile: Client, client: Client) -> None:
    page = f"{HERE}{batch.pk}/"
    assert "Saisir une idée" in odile.get(page).content.decode()
    done = odile.post(page, IDEA, follow=True)
    assert "L’idée porte le n°" in done.content.decode()
    idea = Proposal.objects.get()
    assert (idea.origin, idea.author, idea.author_name) == ("workshop", None, "Le groupe du mardi")
    assert idea.theme is not None
    assert idea.zone is not None
    public = client.get("/demarches/bp/projets/1/", follow=True).content.decode()
    assert f"{WORDS}</span>" in public
    assert f"L’idée est déposée {WORDS}." in public
    assert Entry.objects.filter(verb="entered_idea").count() == 1


def test_type_once(batch: Batch, odile: Client) -> None:
    page = f"{HERE}{batch.pk}/"
    odile.post(page, IDEA)
    again = odile.post(page, {**IDEA, "title": "Un autre titre"})
    assert again.status_code == 200
    assert "déjà saisie, sous le n°" in again.content.decode()
    assert "Un autre titre" in again.content.decode()
    assert Proposal.objects.count() == 1


def test_say_what_looks_alike(world: World, batch: Batch, odile: Client, cast: Any) -> None:
    world.propose("Des bancs à l’ombre des tilleuls", cast.nadia)
    done = odile.post(f"{HERE}{batch.pk}/", IDEA, follow=True)
    assert "ressemblent à celle que vous venez de saisir" in done.content.decode()


def test_tell_who_left_an_address(batch: Batch, odile: Client, cast: Any) -> None:
    odile.post(f"{HERE}{batch.pk}/", {**IDEA, "email": "Nadia@example.org "})
    assert Proposal.objects.get().author == cast.nadia
    assert Email.objects.get().to == "nadia@example.org"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": ""}, "Le titre manque."),
        ({"theme": "Lune"}, "Le thème «\u00a0Lune\u00a0» n’existe pas."),
        ({"idea": "mot " * 600}, "le règlement en admet 2000"),
        ({"email": "nadia"}, "n’est pas une adresse"),
    ],
)
def test_keep_what_was_typed(batch: Batch, odile: Client, change: Any, words: str) -> None:
    wrong = odile.post(f"{HERE}{batch.pk}/", {**IDEA, **change})
    assert wrong.status_code == 200
    assert words in wrong.content.decode()
    assert "Le groupe du mardi" in wrong.content.decode()
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-12-20", "Le dépôt commençait le"),
        ("2027-02-20", "Le dépôt finissait le"),
        ("2027-03-13", "Ce jour est à venir"),
    ],
)
def test_collect_during_the_deposit(odile: Client, day: str, words: str) -> None:
    wrong = odile.post(HERE, {**DAY, "collected_on": day})
    assert wrong.status_code == 200
    assert words in wrong.content.decode()
    assert "salle des fêtes" in wrong.content.decode()


def test_type_for_others_by_role(world: World, cast: Any, client: Client) -> None:
    asked: dict[str, Any] = {
        "process": world.process,
        "origin": Origin.PAPER,
        "words": "sur papier, à la mairie",
        "collected_on": date(2027, 1, 20),
    }
    with pytest.raises(Refused) as refused:
        open_batch(actor=cast.irene, **asked)
    assert refused.value.refusal.code == "not_a_typist"
    client.force_login(cast.irene)
    assert client.get(HERE).status_code == 403
    clerk = cast.paul
    Membership.objects.create(user=clerk, role=Role.CLERK, process_id=world.process.pk)
    client.force_login(clerk)
    assert client.get(HERE).status_code == 200
    with clock.stopped(at(5, 11)), pytest.raises(Refused) as refused:
        open_batch(actor=cast.odile, **asked)
    assert refused.value.refusal.code == "vote_opened"
