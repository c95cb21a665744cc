"""The calendar: order kept, no open vote touched, a reason in the journal."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from preau.kernel import clock
from preau.kernel.refusal import Refused
from preau.ledger.models import Entry
from preau.processes.actions import reschedule_step
from preau.processes.models import Step
from preau.reviews.tests.world import World, at
from preau.voting.tests.conftest import Vote

CALENDAR = "/bureau/demarches/bp/calendrier/"


@pytest.fixture
def odile(world: World, cast: Any, client: Client) -> Client:
    client.force_login(cast.odile)
    return client


def dates(opens: str, closes: str, reason: str = "Gymnase fermé.") -> dict[str, str]:
    return {
        "opens_day": opens,
        "opens_time": "08:00",
        "closes_day": closes,
        "closes_time": "18:00",
        "reason": reason,
    }


def test_move_a_step_with_its_reason(world: World, odile: Client) -> None:
    response = odile.post(f"{CALENDAR}2/", dates("2027-02-01", "2027-05-05"))
    assert response["Location"] == CALENDAR
    step = Step.objects.get(pk=world.review.pk)
    assert (step.closes_at.isoformat(), step.closes_at.hour) == ("2027-05-05T16:00:00+00:00", 16)
    assert Entry.objects.get(verb="rescheduled").data["reason"] == "Gymnase fermé."
    assert "Gymnase fermé." in odile.get(CALENDAR).content.decode()
    journal = odile.get("/bureau/demarches/bp/journal/").content.decode()
    assert "a changé les dates de l’étape « Analyse »" in journal.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("step", "opens", "closes", "words"),
    [
        (2, "2027-01-01", "2027-04-30", "ouvrirait avant"),
        (2, "2027-05-20", "2027-06-30", "ouvrirait après"),
        (2, "2027-03-01", "2027-02-01", "se termine avant de commencer"),
        (2, "", "2027-04-30", "Donnez la date d’ouverture"),
        (2, "2027-02-31", "2027-04-30", "Donnez une date comme"),
    ],
)
def test_refuse_dates(
    world: World, odile: Client, step: int, opens: str, closes: str, words: str
) -> None:
    page = odile.post(f"{CALENDAR}{step}/", dates(opens, closes))
    assert words in page.content.decode()
    assert not Entry.objects.filter(verb="rescheduled").exists()


def test_ask_for_the_reason(world: World, odile: Client) -> None:
    page = odile.post(f"{CALENDAR}2/", dates("2027-02-01", "2027-05-05", reason=""))
    assert "Donnez la raison du changement." in page.content.decode()


@pytest.mark.parametrize(
    ("step", "opens", "closes", "words"),
    [
        (3, "2027-05-11", "2027-06-10", "son ouverture ne change plus"),
        (3, "2027-05-10", "2027-06-01", "prolongé, pas raccourci"),
        (2, "2027-02-01", "2027-05-05", "les étapes d’avant ne bougent plus"),
    ],
)
def test_touch_no_open_vote(
    world: World, odile: Client, step: int, opens: str, closes: str, words: str
) -> None:
    sent = dates(opens, closes)
    sent["opens_time"] = "10:00"
    with clock.stopped(at(5, 20)):
        assert words in odile.post(f"{CALENDAR}{step}/", sent).content.decode()


def test_extend_an_open_vote(world: World, odile: Client) -> None:
    sent = dates("2027-05-10", "2027-06-20")
    sent["opens_time"] = "10:00"
    with clock.stopped(at(5, 20)):
        assert odile.post(f"{CALENDAR}3/", sent).status_code == 302
    with clock.stopped(at(7, 1)):
        page = odile.post(f"{CALENDAR}3/", sent | {"closes_day": "2027-07-20"}).content.decode()
    assert "Ce vote est clos" in page


def test_leave_dates_to_owners(world: World, cast: Any, client: Client) -> None:
    client.force_login(cast.karim)
    sent = dates("2027-02-01", "2027-05-05")
    assert client.post(f"{CALENDAR}2/", sent).status_code == 403
    assert "Changer" not in client.get(CALENDAR).content.decode().split("<main")[1].split("<h2")[0]


def test_tell_the_journal_in_sentences(world: World, cast: Any, odile: Client) -> None:
    world.propose("=Un banc", cast.nadia)
    page = odile.get("/bureau/demarches/bp/journal/?acte=submitted").content.decode()
    assert "Nadia Bensaïd" in page
    assert "a déposé n° 1" in page.replace("\u00a0", " ")
    body = b"".join(odile.get("/bureau/demarches/bp/journal.csv").streaming_content).decode()
    assert "a déposé n° 1 =Un banc" in body.replace("\u00a0", " ")


def test_say_who_is_affected(world: World, odile: Client) -> None:
    world.propose("Un banc")
    assert "1 idée attend une réponse." in odile.get(f"{CALENDAR}2/").content.decode()


def test_move_the_boxes_of_a_vote(site: Any, cast: Any) -> None:
    """Moving the step of a real vote moves its boxes; a closed box refuses the whole move."""
    vote = Vote(cast).open()
    later = vote.step.closes_at + timedelta(days=3)
    asked = {"step": vote.step, "opens_at": vote.step.opens_at, "actor": cast.odile}
    assert reschedule_step(**asked, closes_at=later, reason="Panne d’une journée.")
    vote.town.refresh_from_db()
    assert vote.town.closes_at == later
    vote.end()
    step = Step.objects.get(pk=vote.step.pk)
    with pytest.raises(Refused):
        reschedule_step(**{**asked, "step": step}, closes_at=later, reason="Trop tard.")
