"""The first installation: what it refuses, and in which words."""

from __future__ import annotations

import os
import stat
import subprocess
from types import SimpleNamespace

import pytest

from preau.launch import environment, places
from preau.launch.words import Stop

from .conftest import Checkout


@pytest.fixture
def bare(checkout: Checkout) -> Checkout:
    """A checkout whose environment is yet to be made."""
    (checkout.places.venv / ".preau-run").unlink()
    places.make_ready(checkout.places)
    return checkout


@pytest.mark.parametrize(
    ("printed", "sentence"),
    [
        ("ERROR: Failed to resolve: Temporary failure in name resolution", "Pas de réseau"),
        ("error: client error (Connect)", "Pas de réseau"),
        ("OSError: [Errno 28] No space left on device", "est plein"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "DO NOT MATCH THE HASHES"),
    ],
)
def test_explains_a_failed_download(
    bare: Checkout, monkeypatch: pytest.MonkeyPatch, printed: str, sentence: str
) -> None:
    script = bare.root / "refuse"
    script.write_text(f"#!/bin/sh\necho '{printed}'\nexit 1\n")
    script.chmod(0o755)
    monkeypatch.setattr(environment, "_find_uv", lambda *_: str(script))
    monkeypatch.setattr(environment, "_pip", lambda *_: [str(script)])
    with pytest.raises(Stop, match=sentence):
        environment.ensure_environment(bare.places)
    assert not (bare.places.venv / ".preau-run").exists()


def test_installs_by_pip_where_uv_cannot(bare: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "_find_uv", lambda *_: "/bin/false")
    monkeypatch.setattr(environment, "_pip", lambda *_: ["/bin/echo", "pip"])
    environment.ensure_environment(bare.places)
    assert "pip install --require-hashes" in bare.places.log("install").read_text()
    assert (bare.places.venv / ".preau-run").exists()


def test_refuses_a_disk_without_room(bare: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = SimpleNamespace(free=12 * places.MEGABYTE)
    monkeypatch.setattr(places.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(Stop, match=r"Il reste 12\u00a0Mo"):
        environment.ensure_environment(bare.places)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_refuses_a_folder_it_cannot_write(checkout: Checkout) -> None:
    checkout.root.chmod(stat.S_IRUSR | stat.S_IXUSR)
    refused = checkout.preau("run")
    checkout.root.chmod(0o755)
    assert refused.returncode == 1
    assert "ne peut pas être écrit" in refused.stderr


def test_refuses_to_go_on_without_a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment.shutil, "which", lambda _: None)
    monkeypatch.setattr(environment.os, "geteuid", lambda: 1000)
    monkeypatch.delenv("PREAU_ALLOW_NO_BROWSER", raising=False)
    with pytest.raises(Stop, match="Chromium manque"):
        environment.ensure_browser()
    monkeypatch.setenv("PREAU_ALLOW_NO_BROWSER", "1")
    environment.ensure_browser()


def test_skips_everything_once_installed(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("nothing to install")

    monkeypatch.setattr(subprocess, "run", forbidden)
    environment.ensure_environment(checkout.places)
