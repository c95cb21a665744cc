"""What is known of an election without opening its box."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, models

from preau.accounts.models import Person
from preau.electorate.queries import elector_of
from preau.processes.models import Step

from .keys import box_key, voter_key
from .models import Ballot, Contest, Count, Election, RollEntry
from .receipts import Receipt


@dataclass(frozen=True)
class Turnout:
    """People who voted at least once, and ballots in all the boxes."""

    voters: int
    ballots: int


def election_of(step: Step) -> Election | None:
    """The election of a vote step, its contests and their zones in two queries, or already known."""
    known: Election | None = step._state.fields_cache.get("election")
    if known is not None and known.known_voted is not None:
        return known  # read with others for this very page
    return _elections_of([step]).get(step.pk)


def _elections_of(steps: list[Step]) -> dict[int, Election]:
    """The elections of vote steps by step id, each knowing its step and its contests."""
    contests = models.Prefetch(
        "contests", Contest.objects.select_related("zone").defer("zone__polygon")
    )
    found = {
        one.step_id: one
        for one in Election.objects.filter(step__in=steps).prefetch_related(contests)
    }
    for step in steps:
        election = found.get(step.pk)
        if election is not None:
            election.step = step
            for contest in election.contests.all():
                contest.election = election
    return found


def know_elections(steps: list[Step], person: Person) -> None:
    """Read the elections of ``steps``, and where ``person`` has voted, in three statements."""
    elections = list(_elections_of(steps).values())
    keys = {one.pk: key for one in elections if (key := _key_on_roll(one, person))}
    voted: dict[int, set[int]] = {one.pk: set() for one in elections}
    if keys:
        mine = RollEntry.objects.filter(election__in=keys, voter_key__in=keys.values())
        for election_id, contest_id, key in mine.values_list(
            "election_id", "contest_id", "voter_key"
        ):
            if keys[election_id] == key:
                voted[election_id].add(contest_id)
    for one in elections:
        one.known_voted = (person, voted[one.pk])


def turnout(election: Election) -> Turnout:
    """Counted from the roll, never kept: one statement."""
    figures = RollEntry.objects.filter(election=election).aggregate(
        voters=models.Count("voter_key", distinct=True), ballots=models.Count("pk")
    )
    return Turnout(figures["voters"], figures["ballots"])


def sealed_boxes_to_open() -> models.QuerySet[Contest]:
    """Secret contests that are closed and wait for their board."""
    return Contest.objects.filter(is_secret=True, state=Contest.State.CLOSED, opening__isnull=True)


def ballots_cast(contest: Contest) -> int:
    """Ballots in the box of one contest."""
    return Ballot.objects.filter(contest=contest).count()


def current_count(contest: Contest) -> Count | None:
    """The last count of a contest; it may still need a draw."""
    return Count.objects.filter(contest=contest).order_by("-pk").first()


def contests_voted(election: Election, person: Person) -> set[int]:
    """Ids of the contests of ``election`` in which ``person`` has voted: one statement."""
    if election.known_voted is not None and election.known_voted[0] == person:
        return election.known_voted[1]
    key = _key_on_roll(election, person)
    if key is None:
        return set()
    entries = RollEntry.objects.filter(election=election, voter_key=key)
    return set(entries.values_list("contest_id", flat=True))


def _key_on_roll(election: Election, person: Person) -> str | None:
    elector = elector_of(election.step, person)
    return voter_key(election.roll_key, elector.id) if elector is not None else None


def has_voted(contest: Contest, person: Person) -> bool:
    """True when the roll holds ``person`` for this contest, before closing and after."""
    return contest.pk in contests_voted(contest.election, person)


def secret_of(contest: Contest) -> str | None:
    """What finds a voter's place in the box; None once it is destroyed. Never kept in memory."""
    with connection.prepared_cursor() as cursor:  # type: ignore[attr-defined]  # of our backend
        cursor.execute("SELECT key FROM voting_boxsecret WHERE contest_id = %s", [contest.pk])
        found = cursor.fetchone()
    return str(found[0]) if found is not None else None


def my_ballot(contest: Contest, person: Person) -> Ballot | None:
    """The ballot of ``person`` while it can still be replaced; after closing nobody can tell."""
    elector = elector_of(contest.election.step, person)
    if elector is None:
        return None
    secret = secret_of(contest)
    if secret is None:
        return None
    return Ballot.objects.filter(contest=contest, box_key=box_key(secret, elector.id)).first()


def my_receipt(contest: Contest, person: Person) -> Receipt | None:
    """The receipt of the ballot of ``person`` that is in the box; None after closing."""
    ballot = my_ballot(contest, person)
    return Receipt(ballot.receipt) if ballot is not None and ballot.receipt else None
