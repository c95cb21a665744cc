"""Votes: the list, the boxes, and ballots that enter by the same door as any other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from preau.budgeting.actions import draw_ballot_list, proclaim_winners
from preau.demo.content import CITY_WIDE, DemoBallot, Edition, ballots
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused
from preau.processes.models import Process
from preau.voting.actions import cast_ballot, open_election
from preau.voting.imports import Line, close_now, put_many
from preau.voting.models import Contest, Election, new_key
from preau.voting.paper.actions import add_station, set_paper_rule
from preau.voting.records import options_of
from preau.voting.sealed.log import check_boxes

from .town import Town

BATCH = 2000
#: Days between the drawing of the list and the opening, and between closing and proclamation.
DRAWN_BEFORE = 10
PROCLAIMED_AFTER = 3
#: Cast their ballot by the public door, with a receipt in their mail.
EARLY_VOTERS = {"saint-aubin": "laure"}

STATIONS = ("Hôtel de ville", "Médiathèque")


@dataclass(frozen=True)
class Box:
    """A contest with the ids of its options by number."""

    contest: Contest
    options: dict[int, int]


def open_vote(town: Town, edition: Edition, process: Process) -> None:
    """Draw the list, open the boxes at the hour of the step, and fill them until now."""
    election = _draw_and_open(town, process)
    opens_at = process.ordered_steps[2].opens_at
    assert opens_at is not None
    now = clock.now()
    early = EARLY_VOTERS.get(town.city.key)
    minutes = max(1, int((now - opens_at).total_seconds() // 60))
    cast = ballots(edition, town.city.zones, voters=edition.voters - bool(early), minutes=minutes)
    boxes = _boxes(election)
    _fill(boxes, opens_at, cast)
    if early:
        _vote_early(town, boxes, early, now - (now - opens_at) / 4)
    _take_paper(town, election, opens_at)
    check_boxes(election)


def _take_paper(town: Town, election: Election, opens_at: datetime) -> None:
    """Two places take votes in person, so that the work of polling clerks can be tried."""
    with clock.stopped(opens_at + timedelta(minutes=1)):
        set_paper_rule(election=election, precedence="paper", late_hours=24, actor=town.owner)
        for name in STATIONS:
            add_station(election=election, name=name, place="", actor=town.owner)


def hold_past_vote(town: Town, edition: Edition, process: Process) -> None:
    """A whole vote of the past: opened, filled, sealed, counted and proclaimed at its moments.

    The database judges ballots by its own clock, so the boxes stay open while they go in.
    """
    step = process.ordered_steps[2]
    opens_at, closes_at = step.opens_at, step.closes_at
    assert opens_at is not None
    assert closes_at is not None
    step.closes_at = clock.now() + timedelta(hours=1)  # in memory only: the step keeps its dates
    election = _draw_and_open(town, process)
    step.closes_at = closes_at
    minutes = int((closes_at - opens_at).total_seconds() // 60)
    cast = ballots(edition, town.city.zones, minutes=minutes)
    _fill(_boxes(election), opens_at, cast)
    with clock.stopped(closes_at):
        close_now(election=election, actor=town.owner)
    with clock.stopped(closes_at + timedelta(days=PROCLAIMED_AFTER, hours=1)):
        proclaim_winners(process=process, actor=town.owner)


def _draw_and_open(town: Town, process: Process) -> Election:
    step = process.ordered_steps[2]
    assert step.opens_at is not None
    with clock.stopped(step.opens_at - timedelta(days=DRAWN_BEFORE) + timedelta(hours=10)):
        draw_ballot_list(process=process, actor=town.owner)
    election = Election.objects.get(step=step)
    election.step = step
    with clock.stopped(step.opens_at - timedelta(hours=8)):
        answer = open_election(election=election, actor=town.owner)
    if isinstance(answer, Refusal):
        raise Refused(answer)
    return election


def _boxes(election: Election) -> dict[str, Box]:
    """Boxes by zone code, the town's under the key of the material."""
    found = {}
    for contest in election.contests.select_related("zone"):
        contest.election = election
        key = contest.zone.slug if contest.zone else CITY_WIDE
        options = {option.number: option.pk for option in options_of(contest)}
        found[key] = Box(contest, options)
    return found


def _fill(
    boxes: dict[str, Box],
    opens_at: datetime,
    cast: Iterator[DemoBallot],
) -> None:
    """Put ballots in their boxes, each with its receipt and its line on the roll.

    Nobody in the database stands behind them: keys are drawn, one for each voter on the roll.
    """
    keys: dict[int, str] = {}
    known = (ballot for ballot in cast if ballot.contest in boxes)
    while batch := list(islice(known, BATCH)):
        put_many(
            [
                Line(
                    contest=boxes[ballot.contest].contest.pk,
                    voter=keys.setdefault(ballot.voter, new_key()),
                    at=opens_at + timedelta(minutes=ballot.minute),
                    choices=_choices(boxes[ballot.contest], ballot),
                )
                for ballot in batch
            ]
        )


def _choices(box: Box, ballot: DemoBallot) -> list[int]:
    """The drawn ballot as its box keeps it: in rank order, or without order."""
    named = [box.options[number] for number in ballot.choices]
    return named if box.contest.ballot_format == "ranked" else sorted(named)


def _vote_early(town: Town, boxes: dict[str, Box], key: str, at: datetime) -> None:
    """A persona votes in her neighbourhood; her ballot can still be changed."""
    voter = town.people[key]
    assert voter.zone is not None
    box = boxes[voter.zone.slug]
    with clock.stopped(at):
        answer = cast_ballot(
            contest=box.contest, voter=voter, choices=list(box.options.values())[:2]
        )
    if isinstance(answer, Refusal):
        raise Refused(answer)
