"""PostgreSQL drops a connection, between two pages or in the middle of one: the next one works."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any

import pytest
from django.db import connection

from tests.conftest import Town

KILL_ME = "SELECT pg_terminate_backend(pg_backend_pid())"


class Reader:
    """One visitor whose requests are all served by one thread, on one database connection."""

    def __init__(self, town: Town) -> None:
        address = town.origin.removeprefix("http://")
        self.host = address
        self.line = HTTPConnection("127.0.0.1", int(address.rsplit(":", 1)[1]), timeout=20)

    def read(self, path: str) -> tuple[int, str]:
        self.line.request("GET", path, headers={"Host": self.host})
        answer = self.line.getresponse()
        return answer.status, answer.read().decode()


@pytest.fixture
def reader(town: Town) -> Iterator[Reader]:
    one = Reader(town)
    yield one
    one.line.close()


def _sessions() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND usename = current_user AND pid <> pg_backend_pid()"
        )
        return {pid for (pid,) in cursor.fetchall()}


def test_come_back_after_a_cut(town: Town, reader: Reader) -> None:
    """Every connection of the servers is cut while nobody asks anything."""
    assert reader.read("/")[0] == 200
    alive = _sessions()
    assert alive
    with connection.cursor() as cursor:
        for pid in alive:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    status, page = reader.read("/")
    assert status == 200
    assert town.site.name in page
    assert not _sessions() & alive


def test_come_back_after_a_cut_within_a_page(
    town: Town, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page that was being made fails in plain words; the next one speaks for the same city."""
    from preau.processes.models import Process
    from preau.public.views import processes

    Process.objects.create(title="Un budget à nous", slug="a-nous", state="published")
    assert "Un budget à nous" in reader.read("/demarches/")[1]

    def cut(*args: Any, **kwargs: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(KILL_ME)

    with monkeypatch.context() as patched:
        patched.setattr(processes, "phase", cut)
        status, page = reader.read("/demarches/")
        assert status == 500
        assert "Traceback" not in page
        assert "OperationalError" not in page
    status, page = reader.read("/demarches/")
    assert status == 200
    assert "Un budget à nous" in page
