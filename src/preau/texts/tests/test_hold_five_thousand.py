"""A passage with five thousand contributions: few statements, little work."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from preau.kernel import clock
from preau.texts.models import Consultation, Contribution, Passage, Position, Source, Stance

PASSAGE = "/demarches/charte/consultation/consultation/texte/la-charte/1-1/"


@pytest.fixture
def crowd(passage: Passage, consultation: Consultation) -> None:
    at, positions = clock.now(), list(Position.values)
    Stance.objects.bulk_create(
        Stance(passage=passage, voice=f"v{n}", position=positions[n % 3], at=at)
        for n in range(5000)
    )
    words = "Une raison parmi d’autres, en quelques lignes. " * 6
    made = Contribution.objects.bulk_create(
        Contribution(
            consultation=consultation,
            passage=passage,
            number=n + 1,
            author_name=f"Personne {n}",
            position=positions[n % 3],
            body=words,
            rewrite=f"Les bancs sont en pierre {n}." if n % 3 == 1 else "",
            changes=[["kept", "Les bancs sont en "], ["removed", "bois."], ["added", "pierre."]]
            if n % 3 == 1
            else [],
            supports=n % 97,
            at=at,
        )
        for n in range(5000)
    )
    Source.objects.bulk_create(
        Source(contribution=one, title="Une étude", url="https://example.org") for one in made[::9]
    )


def test_hold_five_thousand(client: Client, cast: Any, crowd: None, effort: Any) -> None:
    client.get(PASSAGE)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = client.get(PASSAGE)
    assert page.status_code == 200
    assert "(1 667)" in page.content.decode().replace("\xa0", " ").replace("\u202f", " ")
    assert len(asked) <= 12, [one["sql"][:90] for one in asked]
    assert effort(lambda: client.get(PASSAGE), times=12) <= 36
    client.force_login(cast.nadia)
    with CaptureQueriesContext(connection) as known:
        client.get(PASSAGE)
    assert len(known) <= 18, [one["sql"][:90] for one in known]
