"""Which database the commands talk to: the embedded one, or the one DATABASE_URL names."""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlsplit, urlunsplit

from .methods import Method, choose_method
from .places import Places, load_secrets
from .postgres import Cluster, Purpose, Server, in_use, open_cluster
from .words import Stop

# What libpq takes from the environment; the password of an address must not show in `ps`.
LIBPQ_NAMES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "options": "PGOPTIONS",
    "connect_timeout": "PGCONNECT_TIMEOUT",
    "application_name": "PGAPPNAME",
}
ROLE_SCRIPT = r"""
\set ON_ERROR_STOP on
\getenv password PREAU_APP_PASSWORD
SELECT NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'preau_app') AS absent \gset
\if :absent
  CREATE ROLE preau_app LOGIN PASSWORD :'password';
\endif
SELECT format('GRANT CONNECT ON DATABASE %I TO preau_app', current_database()) \gexec
GRANT USAGE ON SCHEMA public TO preau_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO preau_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO preau_app;
ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO preau_app;
ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT ON SEQUENCES TO preau_app;
ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO preau_app;
"""


@dataclass(frozen=True)
class Database:
    """The two addresses of a database, and its server when we run it."""

    app_url: str
    owner_url: str
    server: Server | None
    key: str

    def environment(self) -> dict[str, str]:
        return {"DATABASE_URL": self.app_url, "DATABASE_OWNER_URL": self.owner_url}


@contextlib.contextmanager
def open_database(
    places: Places, *, owned: bool = False, purpose: Purpose = "live"
) -> Iterator[Database]:
    """The database for the length of the block; an embedded one is started if it has to be."""
    if os.environ.get("DATABASE_URL") and purpose == "live":
        yield _external(places)
        return
    cluster = open_cluster(places, purpose=purpose)
    with in_use(cluster, owned=owned) as server:
        yield embedded(cluster, server)


def embedded(cluster: Cluster, server: Server | None) -> Database:
    secrets = load_secrets(cluster.places, may_create=False)
    return Database(
        app_url=cluster.url("preau_app", secrets["preau_app"]),
        owner_url=cluster.url("preau_owner", secrets["preau_owner"]),
        server=server,
        key="embedded",
    )


def _external(places: Places) -> Database:
    """Given both addresses, use them; given one, it is the owner's and we make the other role."""
    given = os.environ["DATABASE_URL"]
    owner = os.environ.get("DATABASE_OWNER_URL")
    key = hashlib.sha256((urlsplit(given).netloc + urlsplit(given).path).encode()).hexdigest()[:10]
    if owner:
        return Database(app_url=given, owner_url=owner, server=None, key=key)
    password = load_secrets(places, may_create=True)["preau_app"]
    app_url = _with_role(given, "preau_app", password)
    programs = choose_method(places)
    if not _connects(programs, app_url):
        _make_app_role(programs, given, password)
        if not _connects(programs, app_url):
            raise Stop("role_failed", reason="preau_app existe déjà avec un autre mot de passe.")
    return Database(app_url=app_url, owner_url=given, server=None, key=key)


def _with_role(url: str, role: str, password: str) -> str:
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{role}:{quote(password, safe='')}@{host}"))


def _connects(method: Method, url: str) -> bool:
    return _psql(method, url, "SELECT 1;").returncode == 0


def _make_app_role(method: Method, url: str, password: str) -> None:
    done = _psql(method, url, ROLE_SCRIPT, PREAU_APP_PASSWORD=password)
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines()
        raise Stop("role_failed", reason=lines[-1] if lines else "?")


def ask(places: Places, url: str, statement: str) -> str:
    """The answer to one statement, as psql prints it without decoration."""
    done = _psql(choose_method(places), url, f"\\set ON_ERROR_STOP on\n{statement};\n")
    if done.returncode != 0:
        raise Stop("database_refused", reason=done.stderr.strip())
    return done.stdout.strip()


def _psql(
    method: Method, url: str, script: str, **variables: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [method.program("psql"), "-X", "-q", "-w", "-A", "-t", "-f", "-"],
        input=script,
        env=os.environ | libpq_environment(url) | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def libpq_environment(url: str) -> dict[str, str]:
    """An address spelt as the PG… variables that psql and pg_dump read."""
    parts = urlsplit(url)
    account, _, host_and_port = parts.netloc.rpartition("@")
    user, _, password = account.partition(":")
    host, _, port = host_and_port.partition(":")
    found = {"PGDATABASE": unquote(parts.path.lstrip("/"))}
    for name, value in (("PGUSER", user), ("PGPASSWORD", password), ("PGHOST", host)):
        if value:
            found[name] = unquote(value)
    if port:
        found["PGPORT"] = port
    for name, value in parse_qsl(parts.query):
        if name not in LIBPQ_NAMES:
            raise Stop("role_failed", reason=f"paramètre inconnu dans l’adresse : {name}.")
        found[LIBPQ_NAMES[name]] = value
    return found
