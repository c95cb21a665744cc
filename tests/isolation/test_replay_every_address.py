"""Nothing of a city is read or changed from another one, by any address, token or session."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.addresses import Example, every_route, examples
from tests.guards.walk import ask, body_of, right_window
from tests.pictures import picture_of, rows_written, strangers_in
from tests.twins import MARKS, Twin, undone

#: Posts that keep nothing: they preview, refuse, or only speak to the browser.
KEEPS_NOTHING = {"voting:zone", "budgeting_desk:freeze", "budgeting_desk:draw_lots"}
KEEPS_NOTHING |= {"budgeting_desk:proclaim", "voting:fill"}  # their ballot is ranked
KEEPS_NOTHING |= {"voting_paper:end"}
KEEPS_NOTHING |= {"surveys_desk:try", "surveys_desk:import", "desk:publish"}
KEEPS_NOTHING |= {"voting_stand:check"}


def test_know_every_route(twins: tuple[Twin, Twin]) -> None:
    known = {one.route for one in examples(twins[0])}
    missing = [route for route in every_route() if route not in known]
    assert missing == [], (
        f"{', '.join(missing)}: write an example in tests/addresses.py (who asks, where, what is "
        "posted), so that this address is tried from another city"
    )


def test_answer_the_right_person(twins: tuple[Twin, Twin]) -> None:
    """Otherwise what follows would prove nothing: each example works at home, and posts write."""
    home = twins[0]
    faults = []
    before = picture_of(home)
    for one in examples(home):
        with undone():
            response = ask(right_window(home, one), one)
            if response.status_code != one.status:
                faults.append(f"{one}: {response.status_code} instead of {one.status}")
            body_of(response)
            is_same = picture_of(home) == before
            if one.is_post and one.route not in KEEPS_NOTHING and is_same:
                faults.append(f"{one}: kept nothing")
    assert not faults, "\n".join(faults)


def stolen(window: Client, home: Twin, there: Twin) -> Client:
    """The cookies of a window of one city, sent to the other one."""
    thief = there.client()
    thief.cookies = window.cookies
    return thief


def actors(
    one: Example, home: Twin, other: Twin, administrator: Client
) -> Iterator[tuple[str, Any]]:
    """Everyone who may knock at the other city with what belongs to this one.

    ``administrator`` is the open window of the one of here.

    A public page is the same for all: a stranger, an owner and a stolen session are enough.
    """
    yield "a stranger", lambda: other.client()
    yield "its owner", lambda: other.client(other.owner)
    yield "the administrator of here", lambda: stolen(administrator, home, other)
    if not one.who and not one.is_post:
        return
    yield "its resident's window", lambda: other.browser()
    yield "its decider", lambda: other.client(other.decider)
    yield "its administrator", lambda: other.client(other.administrator)
    yield "the window of here", lambda: stolen(home.browser(), home, other)


def test_count_what_is_written(twins: tuple[Twin, Twin]) -> None:
    """Also what a savepoint took back; reading counts for nothing."""
    home = twins[0]
    start = rows_written()
    picture_of(home)
    assert rows_written() == start
    with undone(), home.inside():
        home.resident.save()
    assert rows_written() > start


def faults_of(
    one: Example, response: Any, is_written: bool, before: Any, home: Twin, other: Twin
) -> list[str]:
    """``is_written``: rows were written; the cities are looked at again only then."""
    said = body_of(response)
    found = []
    if response.status_code >= 500:
        found.append(f"answers {response.status_code}")
    if any(mark.encode() in said for mark in MARKS):
        found.append(f"shows the other city ({response.status_code})")
    if one.is_key and response.status_code == 200 and one.route != "proposals:resume":
        found.append("opens with a key of the other city")
    if is_written and picture_of(home) != before:
        found.append("writes in the other city")
    if is_written and one.is_post and strangers_in(other):
        found.append(f"points to rows of the other city: {strangers_in(other)}")
    return found


@pytest.mark.timeout(900)  # each address, asked by seven people
def test_replay_in_another_city(twins: tuple[Twin, Twin]) -> None:
    """Each address of a city, with its own identifiers, on the host of the other one."""
    home, other = twins
    faults = []
    administrator = home.client(home.administrator)
    before = picture_of(home)
    for one in examples(home):
        for name, open_window in actors(one, home, other, administrator):
            with undone():
                window = open_window()
                written = rows_written()
                response = ask(window, one)
                is_written = rows_written() != written
                found = faults_of(one, response, is_written, before, home, other)
            faults += [f"{one} by {name}: {fault}" for fault in found]
    assert not faults, "\n".join(faults)


def effect(window: Client, one: Example, home: Twin, before: Any) -> tuple[Any, ...]:
    """What a request does: status, where it leads (but for numbers), tables it changed."""
    with undone():
        written = rows_written()
        response = ask(window, one)
        body_of(response)
        after = before if rows_written() == written else picture_of(home)
    changed = tuple(label for label in before if before[label][0] != after[label][0])
    return response.status_code, re.sub(r"\d+", "0", response.get("Location", "")), changed


def test_be_nobody_with_a_session_of_another_city(twins: tuple[Twin, Twin]) -> None:
    """A session of another city opens what no session opens, and nothing more."""
    home, other = twins
    faults = []
    before = picture_of(home)
    for one in examples(home):
        expected = effect(home.client(), one, home, before)
        assert expected[0] < 500, one
        windows = [other.browser(), other.client(other.administrator)]
        for window in windows:
            found = effect(stolen(window, other, home), one, home, before)
            if found != expected:
                faults.append(f"{one}: {found} instead of {expected}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("key", ["code", "receipt", "email_code"])
def test_mean_nothing_elsewhere(twins: tuple[Twin, Twin], key: str) -> None:
    """A resume code, a receipt and a mailed code are words of one city only."""
    home, other = twins
    token = home.things[key]
    for city, is_known in ((home, True), (other, False)):
        window = city.client()
        if key == "code":
            is_found = window.post("/reprendre/", {"code": token}).status_code == 302
        elif key == "receipt":
            page = window.get("/verifier-un-recu/", {"recu": token}).content.decode()
            is_found = "Reçu inconnu" not in page
        else:
            with city.inside():
                session = window.session
                session["email_to_confirm"] = "quelquun@example.org"
                session.save()
            response = window.post("/connexion/code/", {"code": token})
            is_found = response.status_code == 302
        assert is_found is is_known


def test_hold_one_account_in_each_city(twins: tuple[Twin, Twin]) -> None:
    """The same address is two people: signing in here opens nothing there."""
    home, other = twins
    assert home.resident.email == other.resident.email
    assert home.resident.pk != other.resident.pk
    page = home.browser().get("/mon-espace/").content.decode()
    assert MARKS[0] in page
    page = other.browser().get("/mon-espace/").content.decode()
    assert MARKS[0] not in page
