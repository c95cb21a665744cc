"""``./preau run``: install, start, prepare, serve, watch, and stop in good order."""

from __future__ import annotations

import argparse
import contextlib
import errno
import hashlib
import os
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

from .catalogues import compile_catalogues
from .database import Database, ask, open_database
from .environment import ensure_environment
from .places import Places, load_secrets, load_state, make_ready, only_one, save_state
from .processes import Child, Interrupted, run_to_the_end, stop_on_signals
from .words import Stop, say

# A busy machine may take long for its first page; a server that dies is told at once.
ANSWER_SECONDS = 180
LONGEST_PAUSE = 60
# A web worker told to stop while it starts is only ended after its kill timeout.
DYING_SECONDS = 8
# A worker that lived this long had started well: its next failure is a new story.
HEALTHY_SECONDS = 60
SITES_EXIST = "SELECT EXISTS (SELECT FROM tenancy_site)"
APPLIED = (
    "SELECT md5(string_agg(app || ' ' || name, ',' ORDER BY app, name)) FROM django_migrations"
)


@dataclass(frozen=True)
class Wishes:
    """What was asked on the command line of ``run``."""

    host: str
    port: int
    demo: bool
    reset_demo: bool


def read_wishes(arguments: list[str]) -> Wishes:
    parser = argparse.ArgumentParser(prog="./preau run", allow_abbrev=False)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--no-demo", action="store_true")
    parser.add_argument("--reset-demo", action="store_true")
    found = parser.parse_args(arguments)
    demo = not found.no_demo and not _is_production()
    return Wishes(found.host, found.port, demo, found.reset_demo)


def run(places: Places, arguments: list[str]) -> int:
    """Serve until stopped; 0 when a person stopped it, another code with a sentence otherwise."""
    wishes = read_wishes(arguments)
    make_ready(places)
    stop_on_signals()
    try:
        with only_one(places.live / "run.lock", "already_running") as was_killed:
            _check_port(wishes, patience=DYING_SECONDS if was_killed else 0)
            ensure_environment(places)
            with open_database(places, owned=True) as database:
                _serve(places, wishes, database)
    except Interrupted:
        say("stopped")
    return 0


def _check_port(wishes: Wishes, patience: float) -> None:
    """Refuse a port in use, leaving the web server of a killed launcher the time to end."""
    deadline = time.monotonic() + patience
    while not _is_free(wishes):
        if time.monotonic() >= deadline:
            raise Stop("port_taken", port=wishes.port, other=wishes.port + 1)
        time.sleep(0.2)


def _is_free(wishes: Wishes) -> bool:
    family = socket.AF_INET6 if ":" in wishes.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((wishes.host, wishes.port))
        except PermissionError as error:
            raise Stop("port_forbidden", port=wishes.port) from error
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            return False
    return True


# ---------------------------------------------------------------- preparation


def _serve(places: Places, wishes: Wishes, database: Database) -> None:
    if wishes.reset_demo:
        _erase(places, database)
    _prepare(places, database, django_environment(places, database, demo=False))
    demo = _settle_demo(places, wishes, database)
    env = django_environment(places, database, demo=demo)
    if not _is_production():
        # Links in mails must lead back to this very server.
        env.setdefault("PREAU_PORT_SUFFIX", "" if wishes.port == 80 else f":{wishes.port}")
    _watch(places, wishes, database, env)


def _settle_demo(places: Places, wishes: Wishes, database: Database) -> bool:
    """Whether to serve as a demo; its cities are installed the first time.

    A base is made with the demo or without it, and stays so: cities of real people must never
    find themselves in a mode where anybody signs in as anybody in one click.
    """
    known = load_state(places).get(database.key)
    if known is None and ask(places, database.owner_url, SITES_EXIST) == "t":
        say("foreign_sites")
        known = "bare"
    if known is None:
        known = "seeding" if wishes.demo else "bare"
    elif known == "bare" and wishes.demo:
        say("bare_kept")
    save_state(places, **{database.key: known})
    if known == "seeding" and has_command(places, "seed_demo"):
        say("seeding")
        _step(places, django_environment(places, database, demo=True), "seed_demo")
        save_state(places, **{database.key: "seeded"})
    return wishes.demo and known != "bare"


def is_demo(places: Places, database: Database) -> bool:
    """Whether commands on this base act in demo mode."""
    return load_state(places).get(database.key) in {"seeding", "seeded"} and not _is_production()


def _is_production() -> bool:
    return os.environ.get("PREAU_ENV") == "prod"


def has_command(places: Places, name: str) -> bool:
    return any(places.source.glob(f"*/*/management/commands/{name}.py"))


def django_environment(
    places: Places, database: Database, *, demo: bool, settings: str | None = None
) -> dict[str, str]:
    """What every Django command of the house finds in its environment."""
    chosen = settings or f"config.settings.{'prod' if _is_production() else 'dev'}"
    defaults = {"PREAU_SECRET_KEY": load_secrets(places, may_create=True)["secret_key"]}
    fixed = {
        "PREAU_VAR": str(places.live),
        "PYTHONPATH": str(places.source),
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": chosen,
        "PREAU_DEMO": "1" if demo else "0",
    }
    return defaults | dict(os.environ) | fixed | database.environment()


def _prepare(places: Places, database: Database, env: dict[str, str]) -> None:
    say("preparing")
    compile_catalogues(places.source)
    migrate(places, database, env)
    version = _static_version(places, env)
    if load_state(places).get("static") != version:
        _step(places, env, "collectstatic", "--no-input", "-v0")
        save_state(places, static=version)


def migrate(places: Places, database: Database, env: dict[str, str]) -> None:
    """Bring the base up to date, unless it holds the very migrations that ours left in it."""
    known_as, wanted = f"migrated {database.key}", _migrations_version(places)
    applied = _applied(places, database)
    if applied and load_state(places).get(known_as) == f"{wanted} {applied}":
        return
    _step(places, env, "migrate", "--database=owner", "--no-input", "-v0")
    save_state(places, **{known_as: f"{wanted} {_applied(places, database)}"})


def _applied(places: Places, database: Database) -> str:
    """A digest of the migrations that the base says it has; nothing when it has none."""
    if ask(places, database.owner_url, "SELECT to_regclass('django_migrations') IS NULL") == "t":
        return ""
    return ask(places, database.owner_url, APPLIED)


def _migrations_version(places: Places) -> str:
    """A digest that changes when a migration of ours or a dependency does."""
    digest = hashlib.sha256((places.root / "requirements" / "run.txt").read_bytes())
    for file in sorted(places.source.glob("**/migrations/*.py")):
        digest.update(f"{file.relative_to(places.source)}:".encode() + file.read_bytes())
    return digest.hexdigest()


def _static_version(places: Places, env: dict[str, str]) -> str:
    """A digest that changes when a static file of ours or a dependency does."""
    digest = hashlib.sha256((places.root / "requirements" / "run.txt").read_bytes())
    digest.update(env["DJANGO_SETTINGS_MODULE"].encode())
    digest.update(str((places.live / "static").is_dir()).encode())
    for file in sorted(places.source.glob("**/static/**/*")):
        status = file.stat()
        digest.update(f"{file}:{status.st_size}:{status.st_mtime_ns}".encode())
    return digest.hexdigest()


def manage_command(places: Places, *arguments: str) -> list[str]:
    return [str(places.python), "-m", "config.manage", *arguments]


def _step(places: Places, env: dict[str, str], *arguments: str) -> None:
    command = manage_command(places, *arguments)
    code = run_to_the_end(arguments[0], command, env=env, cwd=places.root)
    if code != 0:
        raise Stop("preparation_failed", step=arguments[0], code=code)


def _erase(places: Places, database: Database) -> None:
    """Drop the demo's database and make it again, empty."""
    if database.server is None or not is_demo(places, database):
        raise Stop("reset_needs_demo")
    aside = database.owner_url.replace("@/preau?", "@/postgres?")
    ask(places, aside, "DROP DATABASE IF EXISTS preau WITH (FORCE)")
    ask(places, aside, "CREATE DATABASE preau")
    save_state(places, **{database.key: None})


# ---------------------------------------------------------------- service


def _watch(places: Places, wishes: Wishes, database: Database, env: dict[str, str]) -> None:
    with contextlib.ExitStack() as stack:
        worker = Worker(places, env)
        stack.callback(worker.stop)
        web = Child("web", _web_command(places, wishes), env=env, cwd=places.root)
        stack.callback(web.stop)
        for _ in _until_it_answers(wishes):
            _check_life(web, database)
        say("address", url=f"http://{_shown(wishes.host)}:{wishes.port}")
        try:
            while True:
                _check_life(web, database)
                worker.look()
                time.sleep(0.5)
        except Interrupted:
            say("stopping")
            raise


def _shown(host: str) -> str:
    return "localhost" if host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else host  # noqa: S104 - read, not bound


def _web_command(places: Places, wishes: Wishes) -> list[str]:
    cores = os.cpu_count() or 1
    return [
        str(places.python),
        "-m",
        "granian",
        "--interface=wsgi",
        f"--host={wishes.host}",
        f"--port={wishes.port}",
        f"--workers={os.environ.get('PREAU_WEB_WORKERS') or min(cores, 8)}",
        # As many as it works on at once, those who wait and one at the door (``public/waiting``).
        f"--blocking-threads={int(os.environ.get('PREAU_WEB_THREADS') or 4) + 28}",
        # Whoever comes is let in at once, to be served or told: a full line drops them for seconds.
        "--backlog=4096",
        "--backpressure=4096",
        "--respawn-failed-workers",
        "--workers-kill-timeout=5",
        "--log-level=error",
        "config.wsgi:application",
    ]


def _check_life(web: Child, database: Database) -> None:
    code = web.ended()
    if code is not None:
        raise Stop("child_died", name="web", code=code)
    if database.server is not None and (code := database.server.ended()) is not None:
        raise Stop("child_died", name="PostgreSQL", code=code)


def _until_it_answers(wishes: Wishes) -> Iterator[None]:
    """Yield between two tries until the server answers anything at all."""
    url = f"http://{_shown(wishes.host)}:{wishes.port}/"
    deadline = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=30):
                return
        except urllib.error.HTTPError:
            return  # an error page is an answer too
        except OSError:
            yield
            time.sleep(0.1)
    raise Stop("web_silent", seconds=ANSWER_SECONDS)


class Worker:
    """The background worker: started again, a little later each time, when it falls."""

    def __init__(self, places: Places, env: dict[str, str]) -> None:
        self._places = places
        self._env = env
        self._pause = 1
        self._next_start = 0.0
        self._begin()

    def _begin(self) -> None:
        command = manage_command(self._places, "procrastinate", "worker")
        self._child: Child | None = Child("worker", command, env=self._env, cwd=self._places.root)
        self._started = time.monotonic()

    def look(self) -> None:
        """Notice a fall and plan the next start, or start when the time has come."""
        now = time.monotonic()
        if self._child is None:
            if now >= self._next_start:
                self._begin()
            return
        code = self._child.ended()
        if code is None:
            return
        self._child.stop()
        self._child = None
        self._pause = 1 if now - self._started > HEALTHY_SECONDS else self._pause
        say("child_restarted", name="worker", code=code, seconds=self._pause)
        self._next_start = now + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def stop(self) -> None:
        if self._child is not None:
            self._child.stop()
