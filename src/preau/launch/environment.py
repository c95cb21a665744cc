"""The Python environment: made once, from pinned and hashed requirements, then left alone."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from .places import INSTALL_MEGABYTES, Places, need_space
from .processes import dying_with_parent
from .words import Stop, say

NETWORK_SIGNS = (
    "name resolution",
    "name or service not known",
    "network is unreachable",
    "newconnectionerror",
    "dns error",
    "failed to lookup address",
    "connection refused",
    "connecttimeout",
    "failed to establish a new connection",
    "temporary failure resolving",
    "error trying to connect",
    "client error (connect)",
)


def ensure_environment(places: Places, group: str = "run") -> None:
    """Make ``.venv`` hold at least ``requirements/<group>.txt``; a few milliseconds once done."""
    requirements = places.root / "requirements" / f"{group}.txt"
    wanted = hashlib.sha256(requirements.read_bytes()).hexdigest()
    stamp = places.venv / f".preau-{group}"
    if stamp.is_file() and stamp.read_text() == wanted and places.python.exists():
        return
    say("installing")
    need_space(places.root, INSTALL_MEGABYTES)
    log = places.log("install")
    log.unlink(missing_ok=True)
    if not places.python.exists():
        _make_venv(places, log)
    _install(places, requirements, log)
    _point_to_source(places)
    stamp.write_text(wanted)


def _make_venv(places: Places, log: Path) -> None:
    """Make the environment with what is there: ensurepip, uv, a system pip; or as root, apt."""
    if places.venv.exists():  # left half made by an interrupted first start
        shutil.rmtree(places.venv)
    venv = str(places.venv)
    if importlib.util.find_spec("ensurepip"):
        _run([sys.executable, "-m", "venv", venv], log)
    elif uv := shutil.which("uv"):
        _run([uv, "venv", "--python", sys.executable, venv], log)
    elif importlib.util.find_spec("pip"):
        _run([sys.executable, "-m", "venv", "--without-pip", venv], log)
    elif _install_ensurepip(log):
        _run([sys.executable, "-m", "venv", venv], log)
    else:
        raise Stop("no_venv")


def _install_ensurepip(log: Path) -> bool:
    """Debian splits ensurepip off Python; as root, bring it back."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    _run(["apt-get", "update"], log, env=quiet)
    _run(["apt-get", "install", "-y", "--no-install-recommends", "python3-venv"], log, env=quiet)
    return True


def _install(places: Places, requirements: Path, log: Path) -> None:
    """Add the requirements: by uv, which is fast, or by pip where uv cannot reach the registry."""
    chosen = ["--require-hashes", "-r", str(requirements)]
    uv = _find_uv(places, log)
    if uv is not None:
        command = [uv, "pip", "install", "--python", str(places.python), *chosen]
        if _attempt(command, log):
            return
    _run([*_pip(places), "install", *chosen], log)


def _find_uv(places: Places, log: Path) -> str | None:
    inside = places.venv / "bin" / "uv"
    if not inside.exists():
        if on_path := shutil.which("uv"):
            return on_path
        pinned = ["--require-hashes", "-r", str(places.root / "requirements" / "uv.txt")]
        _run([*_pip(places), "install", *pinned], log)
    return str(inside)


def _pip(places: Places) -> list[str]:
    """pip acting on our environment, its own or, failing that, the system's."""
    if (places.venv / "bin" / "pip").exists():
        return [str(places.python), "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", str(places.python)]


def _point_to_source(places: Places) -> None:
    """Let a bare ``.venv/bin/python`` import the project; the launcher itself sets PYTHONPATH."""
    if places.venv != places.root / ".venv":  # an environment lent by another checkout
        return
    for packages in places.venv.glob("lib/python3*/site-packages"):
        pointer = packages / "preau.pth"
        if not pointer.exists():
            pointer.write_text(f"{places.source}\n")


def _run(command: list[str], log: Path, env: dict[str, str] | None = None) -> None:
    """Run a step of the installation, its output in the log; a failure becomes one sentence."""
    if not _attempt(command, log, env):
        raise _explain(log)


def _attempt(command: list[str], log: Path, env: dict[str, str] | None = None) -> bool:
    with log.open("ab") as output:
        output.write(f"$ {' '.join(command)}\n".encode())
        output.flush()
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=env,
            check=False,
            # apt is left to finish: half an installation would break the machine.
            preexec_fn=None if command[0] == "apt-get" else dying_with_parent(signal.SIGTERM),
        )
    return done.returncode == 0


def _explain(log: Path) -> Stop:
    text = log.read_text(errors="replace")
    lowered = text.lower()
    if "no space left" in lowered:
        return Stop("disk_full_during", path=log.parent)
    if any(sign in lowered for sign in NETWORK_SIGNS):
        return Stop("network_missing", log=log)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return Stop("install_failed", reason=lines[-1][:200] if lines else "?", log=log)


def ensure_browser() -> None:
    """Chromium for the browser tests: there already, installed by apt as root, or refused."""
    if shutil.which("chromium") or os.environ.get("PREAU_ALLOW_NO_BROWSER") == "1":
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Stop("browser_missing")
    say("browser_installing")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    packages = ["chromium", "fonts-liberation"]
    for command in (
        ["apt-get", "-q", "update"],
        ["apt-get", "-q", "install", "-y", "--no-install-recommends", *packages],
    ):
        quiet_run = subprocess.run(
            command, env=quiet, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
        )
        if quiet_run.returncode != 0:
            raise Stop("browser_missing")
