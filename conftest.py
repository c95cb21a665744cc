"""Fixtures of the whole house: a migrated database, a city, its cast, a stopped clock."""

from __future__ import annotations

import hashlib
import os
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

ROOT = Path(__file__).parent


def _fingerprint() -> str:
    """Names a test database after the migrations that made it."""
    files = sorted((ROOT / "src").glob("preau/*/migrations/*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:10]


@contextmanager
def _server() -> Iterator[psycopg.Connection[Any]]:
    from django.conf import settings

    owner = settings.DATABASES["owner"]
    with psycopg.connect(
        dbname="postgres",
        user=owner["USER"],
        password=owner["PASSWORD"] or None,
        host=owner["HOST"] or None,
        port=owner["PORT"] or None,
        autocommit=True,
    ) as connection:
        yield connection


def _use_database(name: str) -> None:
    from django.conf import settings
    from django.db import connections

    for alias in ("default", "owner"):
        connections[alias].close()
        settings.DATABASES[alias]["NAME"] = name
        connections[alias].settings_dict["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """A database of this run's own, copied from a migrated template kept between runs.

    The tests themselves connect as the application's role: row-level security is always on.
    """
    from django.core.management import call_command
    from django.db import connections

    template = f"preau_template_{_fingerprint()}"
    name = f"preau_run_{os.getpid()}_{uuid.uuid4().hex[:6]}"
    with _server() as server, django_db_blocker.unblock():
        server.execute("SELECT pg_advisory_lock(hashtext('preau_template'))")  # one builds it
        known = server.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [template]
        ).fetchone()
        if not known:
            building = f"{template}_{uuid.uuid4().hex[:6]}"
            server.execute(f'CREATE DATABASE "{building}"')
            _use_database(building)
            _grant()
            call_command("migrate", database="owner", verbosity=0, interactive=False)
            for alias in ("default", "owner"):
                connections[alias].close()
            server.execute(f'ALTER DATABASE "{building}" RENAME TO "{template}"')
        server.execute("SELECT pg_advisory_unlock_all()")
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        _use_database(name)
    yield
    with django_db_blocker.unblock(), _server() as server:
        for alias in ("default", "owner"):
            connections[alias].close()
        _drop(server, name)


@pytest.fixture(scope="module")
def own_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A copy of the template for one file, whose work is committed and never undone."""
    from django.conf import settings

    kept = settings.DATABASES["default"]["NAME"]
    name = f"{kept}_own"
    with django_db_blocker.unblock(), _server() as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "preau_template_{_fingerprint()}"')
        _use_database(name)
        yield
        _use_database(kept)
        _drop(server, name)


def _drop(server: psycopg.Connection[Any], name: str) -> None:
    """Drop the run's database once nobody is in it: our own leftovers are sent away first.

    An autovacuum worker cannot be sent away by us, but steps aside for a plain DROP.
    """
    for attempt in range(20):
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND backend_type = 'client backend'",
            [name],
        )
        try:
            server.execute(f'DROP DATABASE IF EXISTS "{name}"')
            return
        except psycopg.errors.ObjectInUse:
            time.sleep(0.1 * (attempt + 1))
    # Nothing was tested wrongly: the base stays behind, and says who kept it.
    held = server.execute(
        "SELECT backend_type, usename, state, query FROM pg_stat_activity WHERE datname = %s",
        [name],
    )
    sys.stderr.write(f"{name} is still in use: {held.fetchall()}\n")


def _grant() -> None:
    """What the application's role may do with tables to come (as the launcher grants it)."""
    from django.conf import settings
    from django.db import connections

    role = settings.DATABASES["default"]["USER"]
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            f'ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "{role}"'
        )
        cursor.execute(f'ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT ON SEQUENCES TO "{role}"')


@pytest.fixture(autouse=True)
def _steady_memories(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process remembers starts empty; kept while statements are counted, or never believed."""
    from preau.desk import waiting
    from preau.pages import queries
    from preau.tenancy import middleware
    from preau.voting.public import memory

    memory.forget_contests()
    waiting.forget_counts()
    middleware.forget_hosts()
    queries.forget_themes()
    monkeypatch.setattr(middleware, "MEMORY", 3600.0)
    monkeypatch.setattr(queries, "MEMORY", 3600.0)
    monkeypatch.setattr(memory, "BELIEVED", 0.0)  # what a test changes is seen by its next page


def _known_work() -> int:
    """What one unit of effort is: about a millisecond of a quiet machine of today."""
    return sum(number * number for number in range(40_000))


@pytest.fixture
def effort() -> Callable[..., float]:
    """Processor that a piece of work takes, as a ratio to a known piece measured beside it.

    A busy or a slow machine slows both alike, so that a bound stays true there.
    """

    def cpu(work: Callable[[], object]) -> float:
        start = time.process_time()
        work()
        return time.process_time() - start

    def measure(work: Callable[[], object], times: int = 5) -> float:
        floors, spent = [], []
        for _ in range(times):
            floors += [cpu(_known_work) for _ in range(5)]
            spent.append(cpu(work))
        return min(spent) / min(floors)

    return measure


@pytest.fixture
def site(db: None) -> Iterator[Any]:
    """The city of the test, current for its whole length; it answers on ``testserver``."""
    from preau.tenancy.models import Domain, Site
    from preau.tenancy.scope import use_site

    city = Site.objects.create(
        slug=f"ville-{uuid.uuid4().hex[:8]}", name="Participer à Saint-Aubin"
    )
    Domain.objects.create(site=city, host="testserver", is_canonical=True)
    with use_site(city):
        yield city


@pytest.fixture
def other_site(db: None) -> Any:
    """Another city, never current by itself."""
    from preau.tenancy.models import Domain, Site

    city = Site.objects.create(slug=f"autre-{uuid.uuid4().hex[:8]}", name="Villeneuve")
    Domain.objects.create(site=city, host="villeneuve.test", is_canonical=True)
    return city


@pytest.fixture
def noon() -> Iterator[datetime]:
    """The clock, stopped on 12 March 2027 at noon in Paris."""
    from preau.kernel import clock

    with clock.stopped(datetime(2027, 3, 12, 11, 0, tzinfo=UTC)) as at:
        yield at


class Cast:
    """The people of the tests, made when they are first named."""

    def __init__(self, site: Any) -> None:
        self.site = site

    def _person(self, first: str, last: str, born: date, **more: Any) -> Any:
        from preau.accounts.models import User

        person, _ = User.objects.get_or_create(
            email=f"{first.lower().replace('è', 'e')}@example.org",
            defaults={
                "first_name": first,
                "last_name": last,
                "birth_date": born,
                "public_name": f"{first} {last[0]}.",
                "email_verified_at": datetime(2027, 1, 4, 9, 0, tzinfo=UTC),
                **more,
            },
        )
        return person

    def _agent(self, first: str, last: str, role: str, **more: Any) -> Any:
        from preau.accounts.models import Membership

        person = self._person(first, last, date(1980, 5, 17))
        Membership.objects.get_or_create(user=person, role=role, **more)
        return person

    def zone(self, name: str = "Gare", number: int = 1) -> Any:
        from preau.kernel.text import slug
        from preau.territory.models import Zone

        west = 1.40 + 0.02 * number
        ring = [
            [west, 47.0],
            [west + 0.02, 47.0],
            [west + 0.02, 47.02],
            [west, 47.02],
            [west, 47.0],
        ]
        zone, _ = Zone.objects.get_or_create(
            slug=slug(name),
            defaults={
                "name": name,
                "number": number,
                "polygon": {"type": "Polygon", "coordinates": [ring]},
            },
        )
        return zone

    def service(self, name: str = "Espaces verts") -> Any:
        from preau.accounts.models import Service

        return Service.objects.get_or_create(name=name)[0]

    @property
    def nadia(self) -> Any:
        """Resident of quartier Gare."""
        return self._person("Nadia", "Bensaïd", date(1989, 6, 2), zone=self.zone())

    @property
    def lucas(self) -> Any:
        """Twelve years old."""
        return self._person("Lucas", "Petit", date(2015, 1, 20), zone=self.zone())

    @property
    def paul(self) -> Any:
        """Lives in the next town."""
        return self._person("Paul", "Martin", date(1975, 3, 3))

    @property
    def irene(self) -> Any:
        """Agent of Espaces verts."""
        return self._agent("Irène", "Caron", "agent", service=self.service())

    @property
    def karim(self) -> Any:
        """Decision-maker."""
        return self._agent("Karim", "Diallo", "decider")

    @property
    def odile(self) -> Any:
        """Process owner."""
        return self._agent("Odile", "Lemoine", "owner")


@pytest.fixture
def cast(site: Any) -> Cast:
    return Cast(site)


@pytest.fixture
def deliver_mail(site: Any) -> Any:
    """Call it to deliver every waiting mail, as the worker would; returns Django's outbox."""
    from django.core import mail

    from preau.messaging.actions import deliver
    from preau.messaging.models import Email

    def deliver_all() -> list[Any]:
        for pk in Email.objects.filter(state="waiting").order_by("pk").values_list("pk", flat=True):
            deliver(pk)
        return list(mail.outbox)

    return deliver_all
