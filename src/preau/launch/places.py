"""Where things are: the checkout, its environment, and ``.preau/``, which holds all that lives."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import getpass
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from .words import Stop

MEGABYTE = 1024 * 1024
INSTALL_MEGABYTES = 1200
RUN_MEGABYTES = 150


@dataclass(frozen=True)
class Places:
    """The folders and files of one checkout."""

    root: Path

    @property
    def live(self) -> Path:
        return Path(os.environ.get("PREAU_VAR") or self.root / ".preau").absolute()

    @property
    def venv(self) -> Path:
        return Path(os.environ.get("PREAU_VENV") or self.root / ".venv").absolute()

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def source(self) -> Path:
        return self.root / "src"

    @property
    def logs(self) -> Path:
        return self.live / "log"

    @property
    def mark(self) -> str:
        """A short name that is this installation's alone, for what must live outside it."""
        return hashlib.sha256(os.fsencode(self.live)).hexdigest()[:10]

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"


def make_ready(places: Places) -> None:
    """Create ``.preau/`` and refuse at once a folder or a disk on which nothing can be done."""
    try:
        places.live.mkdir(mode=0o755, parents=True, exist_ok=True)
        places.logs.mkdir(mode=0o700, exist_ok=True)
        probe = places.live / ".probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise Stop("disk_full_during", path=places.live) from error
        raise Stop("folder_read_only", path=places.live, user=_user()) from error
    need_space(places.live, RUN_MEGABYTES)


def need_space(folder: Path, megabytes: int) -> None:
    """Raise when fewer than ``megabytes`` are free on the disk of ``folder``."""
    free = shutil.disk_usage(folder).free // MEGABYTE
    if free < megabytes:
        raise Stop("disk_full", path=folder, free=free, needed=megabytes)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def load_secrets(places: Places, *, may_create: bool) -> dict[str, str]:
    """The passwords and the signing key of this checkout, made once, readable by its user only."""
    path = places.live / "secrets.json"
    try:
        kept: dict[str, str] = json.loads(path.read_text())
    except FileNotFoundError:
        kept = {}
    except (OSError, ValueError) as error:
        raise Stop("secrets_missing", path=path) from error
    if not kept and not may_create:
        raise Stop("secrets_missing", path=path)
    names = ("secret_key", "postgres", "preau_owner", "preau_app")
    missing = {name: secrets.token_urlsafe(32) for name in names if name not in kept}
    if missing:
        kept |= missing
        _write_privately(path, json.dumps(kept, indent=2) + "\n")
    return kept


def _write_privately(path: Path, text: str) -> None:
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def load_state(places: Places) -> dict[str, Any]:
    """What earlier starts have already done (demo seeded, static files collected…)."""
    try:
        state: dict[str, Any] = json.loads((places.live / "state.json").read_text())
    except (FileNotFoundError, ValueError):
        # Only shortcuts are kept there: without them each step is simply done again.
        return {}
    return state


def save_state(places: Places, **changes: object) -> None:
    """Remember ``changes`` for the next start; ``None`` forgets."""
    state = load_state(places) | changes
    kept = {name: value for name, value in state.items() if value is not None}
    _write_privately(places.live / "state.json", json.dumps(kept, indent=2) + "\n")


@contextlib.contextmanager
def only_one(path: Path, refusal: str) -> Iterator[bool]:
    """Hold ``path`` alone for the block; the system frees it if we are killed.

    Gives True when the one before was killed: it left its number in the file.
    """
    with open(path, "a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise Stop(refusal, pid=file.read().strip() or "?") from error
        file.seek(0)
        was_killed = bool(file.read())
        _rewrite(file, str(os.getpid()))
        try:
            yield was_killed
        finally:
            _rewrite(file, "")


@contextlib.contextmanager
def in_turn(path: Path) -> Iterator[None]:
    """Wait for one's turn on ``path``, then hold it for the block."""
    with open(path, "a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _rewrite(file: IO[str], text: str) -> None:
    file.seek(0)
    file.truncate()
    file.write(text)
    file.flush()
