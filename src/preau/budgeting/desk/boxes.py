"""What the desk shows of ballots to come, of boxes and of counts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.proposals.models import Proposal
from preau.voting.models import Contest, Count, Option
from preau.voting.outcomes import voters_by_contest

from ..models import Edition, Envelope
from ..preparation import BallotList


@dataclass(frozen=True)
class ListLine:
    """A ballot as it would be drawn now: its envelope and its projects; money in cents."""

    envelope: Envelope
    proposals: list[Proposal]

    @property
    def cost_cents(self) -> int:
        return sum(proposal.cost_cents or 0 for proposal in self.proposals)


def list_lines(edition: Edition, found: BallotList) -> list[ListLine]:
    return [
        ListLine(envelope, found.by_zone.get(envelope.zone_id, []))
        for envelope in edition.ordered_envelopes
    ]


@dataclass(frozen=True)
class BoxLine:
    """The state of one box; ``tied`` names the options that a public draw must order."""

    contest: Contest
    options: int
    voters: int
    count: Count | None
    tied: list[Option]

    @property
    def state(self) -> str:
        """Frozen before its hour, then open: the contest itself only knows that it is not closed."""
        is_open = self.contest.is_open_at(clock.now())
        return _("Vote ouvert") if is_open else self.contest.get_state_display()

    @property
    def winners(self) -> int | None:
        return len(self.count.winners) if self.count and not self.count.needs_draw else None

    @property
    def needs_draw(self) -> bool:
        return bool(self.tied)


def box_lines(contests: list[Contest]) -> list[BoxLine]:
    """Every box of the vote with its options, its ballots and its standing count: four queries."""
    voters = voters_by_contest(contests)
    options: dict[int, list[Option]] = defaultdict(list)
    for option in Option.objects.filter(contest__in=contests):
        options[option.contest_id].append(option)
    counts = {
        one.contest_id: one for one in Count.objects.filter(contest__in=contests).order_by("pk")
    }
    return [
        BoxLine(
            contest,
            len(options[contest.pk]),
            voters.get(contest.pk, 0),
            counts.get(contest.pk),
            tied_options(counts.get(contest.pk), options[contest.pk]),
        )
        for contest in contests
    ]


def tied_options(count: Count | None, options: list[Option]) -> list[Option]:
    """The options between which the count stopped, waiting for a draw."""
    tie: dict[str, Any] | None = count.outcome["needs_draw"] if count is not None else None
    if tie is None:
        return []
    return [option for option in options if str(option.number) in tie["options"]]
