"""``./preau test`` and ``./preau check``: every check of the house, one after the other."""

from __future__ import annotations

import os
from collections.abc import Mapping

from .catalogues import compile_catalogues
from .database import Database, open_database
from .environment import ensure_browser, ensure_environment
from .places import Places, make_ready, only_one
from .processes import Interrupted, run_to_the_end, stop_on_signals
from .serve import django_environment
from .words import say

# The type checker imports the settings, which want an address; nothing connects to it.
NO_DATABASE = Database("postgresql:///preau", "postgresql:///preau", None, "none")


def check(places: Places) -> int:
    """Everything that needs no database: style, imports, types."""
    make_ready(places)
    ensure_environment(places, "test")
    stop_on_signals()
    try:
        return _static_checks(places, _environment(places, NO_DATABASE))
    except Interrupted:
        say("stopped")
        return 130


def test(places: Places, arguments: list[str]) -> int:
    """All checks, or with arguments pytest alone; non-zero as soon as one of them failed."""
    make_ready(places)
    stop_on_signals()
    try:
        with only_one(places.live / "test.lock", "tests_running"):
            ensure_environment(places, "test")
            ensure_browser()
            compile_catalogues(places.source)
            with open_database(places, owned=True, purpose="tests") as database:
                env = _environment(places, database)
                failed = 0 if arguments else _static_checks(places, env)
                pytest = _run(places, env, "python", "-m", "pytest", *(arguments or EVERYTHING))
                return pytest or failed
    except Interrupted:
        say("stopped")
        return 130


def _environment(places: Places, database: Database) -> dict[str, str]:
    return django_environment(places, database, demo=False, settings="config.settings.test")


# One worker a processor; a file stays with one worker, who builds its cities once.
EVERYTHING = ["-n", str(os.cpu_count() or 1), "--dist", "loadfile", "-r", "fER"]

STATIC_CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("lint-imports",),
    ("mypy", "src"),
)


def _static_checks(places: Places, env: Mapping[str, str]) -> int:
    failed = [check for check in STATIC_CHECKS if _run(places, env, *check) != 0]
    if failed:
        say("checks_failed", names=", ".join(" ".join(check[:2]) for check in failed))
    return 1 if failed else 0


def _run(places: Places, env: Mapping[str, str], program: str, *arguments: str) -> int:
    command = [str(places.venv / "bin" / program), *arguments]
    return abs(run_to_the_end(program, command, env=env, cwd=places.root))
