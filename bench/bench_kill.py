"""What a vote is worth when the machine fails: ``kill -9`` in the middle of a rush, again and again.

    ./preau bench kill [--times N] [--voters N] [--json]

In each round voters confirm all at once; a web worker, then the job worker, then PostgreSQL is
killed while they do; what was killed starts again by itself, or as after a power cut, and who saw
no receipt tries once more. The last round has a synchronous standby: the primary is killed and the
standby promoted. After each round, every receipt that was shown is looked for in the box, and the
box is held against the roll.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import town
from bench_vote import Visit, cookies_of
from clusters import Server, primary, standby, take_over
from served import HERE, Browser, rush, served

AT_ONCE = 16
#: Seconds after the first ballots when somebody dies: while others are on their way.
SOON = (0.05, 0.6)
VICTIMS = ("web worker", "job worker", "PostgreSQL")


class Rounds:
    """Rounds of voters in one contest, and what was seen wrong in any of them."""

    def __init__(self, site: Any, contest: Any, port: int) -> None:
        self.site, self.contest, self.port = site, contest, port
        self.shown: set[str] = set()
        self.voters = self.broken = 0
        self.wrong: list[str] = []

    def play(self, name: str, voters: int, kill: Callable[[], None]) -> None:
        """One round: ``kill`` is called while ``voters`` confirm."""
        visits = self._arrive(voters)
        self.voters += voters
        death = threading.Timer(random.uniform(*SOON), kill)
        death.start()
        rush([lambda one=one: _try(one) for one in visits], at_once=AT_ONCE)
        death.join()
        late = [one for one in visits if not one.receipt]
        self.broken += len(late)
        self._wait_for_answers()
        rush([lambda one=one: _try(one) for one in late], at_once=AT_ONCE)
        self._judge(name, visits)

    def _arrive(self, voters: int) -> list[Visit]:
        from voters import sign_in_voters

        from preau.tenancy.scope import use_site

        with use_site(self.site):
            people = sign_in_voters(self.contest, voters, with_drafts=True)
        visits = []
        for person in people:
            browser = Browser(self.port, cookies_of(person))
            visits.append(Visit(browser, self.contest, person.choices, form=person.csrf))
        return visits

    def _wait_for_answers(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if Browser(self.port).ask("/connexion/")[0] == 200:
                    return
            time.sleep(0.1)
        raise SystemExit("nothing answers a minute after the kill")

    def _judge(self, name: str, visits: list[Visit]) -> None:
        from django.db import connection

        from preau.tenancy.scope import use_site

        connection.close()  # the server of before is gone
        mute = sum(not one.receipt for one in visits)
        if mute:
            self.wrong.append(f"{name}: {mute} voters without a receipt after a second try")
        self.shown |= {one.receipt for one in visits if one.receipt}
        with use_site(self.site):
            inside = set(self.contest.ballots.values_list("receipt", flat=True))
            box, roll = self.contest.ballots.count(), self.contest.roll.count()
        if self.shown - inside:
            self.wrong.append(f"{name}: {len(self.shown - inside)} receipts shown, not in the box")
        if not box == roll == self.voters - mute:
            self.wrong.append(f"{name}: {self.voters} voters, {roll} on the roll, {box} in the box")


def _try(visit: Visit) -> None:
    """Confirm and read the receipt; a server that dies meanwhile is an answer like another."""
    with contextlib.suppress(OSError, http.client.HTTPException):
        visit.confirm()
        visit.read_receipt()
    visit.browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="./preau bench kill")
    parser.add_argument("--times", type=int, default=6)
    parser.add_argument("--voters", type=int, default=24)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started is stopped
    town.start()
    site = town.open_town()
    from django.db import connections
    from voters import open_vote

    from preau.tenancy.scope import use_site

    with use_site(site):
        contest = open_vote()
    connections.close_all()
    with primary() as server, served("product") as (port, web):
        rounds = Rounds(site, contest, port)
        for number in range(asked.times):
            victim = VICTIMS[number % len(VICTIMS)]
            rounds.play(victim, asked.voters, _killer(victim, server, web))
        connections.close_all()
    with (
        primary(synchronous_standby_names="standby") as server,
        standby(server) as copy,
        served("product") as (port, _web),
    ):
        rounds.port = port
        connections.close_all()
        rounds.play("standby", asked.voters, lambda: _fail_over(server, copy))
        connections.close_all()
    report(rounds, asked.times + 1, as_json=asked.json)


def _killer(victim: str, server: Server, web: subprocess.Popen[bytes]) -> Callable[[], None]:
    if victim == "web worker":
        return lambda: os.kill(random.choice(_children(web.pid)), signal.SIGKILL)
    if victim == "PostgreSQL":
        return lambda: _cut_power(server)
    command = [sys.executable, "-m", "config.manage", "procrastinate", "worker"]
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    worker = subprocess.Popen(command, cwd=HERE.parent, env=env, stderr=subprocess.DEVNULL)
    time.sleep(3)  # it is at work
    return worker.kill


def _cut_power(server: Server) -> None:
    server.kill()
    server.start()


def _fail_over(old: Server, new: Server) -> None:
    old.kill()
    take_over(new, old)


def _children(pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (entry / "stat").read_text().rpartition(")")[2].split()
            if int(words[1]) == pid and b"spawn_main" in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
    return found or [pid]


def report(rounds: Rounds, kills: int, *, as_json: bool) -> None:
    figures = {
        "kills": kills,
        "voters": rounds.voters,
        "interrupted": rounds.broken,
        "receipts_shown": len(rounds.shown),
        "wrong": rounds.wrong,
    }
    if as_json:
        print(json.dumps(figures))
    else:
        print("\n".join(f"{name}: {figure}" for name, figure in figures.items()))
    if rounds.wrong:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
