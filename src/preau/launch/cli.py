"""The verbs of ``./preau``, and where each one leads."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from .checks import check, test
from .database import libpq_environment, open_database
from .environment import ensure_environment
from .methods import choose_method
from .places import Places, load_secrets, make_ready
from .postgres import in_use, keep_running, open_cluster, stop_server
from .processes import hand_over
from .serve import django_environment, is_demo, manage_command, run
from .words import Stop, say, sentence

COUNTING = ("count", "verify")
MANAGE_NAMES = {"seed": "seed_demo", "import-edition": "import_edition"}


def main(root: str, arguments: list[str]) -> int:
    """Run one verb; a refusal is one sentence on the error output and a non-zero code."""
    try:
        return _dispatch(Places(Path(root)), arguments)
    except Stop as stop:
        sys.stderr.write(f"{stop}\n")
        return stop.exit_code
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        sys.stderr.write(sentence("disk_full_during", path=root) + "\n")
        return 1


def _dispatch(places: Places, arguments: list[str]) -> int:
    verb, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    if verb in {"help", "--help", "-h"}:
        say("usage")
        return 0
    if verb in COUNTING:
        return _count(places, verb, rest)
    verbs: dict[str, Callable[[], int]] = {
        "run": lambda: run(places, rest),
        "test": lambda: test(places, rest[1:] if rest[:1] == ["--"] else rest),
        "check": lambda: check(places),
        "db": lambda: _db(places, rest),
        "bench": lambda: _bench(places, rest),
        "manage": lambda: _manage(places, rest),
    }
    if verb in verbs:
        return verbs[verb]()
    return _manage(places, [MANAGE_NAMES.get(verb, verb), *rest])


def _count(places: Places, verb: str, arguments: list[str]) -> int:
    """Counting needs neither network, nor environment, nor database: this very Python."""
    env = os.environ | {"PYTHONPATH": str(places.source)}
    os.execve(sys.executable, [sys.executable, "-m", "preau.counting", verb, *arguments], env)


def _manage(places: Places, arguments: list[str]) -> int:
    make_ready(places)
    ensure_environment(places)
    with open_database(places) as database:
        env = django_environment(places, database, demo=is_demo(places, database))
        return hand_over(manage_command(places, *arguments), env=env, cwd=places.root)


def _bench(places: Places, arguments: list[str]) -> int:
    files = sorted((places.root / "bench").glob("bench_*.py"))
    names = {file.stem.removeprefix("bench_"): file for file in files}
    listed = ", ".join(names) or "—"
    if not arguments:
        say("bench_list", names=listed, first=next(iter(names), "…"))
        return 0
    if arguments[0] not in names:
        raise Stop("bench_unknown", names=listed)
    make_ready(places)
    ensure_environment(places, "test")
    with open_database(places, for_tests=True) as database:
        env = django_environment(places, database, demo=False, settings="config.settings.test")
        command = [str(places.python), str(names[arguments[0]]), *arguments[1:]]
        return hand_over(command, env=env, cwd=places.root)


# ---------------------------------------------------------------- db


def _db(places: Places, arguments: list[str]) -> int:
    make_ready(places)
    ensure_environment(places)
    action, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    actions: dict[str, Callable[[], int]] = {
        "start": lambda: _db_start(places),
        "stop": lambda: _db_stop(places),
        "psql": lambda: _db_psql(places, rest),
        "dump": lambda: _db_dump(places, rest),
    }
    if action not in actions or (action == "dump" and len(rest) != 1):
        say("usage")
        return 2
    return actions[action]()


def _db_start(places: Places) -> int:
    if os.environ.get("DATABASE_URL"):
        raise Stop("database_external")
    keep_running(open_cluster(places))
    say("database_started")
    return 0


def _db_stop(places: Places) -> int:
    if os.environ.get("DATABASE_URL"):
        raise Stop("database_external")
    cluster = open_cluster(places)
    cluster.keep_mark.unlink(missing_ok=True)
    say("database_stopped" if stop_server(cluster) else "database_not_running")
    return 0


def _db_psql(places: Places, arguments: list[str]) -> int:
    with open_database(places) as database:
        env = os.environ | libpq_environment(database.owner_url)
        command = [choose_method(places).program("psql"), *arguments]
        return hand_over(command, env=env, cwd=Path.cwd())


def _db_dump(places: Places, arguments: list[str]) -> int:
    """A backup of the embedded base, by its superuser: row-level security hides nothing to it."""
    if os.environ.get("DATABASE_URL"):
        raise Stop("database_external")
    cluster = open_cluster(places)
    target = Path(arguments[0]).absolute()
    password = load_secrets(places, may_create=False)["postgres"]
    with in_use(cluster):
        env = os.environ | libpq_environment(cluster.url("postgres", password))
        command = [cluster.method.program("pg_dump"), "--format=custom", f"--file={target}"]
        done = subprocess.run(command, env=env, check=False)
    if done.returncode == 0:
        target.chmod(0o600)
        say("database_dumped", path=target)
    return done.returncode
