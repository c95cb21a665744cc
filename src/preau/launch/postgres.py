"""The embedded PostgreSQL: create a cluster, start it, stop it, recover from a brutal stop.

A server answers on a unix socket only, in a private folder, with passwords. It can be *owned* by a
launcher (it dies with it) or *detached*: then the last launcher that used it stops it, unless
``./preau db start`` asked to keep it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal
from urllib.parse import quote

from .methods import Method, choose_method, give, socket_folder
from .places import Places, in_turn, load_secrets, save_state
from .processes import dying_with_parent
from .words import Stop, say

PORT = "5432"
START_SECONDS = 60
STOP_SECONDS = 30
LOG_BYTES = 10_000_000
SETTINGS = {
    "listen_addresses": "",
    "port": PORT,
    "max_connections": "100",
    "unix_socket_permissions": "0777",  # its folder is 0700
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    # A refused statement holds what a person wrote, or voted: it has no place in a log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
# Test data is thrown away: nothing has to survive a power cut.
#: A database of tests is gone before its statistics matter; taken midway, they mislead the planner.
CARELESS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
}


#: Tests run without durability; measures run with it, apart from people's data.
Purpose = Literal["live", "tests", "bench"]


@dataclass(frozen=True)
class Cluster:
    """One PostgreSQL data folder and the way to run it."""

    places: Places
    method: Method
    name: str
    socket: Path
    careless: bool

    @property
    def data(self) -> Path:
        return self.method.home / self.name

    @property
    def log(self) -> Path:
        return self.places.log(self.name)

    @property
    def keep_mark(self) -> Path:
        return self.places.live / f"{self.name}.keep"

    def url(self, role: str, password: str, database: str = "preau") -> str:
        return f"postgresql://{role}:{password}@/{database}?host={quote(str(self.socket))}"


def open_cluster(places: Places, *, purpose: Purpose = "live") -> Cluster:
    """The cluster of this checkout, of its tests or of its measures; created, not started."""
    name = {"live": "pg", "tests": "pg-test", "bench": "pg-bench"}[purpose]
    method = choose_method(places)
    socket = socket_folder(places, method, name)
    cluster = Cluster(places, method, name, socket, careless=purpose == "tests")
    with in_turn(places.live / f"{name}.turn"):
        if not (cluster.data / "PG_VERSION").exists():
            _create(cluster)
    found = (cluster.data / "PG_VERSION").read_text().strip()
    if found != method.major:
        raise Stop("database_version", path=cluster.data, found=found, expected=method.major)
    return cluster


def _create(cluster: Cluster) -> None:
    """Make the cluster aside, with roles and database, and move it in place when it is whole."""
    say("database_creating")
    secrets = load_secrets(cluster.places, may_create=True)
    draft = cluster.data.with_name(f"{cluster.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.rmtree(cluster.data, ignore_errors=True)
    draft.mkdir(mode=0o700, parents=True)
    give(draft, cluster.method)
    password = cluster.socket / "password"
    password.touch(mode=0o600)
    password.write_text(secrets["postgres"])
    give(password, cluster.method)
    try:
        _initdb(cluster, draft, password)
    finally:
        password.unlink()
    _single(cluster, draft, "template1", _roles_sql(secrets))
    draft.rename(cluster.data)
    if cluster.name == "pg":
        save_state(cluster.places, embedded=None)


def _initdb(cluster: Cluster, draft: Path, password: Path) -> None:
    locale = ["--locale=C.UTF-8"]
    if int(cluster.method.major) >= 17:
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    command = cluster.method.command(
        "initdb",
        f"--pgdata={draft}",
        "--username=postgres",
        f"--pwfile={password}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        *locale,
        *(["--no-sync"] if cluster.careless else []),
    )
    _logged(cluster, command, b"")


#: A site enters an installation, or leaves it, row by row as it stands: no trigger fires then.
MAY_MOVE_SITES = "GRANT SET ON PARAMETER session_replication_role TO preau_owner"


def _roles_sql(secrets: dict[str, str]) -> list[str]:
    """The two roles, and what the application's role may do with what the owner will create.

    Said in template1, so that each database created later (those of the tests) says it too.
    """
    grants = (
        "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES",
        "GRANT USAGE, SELECT ON SEQUENCES",
        "GRANT EXECUTE ON FUNCTIONS",
    )
    return [
        f"CREATE ROLE preau_owner LOGIN CREATEDB PASSWORD '{secrets['preau_owner']}'",
        f"CREATE ROLE preau_app LOGIN PASSWORD '{secrets['preau_app']}'",
        MAY_MOVE_SITES,
        *(
            f"ALTER DEFAULT PRIVILEGES FOR ROLE preau_owner {grant} TO preau_app"
            for grant in grants
        ),
        "CREATE DATABASE preau OWNER preau_owner",
    ]


def _single(cluster: Cluster, data: Path, database: str, statements: list[str]) -> None:
    """Run statements without a server, one a line, stopping at the first error."""
    command = cluster.method.command(
        "postgres", "--single", "-j", "-D", str(data), "-c", "exit_on_error=on", database
    )
    _logged(cluster, command, "".join(f"{line};\n\n" for line in statements).encode())


def _logged(cluster: Cluster, command: list[str], words: bytes) -> None:
    with cluster.log.open("ab") as log:
        done = subprocess.run(command, input=words, stdout=log, stderr=log, cwd="/", check=False)
    if done.returncode != 0:
        raise _failure(cluster)


def _failure(cluster: Cluster) -> Stop:
    """Why PostgreSQL refused, in its own words: the last fatal line of its log."""
    lines = cluster.log.read_text(errors="replace").splitlines()[-40:]
    if any("No space left on device" in line for line in lines):
        return Stop("disk_full_during", path=cluster.data)
    grave = [line for line in lines if "FATAL:" in line or "PANIC:" in line or "error:" in line]
    reason = (grave or lines or ["?"])[-1].strip()
    return Stop("database_failed", reason=reason, log=cluster.log)


# ---------------------------------------------------------------- is it running?


def running_pid(cluster: Cluster) -> int | None:
    """The server's process, if the lock file tells the truth."""
    try:
        pid = int((cluster.data / "postmaster.pid").read_text().split("\n")[0])
    except (FileNotFoundError, ValueError):
        return None
    return pid if _works_in(pid, cluster.data) else None


def _works_in(pid: int, data: Path) -> bool:
    """Whether a process is a PostgreSQL working in ``data`` (a server makes it its cwd)."""
    if Path("/proc/self").exists():
        try:
            return os.path.samefile(f"/proc/{pid}/cwd", data)
        except PermissionError:
            # Another identity's process, in a container whose root may not look: its command line.
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            return os.fsencode(data) in words
        except OSError:
            return False
    listed = subprocess.run(
        ["ps", "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False
    )
    return str(data) in listed.stdout


def _is_ready(cluster: Cluster) -> bool:
    """The eighth line of postmaster.pid is how the server says that it takes connections."""
    try:
        lines = (cluster.data / "postmaster.pid").read_text().split("\n")
    except FileNotFoundError:
        return False
    return len(lines) > 7 and lines[7].strip() == "ready"


def _clear_stale_lock(cluster: Cluster) -> None:
    """Remove the lock of a server that died; PostgreSQL itself is misled by a reused number."""
    lock = cluster.data / "postmaster.pid"
    if not lock.exists():
        return
    deadline = time.monotonic() + 5
    while orphans := _processes_in(cluster.data):
        if time.monotonic() > deadline:
            raise Stop("orphans", pids=", ".join(map(str, orphans)), path=cluster.data)
        time.sleep(0.1)
    say("stale_lock")
    lock.unlink()
    for leftover in cluster.socket.glob(f".s.PGSQL.{PORT}*"):
        leftover.unlink()


def _processes_in(data: Path) -> list[int]:
    return [
        int(entry.name)
        for entry in Path("/proc").glob("[0-9]*")
        if entry.name.isdigit() and _works_in(int(entry.name), data)
    ]


# ---------------------------------------------------------------- start and stop


def _start(cluster: Cluster, *, owned: bool) -> subprocess.Popen[bytes]:
    """Start the server and wait until it takes connections."""
    _clear_stale_lock(cluster)
    give(cluster.data, cluster.method)
    _turn_log(cluster.log)
    settings = SETTINGS | (CARELESS if cluster.careless else {})
    settings["unix_socket_directories"] = str(cluster.socket)
    prefix = cluster.method.dying_prefix() if owned else cluster.method.prefix
    command = [*prefix, cluster.method.program("postgres"), "-D", str(cluster.data)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    with cluster.log.open("ab") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            start_new_session=True,
            preexec_fn=dying_with_parent(signal.SIGINT) if owned else None,
        )
    deadline = time.monotonic() + START_SECONDS
    while not _is_ready(cluster):
        if process.poll() is not None or time.monotonic() > deadline:
            raise _failure(cluster)
        time.sleep(0.01)
    return process


def _turn_log(log: Path) -> None:
    """Keep one old log, so that the file never grows without end."""
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))


def stop_server(cluster: Cluster) -> bool:
    """Stop the server, cutting its connections; False when none ran."""
    pid = running_pid(cluster)
    if pid is None:
        return False
    os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + STOP_SECONDS
    while running_pid(cluster) is not None:
        if time.monotonic() > deadline:
            # « Immediate » is safe, the next start replays the journal; SIGKILL would not be.
            os.kill(pid, signal.SIGQUIT)
            deadline = time.monotonic() + STOP_SECONDS
        time.sleep(0.02)
    return True


@dataclass
class Server:
    """A started server; ``process`` when this launcher started it."""

    cluster: Cluster
    process: subprocess.Popen[bytes] | None

    def ended(self) -> int | None:
        """None while it lives; otherwise its code, -1 when it was not ours to know."""
        if self.process is not None:
            return self.process.poll()
        return None if running_pid(self.cluster) else -1


@contextlib.contextmanager
def in_use(cluster: Cluster, *, owned: bool = False) -> Iterator[Server]:
    """Have the server run for the block: start it or join it, and leave it as it was found."""
    turn = cluster.places.live / f"{cluster.name}.turn"
    with open(cluster.places.live / f"{cluster.name}.users", "a") as users:
        with in_turn(turn):
            fcntl.flock(users, fcntl.LOCK_SH)
            process = None
            if running_pid(cluster) is None:
                cluster.keep_mark.unlink(missing_ok=True)
                process = _start(cluster, owned=owned)
        try:
            yield Server(cluster, process)
        finally:
            with in_turn(turn):
                if (process is not None and owned) or _is_last(users, cluster):
                    stop_server(cluster)
                if process is not None and running_pid(cluster) is None:
                    process.wait()


def _is_last(users: IO[str], cluster: Cluster) -> bool:
    if cluster.keep_mark.exists():
        return False
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def keep_running(cluster: Cluster) -> None:
    """Start the server for good, until ``db stop``."""
    with in_turn(cluster.places.live / f"{cluster.name}.turn"):
        if running_pid(cluster) is None:
            _start(cluster, owned=False)
        cluster.keep_mark.touch()
