"""The verbs of ``./preau``, and where each one leads."""

from __future__ import annotations

import errno
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from .checks import check, test
from .database import open_database
from .dbverbs import allow_moving, db
from .environment import ensure_environment
from .places import Places, make_ready
from .processes import hand_over
from .serve import django_environment, is_demo, manage_command, migrate, run
from .words import Stop, say, sentence

COUNTING = ("count", "verify")
#: Commands that a fresh machine may hear first: the tables are made for them.
NEED_TABLES = ("seed_demo", "import_edition", "import_debate", "site")
MANAGE_NAMES = {
    "seed": "seed_demo",
    "import-edition": "import_edition",
    "import-debate": "import_debate",
}


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
        "db": lambda: db(places, rest),
        "bench": lambda: _bench(places, rest),
        "site": lambda: _site(places, rest),
        "manage": lambda: _manage(places, rest),
        "ceremony": lambda: _ceremony(places, rest),
    }
    if verb in verbs:
        return verbs[verb]()
    return _manage(places, [MANAGE_NAMES.get(verb, verb), *rest])


def _count(places: Places, verb: str, arguments: list[str]) -> int:
    """Counting needs neither network, nor environment, nor database: this very Python.

    That of the environment when it is there, which opens sealed ballots as well.
    """
    env = os.environ | {"PYTHONPATH": str(places.source)}
    python = str(places.python) if places.python.exists() else sys.executable
    if verb == "verify" and len(arguments) == 1 and _is_inquiry(arguments[0]):
        os.execve(python, [python, "-m", "preau.inquiries.proof", *arguments], env)
    os.execve(python, [python, "-m", "preau.counting", verb, *arguments], env)


def _is_inquiry(path: str) -> bool:
    """The evidence of a public inquiry, and not the bundle of a vote."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return "chain.jsonl" in archive.namelist()


def _ceremony(places: Places, arguments: list[str]) -> int:
    """The keys of a sealed box are made and joined without network, server or database."""
    make_ready(places)
    ensure_environment(places)
    env = os.environ | {"PYTHONPATH": str(places.source)}
    command = [str(places.python), "-m", "preau.voting.sealed.ceremony", *arguments]
    return hand_over(command, env=env, cwd=Path.cwd())


def _manage(places: Places, arguments: list[str]) -> int:
    make_ready(places)
    ensure_environment(places)
    with open_database(places) as database:
        demo = is_demo(places, database) or arguments[:1] == ["seed_demo"]
        env = django_environment(places, database, demo=demo)
        if arguments[:1] and arguments[0] in NEED_TABLES:
            migrate(places, database, env)
        return hand_over(manage_command(places, *arguments), env=env, cwd=places.root)


def _site(places: Places, arguments: list[str]) -> int:
    """Moving a site writes its rows as they stand, which PostgreSQL must let the owner do."""
    make_ready(places)
    ensure_environment(places)
    if not os.environ.get("DATABASE_URL"):
        allow_moving(places)
    return _manage(places, ["site", *arguments])


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
    with open_database(places, purpose="bench") as database:
        env = django_environment(places, database, demo=False, settings="config.settings.test")
        command = [str(places.python), str(names[arguments[0]]), *arguments[1:]]
        return hand_over(command, env=env, cwd=places.root)
