"""The pages of paper, from the rule to the sealed batch, as clerks walk through them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from preau.voting.models import Ballot, PaperBatch, PaperLine, RollEntry


def here(vote: Any, page: str = "") -> str:
    return f"/bureau/demarches/{vote.process.slug}/papier/{page}"


def as_(client: Client, person: Any) -> Client:
    client.force_login(person)
    return client


def type_in(client: Client, vote: Any, number: int, *typed: str) -> None:
    for position, words in enumerate(typed, start=1):
        data = {"position": position, "typed": words}
        response = client.post(here(vote, f"lots/{number}/saisie/"), data)
        assert response.status_code == 302, response.content.decode()
    assert client.post(here(vote, f"lots/{number}/saisie/fin/")).status_code == 302


def test_open_the_vote_in_person(vote: Any, cast: Any, client: Client) -> None:
    as_(client, cast.odile)
    assert "Ouvrir le vote en personne" in client.get(here(vote)).content.decode()
    data = {"precedence": "paper", "late_hours": "24"}
    assert client.post(here(vote, "regle/"), data).status_code == 302
    page = client.get(here(vote)).content.decode()
    assert "Le vote en personne l’emporte" in page
    assert "Enregistrer un lot" not in page  # a batch comes from a place
    assert client.post(here(vote, "bureaux/"), {"name": "Mairie"}).status_code == 302
    assert "Enregistrer un lot" in client.get(here(vote)).content.decode()
    again = client.post(here(vote, "bureaux/"), {"name": "Mairie", "place": "Place Hugo"})
    assert again.status_code == 200
    assert "porte déjà ce nom" in again.content.decode()
    assert "Place Hugo" in again.content.decode()


def test_work_through_a_batch(place: Any, vote: Any, client: Client) -> None:
    first, second, third = place.clerks
    lot = {"contest": vote.gare.pk, "station": place.station.pk, "size": "3"}
    response = as_(client, first).post(here(vote, "lots/"), lot)
    number = PaperBatch.objects.get().number
    assert response["Location"] == here(vote, f"lots/{number}/")
    type_in(client, vote, number, "1 2", "3", "b")
    type_in(as_(client, second), vote, number, "1 2", "4", "b")
    assert "1\u00a0bulletin diffère" in client.get(
        here(vote, f"lots/{number}/")
    ).content.decode().replace("1 bulletin", "1\u00a0bulletin")
    looking = as_(client, third).get(here(vote, f"lots/{number}/saisie/")).content.decode()
    assert "Première lecture\u00a0: 3 · " in looking
    client.post(here(vote, f"lots/{number}/saisie/"), {"position": 2, "typed": "4"})
    client.post(here(vote, f"lots/{number}/saisie/fin/"))
    assert client.post(here(vote, f"lots/{number}/signature/")).status_code == 302
    assert client.post(here(vote, f"lots/{number}/signature/")).status_code == 403
    as_(client, first).post(here(vote, f"lots/{number}/signature/"))
    assert Ballot.objects.filter(channel="paper").count() == 3
    page = client.get(here(vote, f"lots/{number}/")).content.decode()
    assert "3 bulletins sont dans l’urne" in page
    assert client.get(here(vote, f"lots/{number}/feuille.pdf")).content.startswith(b"%PDF")


def test_keep_what_was_typed_wrong(place: Any, vote: Any, client: Client) -> None:
    batch = place.batch(2)
    page = as_(client, place.clerks[0]).post(
        here(vote, f"lots/{batch.number}/saisie/"), {"position": 1, "typed": "1 77"}
    )
    text = page.content.decode()
    assert page.status_code == 200
    assert 'value="1 77"' in text
    assert "Le numéro 77 n’est pas sur ce bulletin." in text
    assert PaperLine.objects.count() == 0


def test_correct_a_ballot(place: Any, vote: Any, client: Client) -> None:
    batch, entry = place.batch(2), None
    entry = here(vote, f"lots/{batch.number}/saisie/")
    as_(client, place.clerks[0]).post(entry, {"position": 1, "typed": "n2"})
    assert 'value="n2"' in client.get(f"{entry}?bulletin=1").content.decode()
    client.post(entry, {"position": 1, "typed": "2 1"})
    assert PaperLine.objects.get().kind == "valid"


def test_hide_the_first_reading_from_the_second(place: Any, vote: Any, client: Client) -> None:
    batch = place.batch(1)
    place.read(batch, 0, "n7")
    page = as_(client, place.clerks[1]).get(here(vote, f"lots/{batch.number}/saisie/"))
    assert "gardé" not in page.content.decode()
    page = client.get(here(vote, f"lots/{batch.number}/"))
    assert "Plusieurs bulletins différents" not in page.content.decode()


def test_mark_at_the_table(place: Any, vote: Any, cast: Any, client: Client) -> None:
    born = {"birth_date_day": "2", "birth_date_month": "6", "birth_date_year": "1989"}
    person = {"last_name": "Bensaïd", "first_name": "Nadia", "contest": vote.gare.pk}
    as_(client, place.clerks[0])
    assert client.post(here(vote, "table/"), person | born).status_code == 302
    assert RollEntry.objects.get().channel == "paper"
    again = client.post(here(vote, "table/"), person | born)
    assert again.status_code == 200
    assert "déjà voté en personne" in again.content.decode()
    assert "Bensaïd" in again.content.decode()  # nothing typed is lost
    missing = client.post(here(vote, "table/"), {"last_name": "Bensaïd"})
    assert missing.status_code == 200


def test_withdraw_unread_batch_alone(place: Any, vote: Any, client: Client) -> None:
    unread, read_one = place.batch(1), place.batch(1)
    place.read(read_one, 0, "1")
    as_(client, place.clerks[0])
    path = f"lots/{unread.number}/retour/"
    assert client.post(here(vote, path), {}).status_code == 200
    assert client.post(here(vote, path), {"reason": "Erreur"}).status_code == 302
    kept = client.post(here(vote, f"lots/{read_one.number}/retour/"), {"reason": "Erreur"})
    assert kept.status_code == 403
    assert PaperBatch.objects.count() == 1


@pytest.mark.parametrize("batches", [1, 6])
def test_list_in_few_statements(place: Any, vote: Any, client: Client, batches: int) -> None:
    for _place in range(batches):
        place.sealed("1 2", "b")
    as_(client, place.clerks[0])
    client.get(here(vote))
    with CaptureQueriesContext(connection) as statements:
        assert client.get(here(vote)).status_code == 200
    assert len(statements) <= 27


def test_enter_in_few_statements(place: Any, vote: Any, client: Client) -> None:
    batch = place.batch(50)
    as_(client, place.clerks[0])
    entry = here(vote, f"lots/{batch.number}/saisie/")
    client.post(entry, {"position": 1, "typed": "1"})
    with CaptureQueriesContext(connection) as statements:
        assert client.post(entry, {"position": 2, "typed": "1 2"}).status_code == 302
    assert len(statements) <= 30
