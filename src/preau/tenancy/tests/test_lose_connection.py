"""Outside a transaction: one word a site, and a lost connection is found again."""

from __future__ import annotations

import time

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from preau.tenancy.models import Site
from preau.tenancy.scope import use_site

pytestmark = [pytest.mark.usefixtures("own_database"), pytest.mark.django_db(transaction=True)]


def _spoken() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('preau.site', true)")
        return str(cursor.fetchone()[0])


def test_say_nothing_twice() -> None:
    """One site after the other on one connection costs one word; nobody's is forgotten at once."""
    site = Site.objects.create(slug="ici", name="Ici")
    for speaker in (site, None, site, site):
        with use_site(speaker):
            assert _spoken() == (str(speaker.pk) if speaker else "")


def test_find_a_lost_connection_again() -> None:
    """The server sent us away between two requests: the next one opens another connection."""
    before = _backend()
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [before])
    connection.health_check_enabled, connection.health_check_done = True, False
    while connection.is_usable():
        time.sleep(0.01)
    assert _backend() != before


def _backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def test_plan_hot_statement_once() -> None:
    """What is said to be read and planned once is kept by the server, and seen by who measures."""
    with CaptureQueriesContext(connection) as said:
        for number in range(3):
            with connection.prepared_cursor() as cursor:  # type: ignore[attr-defined]
                cursor.execute("SELECT %s::int + 1", [number])
                assert cursor.fetchone() == (number + 1,)
    assert len(said) == 3
    assert all("+ 1" in one["sql"] for one in said)
    with connection.cursor() as cursor:
        cursor.execute("SELECT generic_plans + custom_plans FROM pg_prepared_statements")
        assert cursor.fetchall() == [(3,)]
