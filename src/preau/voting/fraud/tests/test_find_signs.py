"""Signs in the roll: what is alike, what is loud; nothing of the box, nobody named."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from preau.accounts.models import User
from preau.kernel import clock
from preau.ledger.models import Entry
from preau.voting.actions import cast_ballot
from preau.voting.fraud.addresses import Cluster, box_of, clusters
from preau.voting.fraud.queries import Clue, signs_of
from preau.voting.imports import Line, put_many
from preau.voting.models import Ballot, Sign
from preau.voting.receipts import Receipt


@pytest.mark.parametrize(
    ("email", "box"),
    [
        ("Nadia.B+bp@Gmail.com", "nadiab@gmail.com"),
        ("nadiab@googlemail.com", "nadiab@gmail.com"),
        ("nadia.b+vote@example.org", "nadia.b@example.org"),
        ("nadia.b@example.org", "nadia.b@example.org"),
    ],
)
def test_find_the_box(email: str, box: str) -> None:
    assert box_of(email) == box


def test_see_what_is_alike() -> None:
    found = clusters(
        [
            *(f"jean{n}@example.org" for n in range(1, 6)),
            "a.b@gmail.com",
            "ab+2@gmail.com",
            "nul@yopmail.com",
            *(f"eleve{n}@ecole.example" for n in range(3)),  # too few to say anything
            "seule@example.org",
        ]
    )
    assert found == [
        Cluster(Sign.NUMBERED, "j…1@example.org", 5),
        Cluster(Sign.SAME_BOX, "a…b@gmail.com", 2),
        Cluster(Sign.DISPOSABLE, "yopmail.com", 1),
    ]


def test_look_at_voters_alone(vote: Any, cast: Any, django_assert_max_num_queries: Any) -> None:
    """Who has an account and has not voted is nobody's business."""
    User.objects.create(email="nadia+2@example.org")
    cast_ballot(contest=vote.gare, voter=cast.nadia, choices=[])
    with django_assert_max_num_queries(5):
        signs = signs_of(vote.election)
    assert (signs.voters, signs.named, signs.clues) == (1, 1, [])
    twin = User.objects.get(email="nadia+2@example.org")
    for name in ("birth_date", "zone", "email_verified_at"):
        setattr(twin, name, getattr(cast.nadia, name))
    twin.save()
    cast_ballot(contest=vote.gare, voter=twin, choices=[])
    signs = signs_of(vote.election)
    assert signs.clues[0] == Clue(Sign.SAME_BOX, "n…a@example.org", 2)


def test_hear_a_loud_minute(vote: Any) -> None:
    at = clock.now().replace(second=0, microsecond=0) - timedelta(hours=1)
    quiet = [at + timedelta(minutes=n) for n in range(10)]
    loud = [at + timedelta(minutes=30, seconds=n) for n in range(12)]
    put_many(
        [
            Line(vote.gare.pk, f"v{number}", moment, [])
            for number, moment in enumerate([*quiet, *loud])
        ]
    )
    (burst,) = signs_of(vote.election).clues
    assert burst.sign == Sign.BURST
    assert (burst.at, burst.voters) == (at + timedelta(minutes=30), 12)


def test_look_from_the_desk(vote: Any, cast: Any) -> None:
    """Only who runs the process may look; the ledger remembers it; the box does not move."""
    for email in ("nadia.b@gmail.com", "nadiab@gmail.com"):
        voter = User.objects.create(
            email=email,
            birth_date=cast.nadia.birth_date,
            zone=cast.zone(),
            email_verified_at=cast.nadia.email_verified_at,
        )
        assert isinstance(cast_ballot(contest=vote.gare, voter=voter, choices=[]), Receipt)
    before = list(Ballot.objects.order_by("pk").values())
    address = f"/bureau/demarches/{vote.process.slug}/indices/"
    client = Client()
    client.force_login(cast.irene)
    assert client.post(address).status_code == 403
    client.force_login(cast.odile)
    assert "Ce qui a été trouvé" not in client.get(address).content.decode()
    assert not Entry.objects.filter(verb="looked_for_fraud").exists()
    page = client.post(address).content.decode()
    assert "n…b@gmail.com" in page
    assert "nadiab@gmail.com" not in page
    assert Entry.objects.filter(verb="looked_for_fraud", actor=cast.odile).count() == 1
    assert list(Ballot.objects.order_by("pk").values()) == before
