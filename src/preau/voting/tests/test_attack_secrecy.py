"""An attack by whoever owns the database: every row of every table, and what PostgreSQL knows of it.

The votes are really committed, one transaction each, by people who go through the pages.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from django.test import Client

from preau.tenancy.scope import use_site
from preau.voting import tasks
from preau.voting.actions import cast_ballot, close_contest, open_boxes
from preau.voting.keys import voter_key
from preau.voting.models import Opening, SealedBallot
from preau.voting.receipts import read_receipt
from preau.voting.sealed.log import check_boxes

from .secrets import Board, make_secret

VOTERS = 24


@dataclass
class Scene:
    """A finished secret vote: who voted, what each holds, and what the owner sees."""

    vote: Any
    board: Board
    people: list[Any]
    receipts: list[str]


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    from conftest import Cast
    from preau.tenancy.models import Domain, Site
    from preau.voting.tests.conftest import Vote

    with django_db_blocker.unblock():
        city = Site.objects.create(slug=f"secrete-{uuid.uuid4().hex[:8]}", name="Secrète")
        Domain.objects.create(site=city, host=f"{city.slug}.test", is_canonical=True)
        with use_site(city):
            board = Board()
            vote = make_secret(Vote(Cast(city)), board).open()
            people = [vote.resident(number) for number in range(VOTERS)]
            receipts = [
                _vote_by_pages(vote, person, f"{city.slug}.test", place)
                for place, person in enumerate(people)
            ]
            yield Scene(vote, board, people, receipts)
        connections.close_all()


def _vote_by_pages(vote: Any, person: Any, host: str, place: int) -> str:
    """Sign in, choose, confirm: the receipt is read from the page, as its voter does."""
    window = Client(headers={"host": host})
    window.force_login(person)
    base = f"/demarches/{vote.process.slug}/voter/gare"
    option = vote.options(vote.gare)[place % 4]
    assert window.get(f"{base}/choisir/").status_code == 200
    assert window.post(f"{base}/choix/", {"act": "add", "option": option.pk}).status_code == 302
    page = window.post(f"{base}/relire/")
    assert page.status_code == 200, page.content
    shown = re.search(r'stub__words booth-sealed">([^<]+)<', page.content.decode())
    assert shown is not None
    receipt = read_receipt(shown.group(1))
    assert receipt is not None
    again = window.post(f"{base}/relire/")
    assert (again.status_code, "déjà voté" in again.content.decode()) == (403, True)
    return receipt.code


def _dump() -> dict[str, list[dict[str, Any]]]:
    """Every table, row by row, with what PostgreSQL keeps of the writing: transaction and place."""
    found = {}
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 2200")
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT xmin::text, ctid::text, to_jsonb(one) FROM "{table}" AS one ORDER BY ctid'
            )
            found[table] = [
                {
                    "xmin": xmin,
                    "ctid": ctid,
                    "said": json.loads(said) if isinstance(said, str) else said,
                }
                for xmin, ctid, said in cursor.fetchall()
            ]
    return found


def _words_of_people(scene: Scene) -> set[str]:
    key = scene.vote.election.roll_key
    words = {person.email for person in scene.people}
    words |= {str(person.public_id) for person in scene.people}
    return words | {voter_key(key, person.public_id) for person in scene.people}


def _words_of_ballots(scene: Scene) -> set[str]:
    sealed = SealedBallot.objects.filter(contest=scene.vote.gare)
    words = {str(one.pk) for one in sealed} | {one.leaf for one in sealed} | set(scene.receipts)
    words |= {bytes(one.ciphertext).hex() for one in sealed}
    ballots = scene.vote.gare.ballots.values_list("pk", flat=True)
    return words | {str(pk) for pk in ballots}


def _said(row: dict[str, Any]) -> str:
    """A row as text; a session is decoded, since whoever holds the site's secret can."""
    said = row["said"]
    text = json.dumps(said, ensure_ascii=False)
    if isinstance(said, dict) and "session_data" in said:
        text += json.dumps(SessionStore().decode(said["session_data"]), default=str)
    return text


def _tables_that_say(dump: dict[str, Any], words: set[str]) -> set[str]:
    return {
        table for table, rows in dump.items() if any(w in _said(row) for row in rows for w in words)
    }


def _rows_of(dump: dict[str, Any], table: str, contest: int) -> list[dict[str, Any]]:
    return [row for row in dump[table] if row["said"]["contest_id"] == contest]


def test_find_no_row_that_links(scene: Scene) -> None:
    """No table names both a person and a ballot, during the vote, after closing, after opening."""
    with use_site(scene.vote.process.site):
        _find_open_link(scene)
        check_boxes(scene.vote.election)
        tasks.forget_dead_rows()
        _look(scene)
        close_contest(contest=scene.vote.end().gare)
        tasks.forget_dead_rows()
        dump = _look(scene)
        _look_at_order(scene, dump)
        open_boxes(
            election=scene.vote.election,
            private_key=scene.board.private,
            actor=scene.vote.cast.odile,
        )
        dump = _look(scene)
        _look_at_order(scene, dump)
        assert Opening.objects.get(contest=scene.vote.gare).ballots == VOTERS
        whole = json.dumps(dump, default=str)
        assert scene.board.private not in whole, "the key of the board is nowhere"
        assert not any(part in whole for part in scene.board.parts)


def _find_open_link(scene: Scene) -> None:
    """The same attack finds the link of an open box, by its mail: it can fail."""
    person = scene.people[0]
    receipt = cast_ballot(contest=scene.vote.town, voter=person, choices=[])
    dump = _dump()
    links = _tables_that_say(dump, {str(receipt)}) & _tables_that_say(dump, {person.email})
    assert "messaging_email" in links


def _look(scene: Scene) -> dict[str, Any]:
    dump = _dump()
    people, ballots = _words_of_people(scene), _words_of_ballots(scene)
    with_people, with_ballots = _tables_that_say(dump, people), _tables_that_say(dump, ballots)
    assert {"voting_rollentry", "accounts_user"} <= with_people, "the attack looks where it should"
    assert {"voting_sealedballot", "voting_logleaf"} <= with_ballots
    assert with_people & with_ballots == set()
    drafts = _rows_of(dump, "voting_ballotdraft", scene.vote.gare.pk)
    assert drafts == [], "no choice in clear stays"
    roll = {row["xmin"] for row in _rows_of(dump, "voting_rollentry", scene.vote.gare.pk)}
    box = [row["xmin"] for row in _rows_of(dump, "voting_sealedballot", scene.vote.gare.pk)]
    assert len(box) == VOTERS
    assert len(set(box)) == 1, "one transaction wrote them all: it tells nothing"
    assert roll.isdisjoint(box) or len(roll) == 1
    return dump


def _look_at_order(scene: Scene, dump: dict[str, Any]) -> None:
    """Neither the roll nor the box nor the log keeps the order in which people came."""
    contest, key = scene.vote.gare.pk, scene.vote.election.roll_key
    came = [voter_key(key, person.public_id) for person in scene.people]
    roll = _rows_of(dump, "voting_rollentry", contest)
    for order in (lambda row: row["said"]["id"], lambda row: _place(row["ctid"])):
        found = [row["said"]["voter_key"] for row in sorted(roll, key=order)]
        assert sorted(found) == sorted(came)
        assert found != came
    assert len({row["said"]["at"] for row in roll}) == 1, "no hour is left on the roll"
    by_leaf = {
        row["said"]["leaf"]: row["said"]["receipt"]
        for row in _rows_of(dump, "voting_sealedballot", contest)
    }
    box = sorted(_rows_of(dump, "voting_sealedballot", contest), key=lambda r: _place(r["ctid"]))
    log = sorted(_rows_of(dump, "voting_logleaf", contest), key=lambda row: row["said"]["place"])
    for found in (
        [row["said"]["receipt"] for row in box],
        [by_leaf[row["said"]["leaf"]] for row in log if row["said"]["kind"] == "ballot"],
    ):
        assert sorted(found) == sorted(scene.receipts)
        assert found != scene.receipts


def _place(ctid: str) -> tuple[int, int]:
    page, line = ctid.strip("()").split(",")
    return int(page), int(line)
