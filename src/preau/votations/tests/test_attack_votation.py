"""A secret votation through its pages, then the attack by whoever owns the database.

It is put as any votation is, secret by default; its people vote in the booth, three members of its
board open the box at the desk. What the attack reads, and how, is that of every secret contest.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from preau.tenancy.scope import use_site
from preau.voting import tasks
from preau.voting.actions import close_contest, confirm_trial, move_dates, register_key
from preau.voting.models import BallotKey, Opening
from preau.voting.receipts import read_receipt
from preau.voting.sealed.box import STEP, open_sealed
from preau.voting.sealed.log import check_boxes
from preau.voting.tests import test_attack_secrecy as attack
from preau.voting.tests.secrets import Board

from .conftest import Held


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[attack.Scene]:
    from conftest import Cast
    from preau.tenancy.models import Domain, Site

    with django_db_blocker.unblock():
        city = Site.objects.create(slug=f"urne-{uuid.uuid4().hex[:8]}", name="Urne")
        Domain.objects.create(site=city, host=f"{city.slug}.test", is_canonical=True)
        with use_site(city):
            held, board = Held(Cast(city), is_secret=True), Board()
            _settle(held, board, f"{city.slug}.test")
            people = [_resident(held, number) for number in range(attack.VOTERS)]
            receipts = [
                _vote(held, person, f"{city.slug}.test", 1 + place % 2)
                for place, person in enumerate(people)
            ]
            yield attack.Scene(held, board, people, receipts)
        connections.close_all()


def _settle(held: Held, board: Board, host: str) -> None:
    """The desk refuses to settle the ballots until the board has shown that it can open them."""
    window, owner = Client(headers={"host": host}), held.cast.odile
    window.force_login(owner)
    refused = window.post(held.desk("arreter/"))
    assert refused.status_code == 403
    assert "clé du bureau" in refused.content.decode()
    election = held.election
    key = register_key(election=election, public_key=board.public, publishes="clear", actor=owner)
    assert isinstance(key, BallotKey)
    phrase = open_sealed(board.private, bytes(key.test_sealed), STEP).decode()
    assert isinstance(confirm_trial(election=election, phrase=phrase, actor=owner), BallotKey)
    assert window.post(held.desk("arreter/")).status_code == 302
    assert held.gare.is_secret


def _resident(held: Held, number: int) -> Any:
    from datetime import UTC, date, datetime

    from preau.accounts.models import User

    return User.objects.create(
        email=f"lilas{number}@example.org",
        birth_date=date(1990, 1, 1),
        zone=held.cast.zone(),
        email_verified_at=datetime(2027, 1, 4, tzinfo=UTC),
    )


def _vote(held: Held, person: Any, host: str, answer: int) -> str:
    window = Client(headers={"host": host})
    window.force_login(person)
    base = f"/demarches/{held.process.slug}/voter/{held.gare.slug}/"
    options = {one.number: one.pk for one in held.gare.options.all()}
    sent = {"vu": list(options.values()), "choix": options[answer], "then": "review"}
    assert window.post(f"{base}remplir/", sent).status_code == 302
    page = window.post(f"{base}relire/").content.decode()
    shown = re.search(r'stub__words booth-sealed">([^<]+)<', page)
    assert shown is not None, page
    receipt = read_receipt(shown.group(1))
    assert receipt is not None
    return receipt.code


def test_find_no_row_that_links(scene: attack.Scene) -> None:
    held: Held = scene.vote
    with use_site(held.process.site):
        check_boxes(held.election)
        tasks.forget_dead_rows()
        attack._look(scene)
        _close(held)
        tasks.forget_dead_rows()
        attack._look_at_order(scene, attack._look(scene))
        window = Client(headers={"host": held.process.site.canonical_host})
        window.force_login(held.cast.odile)
        parts = {f"part_{place}": part for place, part in enumerate(scene.board.parts[:3], start=1)}
        sealed = f"/bureau/demarches/{held.process.slug}/urne-scellee/"
        opened = window.post(sealed, {"do": "open", **parts})
        assert opened.status_code == 302, opened.content.decode()
        dump = attack._look(scene)
        attack._look_at_order(scene, dump)
        assert Opening.objects.get(contest=held.gare).ballots == attack.VOTERS
        assert scene.board.private not in json.dumps(dump, default=str)
        assert "Ni le oui ni le non" in held.result().headline


def _close(held: Held) -> None:
    from datetime import timedelta

    from preau.kernel import clock

    at = clock.now()
    election = held.election
    move_dates(
        election=election,
        opens_at=at - timedelta(days=9),
        closes_at=at - timedelta(seconds=1),
        reason="fin du vote",
        actor=held.cast.odile,
    )
    for contest in held.contests:
        close_contest(contest=contest)
