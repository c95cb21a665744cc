"""A rush to vote over real HTTP: every voter with a session, a secret of forms and a connection.

    ./preau bench vote [--voters N] [--at-once N] [--same N] [--json]

Everyone reads the list and fills a ballot; then all confirm as fast as the server takes them; then
one in five changes and confirms again; then everyone reads their receipt. The floor is measured
before and after, in the same way: one durable insert a request. Nothing leaves the loopback.

With ``--same`` each of N voters confirms twice at the same instant, from two windows: how many have
one ballot, one line on the roll and one receipt.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parent))

import floor_insert
import town
from figures import HEADINGS, line, percentile
from served import Browser, granian, read_for, rush

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
    errors: list[str] = field(default_factory=list)

    def choose(self) -> float:
        """Read the list, put the choices on the ballot, read it again: seconds of the reading."""
        start = time.perf_counter()
        status, _, body = self.browser.ask(self.contest.url("choose"))
        seconds = time.perf_counter() - start
        found = FORM.search(body.decode())
        if status != 200 or found is None:
            self.errors.append(f"list: {status}")
            return seconds
        self.form = found[1]
        for option in self.choices:
            self._post("act", "choose", act="add", option=option)
        return seconds

    def change(self) -> None:
        """Take the first choice away."""
        self._post("act", "choose", act="remove", option=self.choices[0])

    def confirm(self) -> float:
        """« Confirmer mon bulletin », until the answer that leads to the receipt: its seconds."""
        start = time.perf_counter()
        self._post("review", "receipt")
        return time.perf_counter() - start

    def read_receipt(self) -> None:
        status, _, body = self.browser.ask(self.contest.url("receipt"))
        page = body.decode()
        words, signs = WORDS.search(page), SIGNS.search(page)
        if status == 200 and words and signs:
            self.receipt = f"{words[1]}-{signs[1]}"
        else:
            self.errors.append(f"receipt: {status}")
        self.browser.close()

    def _post(self, page: str, leads_to: str, **fields: Any) -> None:
        form = urlencode({"csrfmiddlewaretoken": self.form, **fields})
        status, location, _ = self.browser.ask(self.contest.url(page), form)
        if status != 302 or not location.startswith(self.contest.url(leads_to)):
            self.errors.append(f"{page}: {status} {location}")


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
    before = floor(at_once)
    figures = vote(contest, people, at_once)
    figures["floor_per_second"] = (before + floor(at_once)) / 2
    with use_site(site):
        figures |= judge(contest, figures.pop("visits"), figures.pop("changed"))
    report(figures, as_json=asked.json)
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


def floor(at_once: int) -> float:
    with granian("floor_insert") as port:
        read_for(port, "/", seconds=0.5, readers=at_once)
        return read_for(port, "/", seconds=3, readers=at_once)


def vote(contest: Any, people: list[Any], at_once: int) -> dict[str, Any]:
    """The whole rush; times in seconds."""
    with granian("product") as port:
        visits = [
            Visit(
                Browser(port, cookies_of(person)),
                contest,
                person.choices,
            )
            for person in people
        ]
        changers = visits[::CHANGERS]
        reading, choosing = rush([visit.choose for visit in visits], at_once=at_once)
        # The floor is measured on a server that is awake; so is the product.
        early, rest = visits[: len(visits) // WAKING], visits[len(visits) // WAKING :]
        rush([visit.confirm for visit in early], at_once=at_once)
        first, confirming = rush([visit.confirm for visit in rest], at_once=at_once)
        rush([visit.change for visit in changers], at_once=at_once)
        again, changing = rush([visit.confirm for visit in changers], at_once=at_once)
        rush([visit.read_receipt for visit in visits], at_once=at_once)
    return {
        "visits": visits,
        "changed": len(changers),
        "reading": reading,
        "visits_per_second": len(visits) / choosing,
        "casting": [*first, *again],
        "ballots_per_second": (len(first) + len(again)) / (confirming + changing),
    }


def judge(contest: Any, visits: list[Visit], changed: int) -> dict[str, int]:
    """Held against the database: what was cast twice, what is not in the box, what went wrong."""
    from preau.voting.models import ReceiptLine

    inside = set(contest.ballots.values_list("receipt", flat=True))
    shown = {visit.receipt for visit in visits if visit.receipt}
    box, roll = contest.ballots.count(), contest.roll.count()
    replaced = contest.receipts.filter(state=ReceiptLine.State.REPLACED).count()
    errors = [error for visit in visits for error in visit.errors]
    for error in sorted(set(errors)):
        print(f"{errors.count(error)} × {error}", file=sys.stderr)
    return {
        "voters": len(visits),
        "duplicates": max(0, box - len(visits)) + max(0, roll - len(visits)),
        "lost": len(visits) - len(shown & inside) + max(0, changed - replaced),
        "errors": len(errors),
    }


def report(figures: dict[str, Any], *, as_json: bool) -> None:
    casting, floor_rate = figures["casting"], figures["floor_per_second"]
    if as_json:
        kept = ("ballots_per_second", "floor_per_second", "voters", "duplicates", "lost", "errors")
        found = {name: round(figures[name], 1) for name in kept}
        shares = {"p50_ms": 0.5, "p95_ms": 0.95, "p99_ms": 0.99}
        found |= {name: round(percentile(casting, share), 1) for name, share in shares.items()}
        print(json.dumps(found))
        return
    print(HEADINGS)
    print(f"{'floor: one insert a request':34}{floor_rate:10.0f}")
    print(line("list read, three choices made", figures["visits_per_second"], figures["reading"]))
    ballots = figures["ballots_per_second"]
    print(line("ballots confirmed", ballots, casting, ballots / floor_rate))
    told = ("voters", "duplicates", "lost", "errors")
    print(", ".join(f"{name}: {figures[name]}" for name in told))


if __name__ == "__main__":
    sys.exit(main())
