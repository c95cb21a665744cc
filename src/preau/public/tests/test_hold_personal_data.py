"""What the site knows of me: shown, corrected, taken away, erased; never somebody else's."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from PIL import Image

from preau.accounts.models import User
from preau.electorate.models import Proof
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.ledger.actions import record
from preau.ledger.models import Entry
from preau.media.actions import take_picture
from preau.media.models import Picture
from preau.messaging.models import Email
from preau.processes.models import Process, Step
from preau.proposals.models import Draft, Proposal, Support
from preau.voting.actions import cast_ballot
from preau.voting.models import RollEntry
from preau.voting.tests.conftest import Vote


@pytest.fixture
def process(site: Any) -> Process:
    return Process.objects.create(title="Budget", slug="bp", blueprint="bp", state="published")


@pytest.fixture
def idea(process: Process, cast: Any) -> Proposal:
    return Proposal.objects.create(
        process=process,
        number=87,
        title="Une cour-oasis",
        idea="Planter des platanes.",
        author=cast.nadia,
        author_name="Nadia B.",
        guardian="Mère de Nadia",
        status_at=datetime(2027, 3, 1, tzinfo=UTC),
        submitted_at=datetime(2027, 3, 1, tzinfo=UTC),
    )


def _signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("path", ["", "donnees/", "mes-donnees.json", "effacer/"])
def test_ask_who_it_is_first(site: Any, path: str) -> None:
    response = Client().get(f"/mon-espace/{path}")
    assert response["Location"] == f"/connexion/?suite=%2Fmon-espace%2F{path.replace('/', '%2F')}"


def test_show_mine_and_nobody_elses(idea: Proposal, cast: Any) -> None:
    Draft.objects.create(
        step=Step.objects.create(
            process=idea.process, order=1, kind="collection", title="D", slug="d"
        ),
        user=cast.nadia,
        data={"title": "Un banc rond"},
        created_at=clock.now(),
        saved_at=clock.now(),
    )
    page = _signed_in(cast.nadia).get("/mon-espace/").content.decode()
    assert "Une cour-oasis" in page
    assert "Un banc rond" in page
    other = _signed_in(cast.paul).get("/mon-espace/").content.decode()
    assert "cour-oasis" not in other
    assert "Un banc rond" not in other


def test_correct_then_empty_details(cast: Any) -> None:
    nadia, client = cast.nadia, _signed_in(cast.nadia)
    wrong = {"birth_date_day": "31", "birth_date_month": "2", "birth_date_year": "1990"}
    assert "Cette date n’existe pas" in client.post("/mon-espace/donnees/", wrong).content.decode()
    client.post("/mon-espace/donnees/", {"public_name": "Nad", "zone": nadia.zone.pk})
    nadia.refresh_from_db()
    assert (nadia.public_name, nadia.zone.name, nadia.birth_date) == ("Nad", "Gare", None)


def test_take_my_data_only(idea: Proposal, cast: Any) -> None:
    step = Step.objects.create(
        process=idea.process, order=90, kind="vote", title="Vote", slug="le-vote"
    )
    Proof.objects.create(
        step=step, kind="table", key="a", elector=uuid4(), account=cast.nadia, at=clock.now()
    )
    data = _signed_in(cast.nadia).get("/mon-espace/mes-donnees.json").json()
    assert data["compte"]["adresse"] == "nadia@example.org"
    assert data["preuves"][0]["preuve"] == "Émargement dans un bureau de vote"
    assert [one["numero"] for one in data["idees"]] == [87]
    assert _signed_in(cast.paul).get("/mon-espace/mes-donnees.json").json()["idees"] == []


def test_erase_account_and_keep_idea_unsigned(idea: Proposal, cast: Any) -> None:
    nadia, client = cast.nadia, _signed_in(cast.nadia)
    Support.objects.create(proposal=idea, user=nadia, at=clock.now())
    Email.objects.create(
        to=nadia.email, kind="k", subject="Bonjour Nadia", text="a", created_at=clock.now()
    )
    assert "votre idée déposée" in client.get("/mon-espace/effacer/").content.decode()
    assert client.post("/mon-espace/effacer/").status_code == 200
    nadia = User.objects.get(pk=nadia.pk)
    idea.refresh_from_db()
    assert (idea.author_name, idea.guardian) == ("Une personne", "")
    assert (nadia.is_active, nadia.full_name, nadia.birth_date) == (False, "Une personne", None)
    assert nadia.email.endswith("@efface.invalid")
    assert Email.objects.count() == Support.objects.count() == 0
    assert client.get("/mon-espace/")["Location"].startswith("/connexion/")


def test_erase_photo_of_draft(idea: Proposal, cast: Any) -> None:
    body = io.BytesIO()
    Image.new("RGB", (20, 20)).save(body, "PNG")
    step = Step.objects.create(
        process=idea.process, order=1, kind="collection", title="D", slug="d"
    )
    picture = take_picture(upload=body, size=1, owner=cast.nadia)
    assert isinstance(picture, Picture)
    at = clock.now()
    Draft.objects.create(step=step, user=cast.nadia, picture=picture, created_at=at, saved_at=at)
    assert _signed_in(cast.nadia).post("/mon-espace/effacer/").status_code == 200
    assert (Draft.objects.count(), Picture.objects.count()) == (0, 0)


def test_leave_no_name_in_the_ledger(idea: Proposal, cast: Any) -> None:
    """The ledger cannot be rewritten: it never holds the name of a resident."""
    record(actor=cast.nadia, verb="submitted", subject=idea)
    record(actor=cast.nadia, verb="declared_zone", subject=cast.nadia)
    _signed_in(cast.nadia).post("/mon-espace/effacer/")
    kept = str(list(Entry.objects.values()))
    assert "Nadia" not in kept
    assert cast.nadia.last_name not in kept


def test_keep_voter_on_roll_until_closing(cast: Any) -> None:
    vote = Vote(cast).open()
    nadia = cast.nadia
    chosen = [vote.options(vote.town)[0].pk]
    assert not isinstance(cast_ballot(contest=vote.town, voter=nadia, choices=chosen), Refusal)
    client = _signed_in(nadia)
    assert "Voir mon reçu" in client.get("/mon-espace/").content.decode()
    assert client.post("/mon-espace/effacer/").status_code == 403
    vote.end()
    assert client.post("/mon-espace/effacer/").status_code == 200
    assert RollEntry.objects.count() == 1


def test_keep_agents(cast: Any) -> None:
    response = _signed_in(cast.irene).post("/mon-espace/effacer/")
    assert response.status_code == 403
    assert User.objects.get(pk=cast.irene.pk).is_active
