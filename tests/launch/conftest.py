"""A throw-away checkout: the real launcher and sources, its own living folder, a lent environment.

Nothing here needs the network. The clusters are real ones.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from preau.launch.places import Places

ROOT = Path(__file__).resolve().parents[2]
OURS = ("DATABASE", "PREAU", "DJANGO", "PYTHON")

# A Django project small enough to start at once, in place of the real one.
MANAGE = """
import os, sys, time
from pathlib import Path

with open(Path(os.environ["PREAU_VAR"]) / "manage.txt", "a") as file:
    file.write(" ".join(sys.argv[1:]) + " demo=" + os.environ["PREAU_DEMO"] + "\\n")
if sys.argv[1] == "migrate":
    import psycopg
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as base:
        base.execute("CREATE TABLE IF NOT EXISTS tenancy_site (name text)")
        base.execute("CREATE TABLE IF NOT EXISTS django_migrations (app text, name text)")
        base.execute("INSERT INTO django_migrations VALUES ('tenancy', '0001')")
if sys.argv[1:] == ["procrastinate", "worker"]:
    time.sleep(600)
if sys.argv[1] == "fail":
    sys.exit(3)
"""
WSGI = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"bonjour"]
"""


class Checkout:
    """A folder with ``./preau`` in it, and the ways to use it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.places = Places(root)
        self.env = {
            name: value for name, value in os.environ.items() if not name.startswith(OURS)
        } | {"PREAU_VENV": str(self.places.venv), "PYTHONDONTWRITEBYTECODE": "1"}

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(self.root / "preau"), *arguments]

    def preau(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run a verb to its end."""
        return subprocess.run(
            self.command(*arguments),
            env=self.env | env,
            cwd=self.root,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def start(self, *arguments: str, **env: str) -> subprocess.Popen[str]:
        """Start a verb and leave it running."""
        return subprocess.Popen(
            self.command(*arguments),
            env=self.env | env,
            cwd=self.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def managed(self) -> list[str]:
        """The Django commands that were run, in order."""
        return (self.places.live / "manage.txt").read_text().splitlines()

    def processes(self) -> list[int]:
        """Everything still alive that was started from this folder."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                words = (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if os.fsencode(self.places.live) in words and int(entry.name) != os.getpid():
                found.append(int(entry.name))
        return found


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Checkout]:
    """A fresh checkout whose environment is the one that runs the tests."""
    root = tmp_path / "preau"
    shutil.copytree(ROOT / "src" / "preau" / "launch", root / "src" / "preau" / "launch")
    shutil.copytree(ROOT / "requirements", root / "requirements")
    shutil.copy2(ROOT / "preau", root / "preau")
    for name, text in (("manage", MANAGE), ("wsgi", WSGI), ("__init__", "")):
        (root / "src" / "config").mkdir(exist_ok=True)
        (root / "src" / "config" / f"{name}.py").write_text(text)
    (root / "src" / "preau" / "__init__.py").touch()
    monkeypatch.delenv("PREAU_VAR", raising=False)
    _lend_environment(root)
    monkeypatch.setenv("PREAU_VENV", str(root / ".venv"))
    made = Checkout(root)
    yield made
    for pid in made.processes():
        os.kill(pid, signal.SIGINT)


def _lend_environment(root: Path) -> None:
    """An environment whose parts are links to ours, stamped as complete."""
    venv = root / ".venv"
    venv.mkdir()
    for part in ("bin", "lib", "pyvenv.cfg"):
        (venv / part).symlink_to(Path(sys.prefix) / part)
    for group in ("run", "test"):
        requirements = root / "requirements" / f"{group}.txt"
        digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
        (venv / f".preau-{group}").write_text(digest)
