"""One rehearsal: voters vote and change their minds, the box closes, is sealed and counted."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import Person, User
from preau.accounts.policies import may_run_process
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record

from ..actions import cast_ballot, close_contest, record_draw
from ..formats import Choices, ballot_formats
from ..models import Contest, Count, Election, Rehearsal
from ..receipts import Receipt
from .checks import check_closed_box, check_late, check_open_box
from .copy import copy_election, make_voters

LARGEST = 500
#: Shares of voters who also vote for the whole town, who vote blank, who change their minds.
TOWN, BLANK, CHANGED = 0.8, 0.05, 0.1
#: What is drawn in public when a rehearsal ends in a tie.
DRAW = "répétition"
Describe = Callable[[Contest, Count], dict[str, Any]]


@dataclass
class Cast:
    """What the synthetic voters did in one contest: the last receipt of each, and how many changes."""

    receipts: dict[int, Receipt] = field(default_factory=dict)
    changes: int = 0
    blank: int = 0


class _TakenBack(Exception):
    """Raised at the end of a rehearsal so that its transaction is undone."""


def rehearse(
    *, election: Election, voters: int, seed: str, actor: Person, describe: Describe
) -> Rehearsal:
    """Rehearse ``election`` with synthetic voters drawn from ``seed``; only the report is kept.

    ``describe`` adds to the report of each contest what a higher floor knows of it, while its copy
    still exists. Raises ``Refused``.
    """
    demand(may_run_process(actor, election.step.process_id))
    demand(_refusal(election, voters))
    began = time.monotonic()
    report: dict[str, Any] = {}
    rng = Random(seed)  # noqa: S311 (nothing secret is drawn)
    try:
        with transaction.atomic():
            report = _run(election, voters, rng, actor, describe)
            raise _TakenBack
    except _TakenBack:
        report["seconds"] = round(time.monotonic() - began, 1)
    return _keep(election, voters, seed, actor, report)


def _refusal(election: Election, voters: int) -> Refusal | None:
    if not election.contests.exists():
        return Refusal(
            "no_contest",
            _("Il n’y a encore rien à répéter : aucun bulletin n’est dressé."),
            remedy=_("Dressez la liste, puis répétez le vote."),
        )
    if not 1 <= voters <= LARGEST:
        said = _("Une répétition fait voter de 1 à %(most)s personnes.")
        return Refusal("wrong_size", said % {"most": LARGEST})
    return None


@transaction.atomic
def _keep(
    election: Election, voters: int, seed: str, actor: Person, report: dict[str, Any]
) -> Rehearsal:
    kept = Rehearsal.objects.create(
        election=election,
        at=clock.now(),
        by=actor if isinstance(actor, User) else None,
        voters=voters,
        seed=seed,
        report=report,
    )
    record(
        actor=actor,
        verb="rehearsed",
        subject=election,
        process_id=election.step.process_id,
        voters=voters,
        is_right=kept.is_right,
    )
    return kept


def _run(
    election: Election, voters: int, rng: Random, actor: Person, describe: Describe
) -> dict[str, Any]:
    copied = copy_election(election)
    contests = list(copied.contests.select_related("zone"))
    for contest in contests:
        contest.election = copied
    people = make_voters(voters, [one.zone for one in contests if one.zone], rng)
    cast = _vote(contests, people, rng)
    checks = {contest.pk: check_open_box(contest) for contest in contests}
    _end(copied)
    for contest in contests:
        checks[contest.pk] |= check_late(contest, _neighbour(contest, people))
    told = []
    for contest in contests:
        standing = _count(contest, actor)
        tried = checks[contest.pk] | check_closed_box(contest, cast[contest.pk])
        told.append(_tell(contest, standing, cast[contest.pk], tried) | describe(contest, standing))
    return {"contests": told}


def _vote(contests: list[Contest], people: list[User], rng: Random) -> dict[int, Cast]:
    cast = {contest.pk: Cast() for contest in contests}
    for person in people:
        for contest in contests:
            if contest.zone_id is None and rng.random() >= TOWN:
                continue
            if contest.zone_id in (None, person.zone_id):
                _vote_once(contest, person, rng, cast[contest.pk])
    return cast


def _vote_once(contest: Contest, person: User, rng: Random, cast: Cast) -> None:
    changes = rng.random() < CHANGED
    for _turn in range(1 + changes):
        ballot = _ballot(contest, rng)
        answer = cast_ballot(contest=contest, voter=person, choices=ballot)
        if isinstance(answer, Refusal):
            raise Refused(answer)
        cast.receipts[person.pk] = answer
    cast.changes += changes
    cast.blank += not ballot


def _ballot(contest: Contest, rng: Random) -> Choices:
    way = ballot_formats.get(contest.ballot_format)
    drawn = way.empty() if rng.random() < BLANK else way.sample(contest, rng)
    if way.misfit(contest, drawn) is None:
        return drawn
    return way.empty() if contest.allows_blank else way.sample(contest, rng)


def _neighbour(contest: Contest, people: list[User]) -> User:
    """Somebody who might vote there; anyone when nobody lives there."""
    return next((one for one in people if contest.zone_id in (None, one.zone_id)), people[0])


def _end(election: Election) -> None:
    """The hour of closing passes: the copies alone know of it."""
    at = clock.now()
    for contest in election.contests.all():
        contest.opens_at, contest.closes_at = at - timedelta(hours=1), at
        contest.save(update_fields=["opens_at", "closes_at"])


def _count(contest: Contest, actor: Person) -> Count:
    answer = close_contest(contest=contest)
    if isinstance(answer, Count) and answer.needs_draw:
        answer = record_draw(contest=contest, seed=DRAW, actor=actor)
    if isinstance(answer, Refusal):
        raise Refused(answer)
    return answer


def _tell(contest: Contest, standing: Count, cast: Cast, checks: dict[str, bool]) -> dict[str, Any]:
    return {
        "slug": contest.slug,
        "title": contest.title,
        "ballots": len(cast.receipts),
        "changes": cast.changes,
        "blank": cast.blank,
        "drawn": standing.draw_seed,
        "winners": [
            [option.number, option.title]
            for number in standing.winners
            for option in contest.listed
            if option.number == number
        ],
        "checks": checks,
    }
