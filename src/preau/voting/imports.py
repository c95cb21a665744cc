"""Ballots of an election held elsewhere, put in our boxes by the same doors as any other.

The box is open while they go in, so every guard of the database judges them; each ballot has its
line on the roll, under a key that names nobody.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from preau.accounts.models import Person
from preau.accounts.policies import may_run_process
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record

from .actions import close_contest, open_election
from .formats import Choices
from .models import Contest, Election, new_key
from .receipts import new_receipt
from .records import options_of

BATCH = 2000


@transaction.atomic
def open_for_import(*, election: Election, actor: Person) -> None:
    """Open every box of ``election`` now, whatever the dates its step will show in the end."""
    step = election.step
    at = clock.now()
    kept = (step.opens_at, step.closes_at)
    step.opens_at, step.closes_at = at - timedelta(minutes=1), at + timedelta(days=1)
    answer = open_election(election=election, actor=actor)
    if isinstance(answer, Refusal):
        raise Refused(answer)
    step.opens_at, step.closes_at = kept


@dataclass(frozen=True)
class Line:
    """A ballot and the line of the roll that it comes with; nobody stands behind its key."""

    contest: int
    voter: str
    at: datetime
    choices: Choices


def put_many(lines: list[Line]) -> None:
    """Put ballots in their boxes, each with its line and its receipt: one statement for all.

    In columns, not rows: tens of thousands of lines go in twice as fast.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT voting_cast_many(%s::bigint[], %s::text[], %s::timestamptz[], %s::text[],"
            " %s::jsonb[], %s::text[])",
            [
                [one.contest for one in lines],
                [one.voter for one in lines],
                [one.at for one in lines],
                [new_key() for _ in lines],
                [json.dumps(one.choices) for one in lines],
                [new_receipt().code for _ in lines],
            ],
        )


@transaction.atomic
def import_ballots(
    *, contest: Contest, groups: Iterable[tuple[Choices, int]], actor: Person
) -> int:
    """Put groups of identical ballots (by option number, how many) in the box.

    Returns how many went in. Every one gets a receipt and a line on the roll.
    """
    demand(may_run_process(actor, contest.election.step.process_id))
    by_number = {option.number: option.pk for option in options_of(contest)}
    total = 0
    for batch in _batches(groups):
        put_many(
            [
                Line(contest.pk, new_key(), clock.now(), _by_id(ballot, by_number))
                for ballot in batch
            ]
        )
        total += len(batch)
    record(
        actor=actor,
        verb="imported_ballots",
        subject=contest,
        ballots=total,
        process_id=contest.election.step.process_id,
    )
    return total


def _by_id(ballot: Choices, by_number: dict[int, int]) -> Choices:
    if isinstance(ballot, dict):
        return {str(by_number[int(number)]): mark for number, mark in ballot.items()}
    return [by_number[number] for number in ballot]


def _batches(groups: Iterable[tuple[Choices, int]]) -> Iterator[list[Choices]]:
    ballots = itertools.chain.from_iterable(
        itertools.repeat(ballot, times) for ballot, times in groups
    )
    while batch := list(itertools.islice(ballots, BATCH)):
        yield batch


def close_now(*, election: Election, actor: Person) -> None:
    """End an imported election at this very moment: seal and count each of its boxes."""
    at = clock.now()
    for contest in election.contests.select_related("election__step__process"):
        contest.closes_at = at
        contest.save(update_fields=["closes_at"])
        answer = close_contest(contest=contest, actor=actor)
        if isinstance(answer, Refusal):
            raise Refused(answer)
