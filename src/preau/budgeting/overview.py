"""A proclaimed edition at a glance: winners and money by contest, turnout, map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from preau.processes.models import Process
from preau.voting.fraud.note import note_of
from preau.voting.models import Contest
from preau.voting.outcomes import voters_by_channel, voters_by_contest
from preau.voting.queries import turnout

from .models import Edition, Winner
from .policies import contests_of
from .zonemap import zone_map


@dataclass(frozen=True)
class ContestLine:
    """A contest in the overview: its winners and its money, in cents."""

    contest: Contest
    winners: list[Winner]
    voters: int

    @property
    def spent_cents(self) -> int:
        return sum(winner.cost_cents for winner in self.winners)

    @property
    def used_permille(self) -> int:
        return round(1000 * self.spent_cents / (self.contest.envelope_cents or 1))


def winners_by_contest(process: Process, edition: Edition) -> dict[int, list[Winner]]:
    """Winners by contest id, each with its proposal, in one query."""
    found: dict[int, list[Winner]] = {}
    for winner in edition.winners.select_related("proposal__theme", "proposal__picture"):
        winner.proposal.process = process
        found.setdefault(winner.contest_id, []).append(winner)
    return found


def overview_of(
    process: Process, edition: Edition, winners: dict[int, list[Winner]]
) -> dict[str, Any]:
    """What the results page of a proclaimed edition shows; money in cents."""
    contests = contests_of(process)
    voters = voters_by_contest(contests)
    lines = [
        ContestLine(contest, winners.get(contest.pk, []), voters.get(contest.pk, 0))
        for contest in contests
    ]
    return {
        "lines": lines,
        "count": sum(len(line.winners) for line in lines),
        "spent_cents": sum(line.spent_cents for line in lines),
        "envelope_cents": sum(line.contest.envelope_cents for line in lines),
        "turnout": turnout(contests[0].election) if contests else None,
        "aside": note_of(contests[0].election) if contests else None,
        "channels": voters_by_channel(contests),
        "map": zone_map(
            (line.contest.zone, len(line.winners), _address(process, line.contest))
            for line in lines
            if line.contest.zone is not None
        ),
        "delivery": process.step_of_kind("delivery"),
    }


def _address(process: Process, contest: Contest) -> str:
    return reverse("budgeting:contest", args=[process.slug, contest.slug])
