"""The embedded PostgreSQL: private, stopped by the last who used it, safe after a brutal end."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
import time

import psycopg
import pytest

from preau.launch.database import libpq_environment, open_database
from preau.launch.postgres import in_use, open_cluster, running_pid
from preau.launch.words import Stop

from .conftest import Checkout


@pytest.fixture(autouse=True)
def _ready(checkout: Checkout) -> None:
    checkout.places.live.mkdir()
    checkout.places.logs.mkdir()


def test_gives_the_application_a_role_without_power(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with open_database(checkout.places) as database:
        with psycopg.connect(database.owner_url) as owner:
            owner.execute("CREATE TABLE idea (title text)")
        with psycopg.connect(database.app_url) as app:
            app.execute("INSERT INTO idea VALUES ('Un banc')")
            assert app.execute("SELECT count(*) FROM idea").fetchone() == (1,)
            powers = app.execute(
                "SELECT rolsuper, rolbypassrls, rolcreatedb FROM pg_roles"
                " WHERE rolname = current_user"
            ).fetchone()
            assert powers == (False, False, False)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute("DROP TABLE idea")
    with pytest.raises(psycopg.OperationalError), psycopg.connect(database.app_url):
        pass


def test_keeps_its_socket_and_its_secrets_private(checkout: Checkout) -> None:
    cluster = open_cluster(checkout.places)
    assert stat.S_IMODE(cluster.socket.stat().st_mode) == 0o700
    assert stat.S_IMODE((checkout.places.live / "secrets.json").stat().st_mode) == 0o600
    refusal = pytest.raises(psycopg.OperationalError, match="password authentication failed")
    with in_use(cluster), refusal:
        psycopg.connect(cluster.url("preau_owner", "wrong"))


def test_removes_the_lock_of_a_killed_server(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    cluster = open_cluster(checkout.places)
    with in_use(cluster, owned=True) as server:
        pid = running_pid(cluster)
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        assert server.process is not None
        server.process.wait()
    assert (cluster.data / "postmaster.pid").exists()
    capsys.readouterr()
    with in_use(cluster):
        assert running_pid(cluster) is not None
    assert capsys.readouterr().out == (
        "La base s’était arrêtée brutalement\u00a0: son verrou périmé est retiré.\n"
    )


def test_is_not_misled_by_a_lock_that_names_another_program(checkout: Checkout) -> None:
    cluster = open_cluster(checkout.places)
    other = subprocess.Popen(["sleep", "60"])
    (cluster.data / "postmaster.pid").write_text(
        f"{other.pid}\n{cluster.data}\n1\n5432\n{cluster.socket}\n\n1 1\nready\n"
    )
    (cluster.socket / ".s.PGSQL.5432.lock").write_text(f"{other.pid}\n{cluster.data}\n")
    try:
        with in_use(cluster):
            assert running_pid(cluster) not in {None, other.pid}
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


# The server outlives the launcher that started it: that is the point.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_is_stopped_by_the_last_who_used_it(checkout: Checkout) -> None:
    cluster = open_cluster(checkout.places)
    first, second = in_use(cluster), in_use(cluster)
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert running_pid(cluster) is not None
    second.__exit__(None, None, None)
    assert running_pid(cluster) is None


def test_stays_after_db_start_until_db_stop(checkout: Checkout) -> None:
    cluster = open_cluster(checkout.places)
    for _ in range(2):
        assert checkout.preau("db", "start").returncode == 0
    assert checkout.preau("manage", "anything").returncode == 0
    assert running_pid(cluster) is not None
    assert checkout.preau("db", "stop").stdout == "La base de données est arrêtée.\n"
    assert running_pid(cluster) is None
    assert checkout.preau("db", "stop").stdout == "La base de données ne tournait pas.\n"


def test_starts_quickly_the_second_time(checkout: Checkout) -> None:
    cluster = open_cluster(checkout.places)
    before = time.monotonic()
    with in_use(cluster):
        took = time.monotonic() - before
    assert took < 3


def test_refuses_data_of_another_version(checkout: Checkout) -> None:
    cluster = open_cluster(checkout.places)
    (cluster.data / "PG_VERSION").write_text("12\n")
    with pytest.raises(Stop, match="PostgreSQL 12"):
        open_cluster(checkout.places)


def test_says_so_when_the_passwords_are_lost(checkout: Checkout) -> None:
    open_cluster(checkout.places)
    (checkout.places.live / "secrets.json").unlink()
    refused = checkout.preau("manage", "anything")
    assert refused.returncode == 1
    assert "secrets.json" in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_makes_the_application_role_on_a_server_given_by_its_owner(checkout: Checkout) -> None:
    cluster = open_cluster(checkout.places)
    with in_use(cluster):
        superuser = _superuser(checkout)
        with psycopg.connect(superuser, autocommit=True) as server:
            server.execute("REVOKE ALL ON DATABASE preau FROM preau_app")
            server.execute("DROP OWNED BY preau_app CASCADE")
            server.execute("ALTER ROLE preau_app RENAME TO was_app")
        refused = checkout.preau("manage", "x", DATABASE_URL=_owner(checkout))
        assert refused.returncode == 1
        assert "CREATEROLE" in refused.stderr
        assert checkout.preau("manage", "x", DATABASE_URL=superuser).returncode == 0
        app_url = superuser.replace(superuser.split("@")[0], _account(checkout, "preau_app"))
        with psycopg.connect(app_url) as app:
            assert app.execute("SELECT current_user").fetchone() == ("preau_app",)


def _account(checkout: Checkout, role: str) -> str:
    words = json.loads((checkout.places.live / "secrets.json").read_text())
    return f"postgresql://{role}:{words[role]}"


def _superuser(checkout: Checkout) -> str:
    cluster = open_cluster(checkout.places)
    return f"{_account(checkout, 'postgres')}@/preau?host={cluster.socket}"


def _owner(checkout: Checkout) -> str:
    return _superuser(checkout).replace(
        _account(checkout, "postgres"), _account(checkout, "preau_owner")
    )


def test_restores_a_backup_into_an_empty_base_only(checkout: Checkout) -> None:
    backup = str(checkout.root / "backup.dump")
    secured = (
        "CREATE TABLE idea (title text); INSERT INTO idea VALUES ('Un banc');"
        " ALTER TABLE idea ENABLE ROW LEVEL SECURITY; ALTER TABLE idea FORCE ROW LEVEL SECURITY"
    )
    assert checkout.preau("db", "psql", "-c", secured).returncode == 0
    assert checkout.preau("db", "dump", backup).returncode == 0
    assert stat.S_IMODE(os.stat(backup).st_mode) == 0o600
    refused = checkout.preau("db", "restore", backup)
    assert refused.returncode == 1
    assert "base vide" in refused.stderr
    shutil.rmtree(checkout.places.live / "pg")
    done = checkout.preau("db", "restore", backup)
    assert done.returncode == 0, done.stderr
    bare = "ALTER TABLE idea NO FORCE ROW LEVEL SECURITY; SELECT title FROM idea"
    assert "Un banc" in checkout.preau("db", "psql", "-qAtc", bare).stdout


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has several ways to run PostgreSQL")
@pytest.mark.parametrize("method", ["unshare", "setpriv"])
def test_runs_as_root_in_each_way(checkout: Checkout, method: str) -> None:
    done = checkout.preau("db", "psql", "-Atc", "SELECT 1", PREAU_PG_METHOD=method)
    home = checkout.places.live / "pg-home"
    if home.exists():
        shutil.rmtree(home.read_text().strip())
    assert (done.returncode, done.stdout.splitlines()[-1:]) == (0, ["1"]), done.stderr


def test_spells_an_address_for_the_programs_of_postgresql() -> None:
    assert libpq_environment("postgresql://a%40b:p%2Fw@h:6543/base?sslmode=require") == {
        "PGUSER": "a@b",
        "PGPASSWORD": "p/w",
        "PGHOST": "h",
        "PGPORT": "6543",
        "PGDATABASE": "base",
        "PGSSLMODE": "require",
    }
