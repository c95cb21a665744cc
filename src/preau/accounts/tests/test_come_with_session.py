"""A session brings its person along in one statement, and only while it is still theirs."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import HASH_SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from preau.accounts.models import Session, User

PAGE = "/mon-espace/"


def _asks_for_person(client: Client) -> int:
    """Statements of a page that read the session or the person."""
    with CaptureQueriesContext(connection) as said:
        assert client.get(PAGE).status_code == 200
    return sum(
        "accounts_session s" in one["sql"] or "accounts_user u" in one["sql"] for one in said
    )


def test_come_in_one_statement(client: Client, cast: Any) -> None:
    client.force_login(cast.nadia)
    assert Session.objects.get().person_id == cast.nadia.pk
    assert _asks_for_person(client) == 1


def test_know_session_of_before(client: Client, cast: Any) -> None:
    """One that was written before sessions said whose they are."""
    client.force_login(cast.nadia)
    Session.objects.update(person_id=None)
    assert _asks_for_person(client) == 2


def test_believe_what_session_holds(client: Client, cast: Any) -> None:
    """The column only fetches: another person's number in it lets nobody be them."""
    client.force_login(cast.nadia)
    Session.objects.update(person_id=cast.irene.pk)
    assert client.get(PAGE).wsgi_request.user == cast.nadia


def test_end_session_of_closed_account(client: Client, cast: Any) -> None:
    client.force_login(cast.nadia)
    User.objects.filter(pk=cast.nadia.pk).update(is_active=False)
    assert not client.get(PAGE).wsgi_request.user.is_authenticated


def test_end_session_whose_sign_in_changed(client: Client, cast: Any) -> None:
    client.force_login(cast.nadia)
    session = client.session
    session[HASH_SESSION_KEY] = "0" * 64
    session.save()
    assert not client.get(PAGE).wsgi_request.user.is_authenticated
    assert not Session.objects.exists()
