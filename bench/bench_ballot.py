"""Casting a ballot, as a ratio to one durable insert in the same run on the same cluster.

    ./preau bench ballot

The floor, the action and the whole gesture (« Confirmer mon bulletin »: a form sent, with session
and secret of forms) take turns; the median round is kept. One request at a time, without a
network; every commit waits for the disk.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import floor_insert
import town
from figures import HEADINGS, line, timed
from loop import ask, post

ROUNDS = 5
EACH = 120


def main() -> None:
    town.start()
    floor_insert.prepare()
    site = town.open_town()
    from voters import open_vote, sign_in_voters

    from config.wsgi import application
    from preau.tenancy.scope import use_site

    with use_site(site):
        _check_durable()
        contest = open_vote()
        people = sign_in_voters(contest, 2 * (EACH * ROUNDS + 5), with_drafts=True)
    half = len(people) // 2
    casting = iter([partial(cast, contest, voter) for voter in people[:half]])
    gestures = iter([partial(confirm, application, contest, voter) for voter in people[half:]])
    inserts = iter(partial(insert), None)
    rounds: dict[str, list[tuple[list[float], float]]] = {"insert": [], "action": [], "gesture": []}
    for number in range(-1, ROUNDS):
        count = EACH if number >= 0 else 5  # the first round warms up
        found = {"insert": timed(_some(inserts, count))}
        with use_site(site):
            found["action"] = timed(_some(casting, count))
        found["gesture"] = timed(_some(gestures, count))
        if number >= 0:
            for name, measured in found.items():
                rounds[name].append(measured)
    report(rounds)
    with use_site(site):
        check(contest, len(people))


def _some(acts: Any, count: int) -> list[Callable[[], Any]]:
    return [next(acts) for _ in range(count)]


def insert() -> Callable[[], Any]:
    return partial(ask, floor_insert.application, "/")


def cast(contest: Any, voter: Any) -> None:
    from preau.tenancy.addresses import answering_at
    from preau.voting.actions import cast_ballot
    from preau.voting.receipts import Receipt

    with answering_at("http://localhost"):
        answer = cast_ballot(contest=contest, voter=voter.user, choices=voter.choices)
    if not isinstance(answer, Receipt):
        raise SystemExit(f"refused: {answer}")


def confirm(application: Any, contest: Any, voter: Any) -> None:
    status, _ = post(application, contest.url("review"), cookies=voter.cookies, csrf=voter.csrf)
    if not status.startswith("302"):
        raise SystemExit(f"not cast: {status}")


def report(rounds: dict[str, list[tuple[list[float], float]]]) -> None:
    words = {"insert": "floor: one insert", "action": "cast_ballot", "gesture": "whole gesture"}
    print(HEADINGS)
    floors = [len(spent) / whole for spent, whole in rounds["insert"]]
    for name, turns in rounds.items():
        every = [one for spent, _whole in turns for one in spent]
        rates = [len(spent) / whole for spent, whole in turns]
        ratios = [rate / floor for rate, floor in zip(rates, floors, strict=True)]
        print(line(words[name], statistics.median(rates), every, statistics.median(ratios)))


def _check_durable() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for setting in ("fsync", "synchronous_commit"):
            cursor.execute(f"SHOW {setting}")
            if cursor.fetchone()[0] != "on":
                raise SystemExit(f"{setting} is not on: nothing to compare with")


def check(contest: Any, cast: int) -> None:
    """What was measured really happened: one ballot and one line of the roll for each voter."""
    found = (contest.ballots.count(), contest.roll.count())
    if found != (cast, cast):
        raise SystemExit(f"{cast} ballots cast, {found} found in the box and on the roll")


if __name__ == "__main__":
    main()
