"""``./preau run``: from nothing to an answer, and back to nothing."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from .conftest import Checkout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(truth: Callable[[], object], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not truth():
        assert time.monotonic() < deadline, "too long"
        time.sleep(0.05)


def started(checkout: Checkout, *arguments: str) -> tuple[subprocess.Popen[str], int]:
    """A running house, once it has said its address."""
    port = free_port()
    house = checkout.start("run", "--port", str(port), *arguments)
    assert house.stdout is not None
    for line in house.stdout:
        if f"localhost:{port}" in line:
            return house, port
    raise AssertionError(f"it ended with {house.wait()}")


def ended(house: subprocess.Popen[str]) -> tuple[int, str]:
    text, _ = house.communicate(timeout=60)
    return house.returncode, text


def add_seed_command(checkout: Checkout) -> None:
    command = checkout.root / "src/preau/demo/management/commands/seed_demo.py"
    command.parent.mkdir(parents=True)
    command.touch()


def test_serves_then_stops_everything_it_started(checkout: Checkout) -> None:
    house, port = started(checkout)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
        assert answer.read() == b"bonjour"
    house.send_signal(signal.SIGINT)
    code, text = ended(house)
    assert (code, text.splitlines()[-1]) == (0, "Tout est arrêté.")
    assert checkout.processes() == []


def test_seeds_the_demo_the_first_time_only(checkout: Checkout) -> None:
    add_seed_command(checkout)
    for _ in range(2):
        house, _ = started(checkout)
        house.terminate()
        assert ended(house)[0] == 0
    seeded = [line for line in checkout.managed() if line.startswith("seed_demo")]
    assert seeded == ["seed_demo demo=1"]


def test_migrates_when_something_changed(checkout: Checkout) -> None:
    def start() -> int:
        house, _ = started(checkout)
        house.terminate()
        assert ended(house)[0] == 0
        return len([line for line in checkout.managed() if line.startswith("migrate")])

    assert [start(), start()] == [1, 1]
    migration = checkout.places.source / "preau" / "some" / "migrations" / "0001_initial.py"
    migration.parent.mkdir(parents=True)
    migration.touch()
    assert [start(), start()] == [2, 2]
    forget = "DELETE FROM django_migrations"
    checkout.preau("db", "psql", "-c", forget)
    assert start() == 3, "the base is not the one that was left"


def test_keeps_a_base_made_without_demo_without_it(checkout: Checkout) -> None:
    add_seed_command(checkout)
    for arguments in (["--no-demo"], []):
        house, _ = started(checkout, *arguments)
        house.terminate()
        assert ended(house)[0] == 0
    assert not [line for line in checkout.managed() if "demo=1" in line]
    refused = checkout.preau("run", "--reset-demo", "--port", str(free_port()))
    assert refused.returncode == 1
    assert "--reset-demo" in refused.stderr


def test_resets_the_demo_on_demand(checkout: Checkout) -> None:
    add_seed_command(checkout)
    house, _ = started(checkout)
    checkout.preau("db", "psql", "-c", "INSERT INTO tenancy_site VALUES ('vieille')")
    house.terminate()
    ended(house)
    house, _ = started(checkout, "--reset-demo")
    counted = checkout.preau("db", "psql", "-Atc", "SELECT count(*) FROM tenancy_site")
    house.terminate()
    ended(house)
    assert counted.stdout.strip() == "0"
    assert len([line for line in checkout.managed() if line.startswith("seed_demo")]) == 2


def test_refuses_a_second_house_in_the_same_folder(checkout: Checkout) -> None:
    house, _ = started(checkout)
    second = checkout.preau("run", "--port", str(free_port()))
    assert second.returncode == 1
    assert second.stderr.startswith("Préau tourne déjà dans ce dossier (processus")
    assert str(house.pid) in second.stderr
    house.terminate()
    ended(house)


def test_refuses_a_taken_port_in_one_sentence(checkout: Checkout) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = checkout.preau("run", "--port", str(port))
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"Le port {port} est déjà pris")
    assert refused.stderr.count("\n") == 1
    assert not (checkout.places.live / "pg").exists()


def test_leaves_nothing_behind_when_killed(checkout: Checkout) -> None:
    house, _ = started(checkout)
    house.kill()
    ended(house)
    wait_until(lambda: checkout.processes() == [])
    again, _ = started(checkout)
    again.terminate()
    assert ended(again)[0] == 0


def test_waits_for_the_web_server_of_a_killed_house(checkout: Checkout) -> None:
    with socket.socket() as dying:
        dying.bind(("127.0.0.1", 0))
        dying.listen()
        port = dying.getsockname()[1]
        checkout.places.live.mkdir()
        (checkout.places.live / "run.lock").write_text("123456")
        house = checkout.start("run", "--port", str(port))
        time.sleep(1)
        assert house.poll() is None
    wait_until(lambda: "procrastinate worker demo=1" in seen(checkout))
    house.terminate()
    assert ended(house)[0] == 0


def test_restarts_a_fallen_worker_but_not_a_fallen_web(checkout: Checkout) -> None:
    house, _ = started(checkout)
    os.kill(find(checkout, b"procrastinate"), signal.SIGKILL)
    wait_until(lambda: checkout.managed().count("procrastinate worker demo=1") == 2)
    os.kill(find(checkout, b"granian"), signal.SIGKILL)
    code, text = ended(house)
    assert code == 1
    assert "«\u00a0worker\u00a0» s’est arrêté (code -9)" in text
    assert "«\u00a0web\u00a0» s’est arrêté tout seul (code -9)" in text
    assert checkout.processes() == []


def find(checkout: Checkout, word: bytes) -> int:
    """The eldest process of this checkout whose command line holds ``word``."""
    named = [
        pid for pid in checkout.processes() if word in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]
    return min(named)


def test_never_shows_the_demo_in_production(checkout: Checkout) -> None:
    port = free_port()
    house = checkout.start("run", "--port", str(port), PREAU_ENV="prod")
    wait_until(lambda: "procrastinate worker demo=0" in seen(checkout))
    house.terminate()
    assert ended(house)[0] == 0


def seen(checkout: Checkout) -> list[str]:
    try:
        return checkout.managed()
    except FileNotFoundError:
        return []
