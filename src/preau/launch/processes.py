"""Child processes that never outlive the launcher, and the signals that end it."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType

PR_SET_PDEATHSIG = 1


class Interrupted(BaseException):
    """Somebody asked the launcher to stop (Ctrl-C, SIGTERM, a closed terminal)."""


def stop_on_signals() -> None:
    """Turn the first stop signal into ``Interrupted``; the next ones wait for the tidy end."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: None)
        raise Interrupted

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)


def dying_with_parent(number: int) -> Callable[[], None] | None:
    """What a child does before it starts, so that the kernel signals it if the launcher is killed.

    Only Linux can; elsewhere the next start cleans up instead.
    """
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    launcher = os.getpid()

    def prepare() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(number))
        if os.getppid() != launcher:
            os._exit(1)

    return prepare


class Child:
    """One supervised process, in a group of its own so that Ctrl-C reaches the launcher alone."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        env: Mapping[str, str],
        cwd: Path,
        log: Path | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.name = name
        self._stop_signal = stop_signal
        output = None if log is None else log.open("ab")
        try:
            self._process = subprocess.Popen(
                command,
                env=env,
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output and subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=dying_with_parent(stop_signal),
            )
        finally:
            if output is not None:
                output.close()

    @property
    def pid(self) -> int:
        return self._process.pid

    def ended(self) -> int | None:
        """Its exit code, or None while it lives."""
        return self._process.poll()

    def wait(self) -> int:
        return self._process.wait()

    def stop(self, patience: float = 10.0) -> None:
        """Ask it to end, then end what is left of its group."""
        if self._process.poll() is None:
            self._process.send_signal(self._stop_signal)
            with contextlib.suppress(subprocess.TimeoutExpired):  # it is ended below, then
                self._process.wait(patience)
        with contextlib.suppress(ProcessLookupError):  # nobody left in the group
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def run_to_the_end(name: str, command: Sequence[str], *, env: Mapping[str, str], cwd: Path) -> int:
    """Run one step under supervision and return its code; interrupted, it is stopped first."""
    child = Child(name, command, env=env, cwd=cwd)
    try:
        return child.wait()
    finally:
        child.stop()


def hand_over(command: Sequence[str], *, env: Mapping[str, str], cwd: Path) -> int:
    """Run a command in the person's terminal: it gets Ctrl-C itself, we wait for its answer."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return subprocess.run(command, env=env, cwd=cwd, check=False).returncode
    finally:
        signal.signal(signal.SIGINT, before)
