"""``./preau db …``: the embedded PostgreSQL by hand, its backups and their return."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from .database import ask, libpq_environment, open_database
from .environment import ensure_environment
from .methods import choose_method
from .places import Places, load_secrets, make_ready, save_state
from .postgres import MAY_MOVE_SITES, Cluster, in_use, keep_running, open_cluster, stop_server
from .processes import hand_over
from .words import Stop, say

NOT_EMPTY = "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public')"


def db(places: Places, arguments: list[str]) -> int:
    """Run one of the verbs below; 2 and the usage when it is not one."""
    action, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    alone: dict[str, Callable[[Places], int]] = {"start": _start, "stop": _stop}
    with_file: dict[str, Callable[[Places, Path], int]] = {"dump": _dump, "restore": _restore}
    known = action == "psql" or (action in alone and not rest)
    if not known and not (action in with_file and len(rest) == 1):
        say("usage")
        return 2
    make_ready(places)
    ensure_environment(places)
    if action == "psql":
        return _psql(places, rest)
    if os.environ.get("DATABASE_URL"):
        raise Stop("database_external")
    if action in alone:
        return alone[action](places)
    return with_file[action](places, Path(rest[0]).absolute())


def _start(places: Places) -> int:
    keep_running(open_cluster(places))
    say("database_started")
    return 0


def _stop(places: Places) -> int:
    cluster = open_cluster(places)
    cluster.keep_mark.unlink(missing_ok=True)
    say("database_stopped" if stop_server(cluster) else "database_not_running")
    return 0


def _psql(places: Places, arguments: list[str]) -> int:
    with open_database(places) as database:
        env = os.environ | libpq_environment(database.owner_url)
        command = [choose_method(places).program("psql"), *arguments]
        return hand_over(command, env=env, cwd=Path.cwd())


def _dump(places: Places, target: Path) -> int:
    """A backup by the superuser: row-level security hides nothing from it."""
    cluster = open_cluster(places)
    with in_use(cluster):
        target.touch(mode=0o600)
        target.chmod(0o600)
        code = _as_superuser(cluster, "pg_dump", "--format=custom", f"--file={target}")
    if code == 0:
        say("database_dumped", path=target)
    return code


def _restore(places: Places, source: Path) -> int:
    """Fill an empty base with a backup, all of it or nothing; a base in use is never overwritten."""
    cluster = open_cluster(places)
    with in_use(cluster):
        if ask(places, _superuser_url(cluster), NOT_EMPTY) == "t":
            raise Stop("restore_needs_empty")
        options = ("--single-transaction", "--exit-on-error", "--dbname=preau")
        code = _as_superuser(cluster, "pg_restore", *options, str(source))
    if code == 0:
        save_state(places, embedded=None)
        say("database_restored", path=source)
    return code


def allow_moving(places: Places) -> None:
    """Let the owner of the embedded database move sites: databases made earlier do not."""
    cluster = open_cluster(places)
    with in_use(cluster):
        ask(places, _superuser_url(cluster), MAY_MOVE_SITES)


def _superuser_url(cluster: Cluster) -> str:
    return cluster.url("postgres", load_secrets(cluster.places, may_create=False)["postgres"])


def _as_superuser(cluster: Cluster, program: str, *arguments: str) -> int:
    env = os.environ | libpq_environment(_superuser_url(cluster))
    command = [cluster.method.program(program), *arguments]
    return subprocess.run(command, env=env, check=False).returncode
