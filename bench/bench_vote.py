"""A rush to vote over real HTTP: every voter with a session, a secret of forms and a connection.

    ./preau bench vote [--voters N] [--at-once N] [--same N] [--json]

Everyone reads the list, fills a ballot and reads it again; then all confirm as fast as the server
takes them; then one in five changes and confirms again; then everyone reads their receipt. The floor
is measured before and after, in the same way: one durable insert a request. Nothing leaves the
loopback. Two ratios are printed: ballots confirmed a second to inserts a second, and the processor
that each spends (clients, server and base together), which other work on the machine does not blur.
Who is told to wait comes back when told: p50, p95 and p99 are of each answer to « Confirmer », the
rows of those who wait until they have voted.

With ``--same`` each of N voters confirms twice at the same instant, from two windows: how many have
one ballot, one line on the roll and one receipt.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parent))

import floor_insert
import town
from figures import HEADINGS, line, percentile
from meter import Meter, Spent
from served import Browser, granian, read_for, rush, served

MOST_VOTERS = 2000
CHANGERS = 5
WAKING = 5
AT_ONCE_TWICE = 32
FORM = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
WORDS = re.compile(r'class="stub__words">([^<]+)<')
SIGNS = re.compile(r'class="stub__code">([^<]+)<')


@dataclass
class Visit:
    """One voter at the booth, and what went wrong there."""

    browser: Browser
    contest: Any
    choices: list[int]
    form: str = ""
    receipt: str = ""
    #: Seconds of each answer to « Confirmer », those that said to wait among them.
    answers: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def read_list(self) -> float:
        """The list of projects, with the secret of forms that comes along: its seconds."""
        start = time.perf_counter()
        _, (status, _, body) = self.browser.ask_until_served(self.contest.url("choose"))
        seconds = time.perf_counter() - start
        found = FORM.search(body.decode())
        if status != 200 or found is None:
            self.errors.append(f"list: {status}")
        else:
            self.form = found[1]
        return seconds

    def fill(self, place: int) -> float:
        """One choice put on the ballot: its seconds."""
        start = time.perf_counter()
        self._post("act", "choose", act="add", option=self.choices[place % len(self.choices)])
        return time.perf_counter() - start

    def read_again(self) -> float:
        """The ballot as it will be cast, before it is: its seconds."""
        start = time.perf_counter()
        _, (status, _, _) = self.browser.ask_until_served(self.contest.url("review"))
        if status != 200:
            self.errors.append(f"read again: {status}")
        return time.perf_counter() - start

    def change(self) -> None:
        """Take the first choice away."""
        self._post("act", "choose", act="remove", option=self.choices[0])

    def confirm(self) -> float:
        """« Confirmer mon bulletin », until the answer that leads to the receipt: its seconds."""
        start = time.perf_counter()
        self.answers += self._post("review", "receipt")
        return time.perf_counter() - start

    def read_receipt(self) -> float:
        start = time.perf_counter()
        _, (status, _, body) = self.browser.ask_until_served(self.contest.url("receipt"))
        page = body.decode()
        words, signs = WORDS.search(page), SIGNS.search(page)
        if status == 200 and words and signs:
            self.receipt = f"{words[1]}-{signs[1]}"
        else:
            self.errors.append(f"receipt: {status}")
        self.browser.close()
        return time.perf_counter() - start

    def _post(self, page: str, leads_to: str, **fields: Any) -> list[float]:
        form = urlencode({"csrfmiddlewaretoken": self.form, **fields})
        each, (status, location, _) = self.browser.ask_until_served(self.contest.url(page), form)
        if status != 302 or not location.startswith(self.contest.url(leads_to)):
            self.errors.append(f"{page}: {status} {location}")
        return each


def main() -> int:
    parser = argparse.ArgumentParser(prog="./preau bench vote")
    parser.add_argument("--voters", type=int, default=200)
    parser.add_argument("--at-once", type=int, default=32)
    parser.add_argument("--same", type=int, default=0, metavar="N")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if asked.same:
        return twice(asked.same, as_json=asked.json)
    voters, at_once = min(asked.voters, MOST_VOTERS), min(asked.at_once, asked.voters)
    town.start()
    floor_insert.prepare()
    site = town.open_town()
    from voters import open_vote, sign_in_voters

    from preau.tenancy.scope import use_site

    with use_site(site):
        contest = open_vote()
        people = sign_in_voters(contest, voters, with_drafts=False)
    floors = [floor(at_once)]
    rounds, visits, changed = vote(contest, people, at_once)
    floors.append(floor(at_once))
    with use_site(site):
        figures = judge(contest, visits, changed)
    answers = [one for visit in visits for one in visit.answers]
    report(floors, rounds, answers, figures, as_json=asked.json)
    return 0


def twice(voters: int, *, as_json: bool) -> int:
    """Two windows of one voter confirm together; 1 when one of them has not exactly one ballot."""
    town.start()
    site = town.open_town()
    from voters import open_vote, sign_in_voters

    from preau.tenancy.scope import use_site

    with use_site(site):
        contest = open_vote()
        people = sign_in_voters(contest, voters, with_drafts=True)
    with granian("product") as port:
        windows = [
            Visit(Browser(port, cookies_of(person)), contest, person.choices, form=person.csrf)
            for person in people
            for _ in range(2)
        ]
        rush([visit.confirm for visit in windows], at_once=AT_ONCE_TWICE)
        rush([visit.read_receipt for visit in windows], at_once=AT_ONCE_TWICE)
    pairs = zip(windows[::2], windows[1::2], strict=True)
    with use_site(site):
        found = {
            "voters": voters,
            "ballots": contest.ballots.count(),
            "roll": contest.roll.count(),
            "one_receipt": sum(
                bool(one.receipt) and one.receipt == two.receipt for one, two in pairs
            ),
            "replaced": contest.receipts.count(),
            "errors": sum(len(visit.errors) for visit in windows),
        }
    print(json.dumps(found) if as_json else ", ".join(f"{k}: {v}" for k, v in found.items()))
    is_one = found["ballots"] == found["roll"] == found["one_receipt"] == voters
    return 0 if is_one and not found["replaced"] + found["errors"] else 1


def cookies_of(person: Any) -> dict[str, str]:
    return dict(one.split("=") for one in person.cookies.split("; "))


@dataclass(frozen=True)
class Round:
    """The same request of many: seconds of each, of all, and the processor they took."""

    name: str
    each: list[float]
    seconds: float
    spent: Spent

    @property
    def per_second(self) -> float:
        return len(self.each) / self.seconds

    @property
    def processor_ms(self) -> float:
        """Milliseconds of processor a request, of all who work on it."""
        return 1000 * self.spent.whole / len(self.each)


def measured(meter: Meter, name: str, acts: list[Callable[[], float]], at_once: int) -> Round:
    before = meter.read()
    each, seconds = rush(acts, at_once=at_once)
    return Round(name, each, seconds, meter.read() - before)


def floor(at_once: int) -> Round:
    """One durable insert a request, the server awake."""
    with served("floor_insert") as (port, server):
        read_for(port, "/", seconds=0.5, readers=at_once)
        meter, seconds = Meter(server.pid), 3.0
        before = meter.read()
        rate = read_for(port, "/", seconds=seconds, readers=at_once)
        spent = meter.read() - before
    count = round(rate * seconds)
    return Round("floor: one insert a request", [1 / rate] * count, count / rate, spent)


def vote(
    contest: Any, people: list[Any], at_once: int
) -> tuple[dict[str, Round], list[Visit], int]:
    """The whole rush, request by request; who came, and how many changed their mind."""
    with served("product") as (port, server):
        visits = [Visit(Browser(port, cookies_of(one)), contest, one.choices) for one in people]
        changers = visits[::CHANGERS]
        meter = Meter(server.pid)

        def play(name: str, who: list[Visit], act: Callable[[Visit], float]) -> Round:
            return measured(meter, name, [partial(act, one) for one in who], at_once)

        rounds = {"list": play("list of 40 projects", visits, Visit.read_list)}
        for place in range(len(visits[0].choices)):
            rounds["fill"] = play("a choice made", visits, lambda one, at=place: one.fill(at))
        rounds["review"] = play("ballot read again", visits, Visit.read_again)
        # The floor is measured on a server that is awake; so is the product.
        early, rest = visits[: len(visits) // WAKING], visits[len(visits) // WAKING :]
        rush([visit.confirm for visit in early], at_once=at_once)
        rounds["confirm"] = play("ballot confirmed", rest, Visit.confirm)
        rush([visit.change for visit in changers], at_once=at_once)
        rounds["again"] = play("another confirmed instead", changers, Visit.confirm)
        rounds["receipt"] = play("receipt read", visits, Visit.read_receipt)
    return rounds, visits, len(changers)


def judge(contest: Any, visits: list[Visit], changed: int) -> dict[str, float]:
    """Held against the database: what was cast twice, what is not in the box, what went wrong."""
    from preau.voting.models import ReceiptLine

    inside = set(contest.ballots.values_list("receipt", flat=True))
    shown = {visit.receipt for visit in visits if visit.receipt}
    box, roll = contest.ballots.count(), contest.roll.count()
    replaced = contest.receipts.filter(state=ReceiptLine.State.REPLACED).count()
    errors = [error for visit in visits for error in visit.errors]
    for error in sorted(set(errors)):
        print(f"{errors.count(error)} × {error}", file=sys.stderr)
    confirmed = len(visits) + changed
    return {
        "voters": len(visits),
        "put_off": sum(len(visit.answers) for visit in visits) - confirmed,
        "duplicates": max(0, box - len(visits)) + max(0, roll - len(visits)),
        "lost": len(visits) - len(shown & inside) + max(0, changed - replaced),
        "errors": len(errors),
    }


def report(
    floors: list[Round],
    rounds: dict[str, Round],
    answers: list[float],
    figures: dict[str, float],
    *,
    as_json: bool,
) -> None:
    casting = [rounds["confirm"], rounds["again"]]
    each = [one for round_ in casting for one in round_.each]
    ballots = len(each) / sum(one.seconds for one in casting)
    floor_rate = sum(one.per_second for one in floors) / len(floors)
    floor_ms = sum(one.processor_ms for one in floors) / len(floors)
    ballot_ms = 1000 * sum(one.spent.whole for one in casting) / len(each)
    if as_json:
        shares = {"p50_ms": 0.5, "p95_ms": 0.95, "p99_ms": 0.99}
        found = {"ballots_per_second": round(ballots, 1), "floor_per_second": round(floor_rate, 1)}
        found |= {name: round(percentile(answers, share), 1) for name, share in shares.items()}
        found["until_cast_p99_ms"] = round(percentile(each, 0.99), 1)
        found |= {"ballot_cpu_ms": round(ballot_ms, 2), "floor_cpu_ms": round(floor_ms, 2)}
        print(json.dumps(found | figures))
        return
    print(f"{HEADINGS}{'processor ms: all':>20}{'clients':>9}{'server':>9}{'base':>9}")
    for one in [floors[0], *rounds.values(), floors[-1]]:
        parts = (one.spent.whole, one.spent.clients, one.spent.web, one.spent.database)
        spent = "".join(f"{1000 * part / len(one.each):9.2f}" for part in parts)
        rate = line(one.name, one.per_second, one.each, one.per_second / floor_rate)
        print(f"{rate}{'':9}{spent}")
    print(
        line(
            "each answer to « Confirmer »",
            len(answers) / sum(one.seconds for one in casting),
            answers,
        )
    )
    print(f"ballots a second, of inserts a second: {100 * ballots / floor_rate:.0f} %")
    print(f"an insert's processor, of a ballot's: {100 * floor_ms / ballot_ms:.0f} %")
    print(", ".join(f"{name}: {number}" for name, number in figures.items()))


if __name__ == "__main__":
    sys.exit(main())
