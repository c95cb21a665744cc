"""The measuring PostgreSQL, started, killed and copied by a measure: as a machine that loses power."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from preau.launch import postgres
from preau.launch.methods import give, socket_folder
from preau.launch.places import Places, load_secrets

PATIENCE = 60


def places() -> Places:
    return Places(Path(__file__).resolve().parents[1])


class Server:
    """One data folder, and the server that works in it."""

    def __init__(self, cluster: postgres.Cluster, data: Path, socket: Path, **settings: str):
        self.cluster, self.data, self.socket, self.settings = cluster, data, socket, settings
        self.log = cluster.log.with_name(f"{data.name}.log")

    def start(self) -> None:
        """Start as after any stop: nothing is repaired, PostgreSQL finds its own way."""
        for leftover in (self.data / "postmaster.pid", *self.socket.glob(".s.PGSQL.*")):
            leftover.unlink(missing_ok=True)
        settings = postgres.SETTINGS | {"unix_socket_directories": str(self.socket)}
        command = self.cluster.method.command("postgres")
        command += ["-D", str(self.data)]
        for name, value in (settings | self.settings).items():
            command += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/")
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise SystemExit(f"PostgreSQL does not start: see {self.log}")
            time.sleep(0.05)

    def answers(self) -> bool:
        with contextlib.suppress(psycopg.Error):
            self.ask("SELECT 1")
            return True
        return False

    def ask(self, sql: str) -> Any:
        secret = load_secrets(places(), may_create=False)["postgres"]
        url = self.cluster.url("postgres", secret).replace(
            _quoted(self.cluster.socket), _quoted(self.socket)
        )
        with psycopg.connect(url, autocommit=True, connect_timeout=5) as connection:
            return connection.execute(sql).fetchall()

    def kill(self) -> None:
        """``kill -9`` of the server and of all that it started, at once."""
        for pid in postgres._processes_in(self.data):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while postgres._processes_in(self.data):
            time.sleep(0.01)

    def stop(self) -> None:
        with contextlib.suppress(ProcessLookupError, FileNotFoundError):
            os.kill(int((self.data / "postmaster.pid").read_text().split("\n")[0]), signal.SIGINT)
            deadline = time.monotonic() + 20
            while postgres._processes_in(self.data) and time.monotonic() < deadline:
                time.sleep(0.05)


def _quoted(path: Path) -> str:
    return postgres.quote(str(path))


@contextlib.contextmanager
def primary(**settings: str) -> Iterator[Server]:
    """The measuring cluster, taken from the launcher for the time of a measure."""
    cluster = postgres.open_cluster(places(), purpose="bench")
    postgres.stop_server(cluster)
    server = Server(cluster, cluster.data, cluster.socket, **settings)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextlib.contextmanager
def standby(of: Server) -> Iterator[Server]:
    """A copy that follows ``of``, which confirms nothing without it; erased in the end.

    ``of`` was started with ``synchronous_standby_names=standby``.
    """
    cluster = of.cluster
    data = cluster.data.with_name("pg-standby")
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(mode=0o700)
    give(data, cluster.method)
    secret = load_secrets(places(), may_create=False)["postgres"]
    words = f"host={of.socket} user=postgres password={secret} application_name=standby"
    copy = cluster.method.command("pg_basebackup", "-D", str(data), "-d", words, "-c", "fast", "-R")
    subprocess.run(copy, cwd="/", check=True)
    server = Server(cluster, data, socket_folder(places(), cluster.method, "pg-standby"))
    server.start()
    try:
        while of.ask("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") != [
            (1,)
        ]:
            time.sleep(0.05)
        yield server
    finally:
        server.stop()
        shutil.rmtree(data, ignore_errors=True)


def take_over(new: Server, old: Server) -> None:
    """The standby becomes the server, at the address that everybody knows."""
    new.ask("SELECT pg_promote()")
    new.stop()
    new.socket = old.socket
    new.start()
