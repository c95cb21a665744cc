"""Granian serving an application on the loopback, as ``./preau run`` does, and clients that ask it.

Clients are threads of this process with one connection each, kept open. They share the machine
with the server: rates are lower than what a server alone would give, for the floor as for the rest.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
WORKERS = min(os.cpu_count() or 1, 8)
THREADS = 4 + 28  # as ``launch/serve``: those who work, those who wait, one at the door
PATIENCE = 60


@contextlib.contextmanager
def granian(module: str) -> Iterator[int]:
    """Serve ``module:application``; gives the port."""
    with served(module) as (port, _server):
        yield port


@contextlib.contextmanager
def served(module: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The same, with the process whose children are the workers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "granian", "--interface=wsgi", "--host=127.0.0.1"]
    command += [f"--port={port}", f"--workers={WORKERS}", f"--blocking-threads={THREADS}"]
    command += ["--backlog=4096", "--backpressure=4096"]
    command += ["--log-level=error", "--workers-kill-timeout=5"]
    command += ["--respawn-failed-workers", f"{module}:application"]
    server = subprocess.Popen(command, cwd=HERE, start_new_session=True)
    try:
        _wait_for(port, server)
        yield port, server
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise SystemExit("the server did not start")
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/", headers={"Host": "localhost"})
            connection.getresponse().read()
            connection.close()
            return
        time.sleep(0.1)
    raise SystemExit(f"the server says nothing after {PATIENCE} s")


@dataclass
class Browser:
    """One connection, with the cookies of one visitor."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    host: str = "localhost"
    #: Seconds that the last answer asked to wait.
    pause: float = 0.0

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def ask_until_served(
        self, path: str, form: str | None = None
    ) -> tuple[list[float], tuple[int, str, bytes]]:
        """Ask again as long as one is told to wait: seconds of each answer, and the last one."""
        each = []
        while True:
            start = time.perf_counter()
            answer = self.ask(path, form)
            each.append(time.perf_counter() - start)
            if answer[0] != 503:
                return each, answer
            time.sleep(self.pause)

    def ask(self, path: str, form: str | None = None) -> tuple[int, str, bytes]:
        """Status, address that it leads to, and body."""
        headers = {"Host": self.host, "Accept": "text/html"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        method = "GET" if form is None else "POST"
        if self._was_left():
            self._connection.close()  # and opened again by the request, as browsers do
        self._connection.request(method, path, body=form, headers=headers)
        response = self._connection.getresponse()
        body = response.read()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        self.pause = float(response.headers.get("Retry-After") or 0)
        return response.status, response.headers.get("Location") or "", body

    def _was_left(self) -> bool:
        """The server closed a connection on which nothing was asked for a while."""
        line = self._connection.sock
        return line is not None and _says_something(line)

    def close(self) -> None:
        self._connection.close()


def _says_something(line: socket.socket) -> bool:
    said = select.poll()  # which, unlike select, takes as many files as there are voters
    said.register(line, select.POLLIN)
    return bool(said.poll(0))


def read_for(port: int, path: str, *, seconds: float, readers: int, cookies: Any = None) -> float:
    """Answers a second when ``readers`` ask for one page again and again."""
    end = time.perf_counter() + seconds

    def read(_number: int) -> int:
        browser, count = Browser(port, dict(cookies or {})), 0
        while time.perf_counter() < end:
            status, _, _ = browser.ask(path)
            if status != 200:
                raise SystemExit(f"{path}: {status}")
            count += 1
        browser.close()
        return count

    start = time.perf_counter()
    with ThreadPoolExecutor(readers) as pool:
        total = sum(pool.map(read, range(readers)))
    return total / (time.perf_counter() - start)


def rush(acts: Iterable[Callable[[], Any]], *, at_once: int) -> tuple[list[Any], float]:
    """Do all the acts, ``at_once`` at the same time from one signal; their answers, and seconds."""
    todo = list(acts)
    gate = threading.Event()

    def wait_and_do(act: Callable[[], Any]) -> Any:
        gate.wait()
        return act()

    with ThreadPoolExecutor(at_once) as pool:
        waiting = [pool.submit(wait_and_do, act) for act in todo]
        start = time.perf_counter()
        gate.set()
        answers = [one.result() for one in waiting]
    return answers, time.perf_counter() - start
