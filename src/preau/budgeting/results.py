"""What a count shows to people: rows, bar, rounds, and « et avec 10 % de plus ? »."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count as CountOf

from preau.counting import Draw, Outcome, Profile, count, trace_in_english, trace_in_french
from preau.proposals.models import Proposal
from preau.ui.words import is_english, money
from preau.voting.models import Contest, Option, RollEntry
from preau.voting.queries import current_count
from preau.voting.records import candidates, grouped_ballots, options_of


@dataclass(frozen=True)
class Row:
    """One project in the result of its contest; money in cents."""

    option: Option
    proposal: Proposal | None
    rank: int | None
    points: int
    reason: str
    left_before: int
    left_after: int

    @property
    def is_winner(self) -> bool:
        return self.rank is not None

    @property
    def missing_cents(self) -> int:
        """What the envelope lacked when the project's turn came; 0 when it fitted."""
        return max(0, self.option.cost_cents - self.left_before)


@dataclass(frozen=True)
class ContestResult:
    """A counted contest as its page tells it. ``rows`` follow the order of the count."""

    contest: Contest
    rows: list[Row]
    winners: list[Row]
    spent_cents: int
    envelope_cents: int
    valid: int
    blank: int
    steps: list[str]

    @property
    def left_cents(self) -> int:
        return self.envelope_cents - self.spent_cents

    @property
    def first_out(self) -> Row | None:
        """The best placed project that the envelope could not bear."""
        return next((row for row in self.rows if row.reason == "too-expensive"), None)

    @property
    def bar(self) -> list[tuple[Row, int]]:
        """Winners in order with their share of the envelope, in thousandths."""
        if not self.envelope_cents:
            return []
        return [
            (row, round(1000 * row.option.cost_cents / self.envelope_cents)) for row in self.winners
        ]

    @property
    def bar_parts(self) -> list[tuple[str, int]]:
        return [(row.option.title, share) for row, share in self.bar]


def result_of(contest: Contest, outcome: Mapping[str, Any], steps: list[str]) -> ContestResult:
    """Put the outcome of a count (``Outcome.to_dict()``) beside the options it speaks of."""
    options = {str(option.number): option for option in contest.options.all()}
    sources = [one.source_id for one in options.values() if one.source_id]
    proposals = Proposal.objects.for_cards().in_bulk(sources)
    ranks = {number: rank for rank, number in enumerate(outcome["winners"], start=1)}
    rows = []
    for step in outcome["rounds"]:
        option = options.get(step["option"])
        if option is None:
            continue
        rows.append(
            Row(
                option=option,
                proposal=proposals.get(option.source_id or 0),
                rank=ranks.get(step["option"]),
                points=int(step["score"]),
                reason=step["reason"],
                left_before=int(step["left_before"]),
                left_after=int(step["left_after"]),
            )
        )
    return ContestResult(
        contest=contest,
        rows=rows,
        winners=sorted((row for row in rows if row.rank), key=lambda row: row.rank or 0),
        spent_cents=int(outcome["spent"]),
        envelope_cents=int(outcome["envelope"]),
        valid=int(outcome["ballots"]["valid"]),
        blank=int(outcome["ballots"]["blank"]),
        steps=steps,
    )


def published_result(contest: Contest) -> ContestResult | None:
    """The standing count of a contest; None before the dépouillement."""
    standing = current_count(contest)
    if standing is None or standing.needs_draw:
        return None
    return result_of(contest, standing.outcome, standing.trace)


def recount(contest: Contest, *, percent: int = 100) -> Outcome:
    """Count the sealed box again, under ``percent`` % of its envelope, with the recorded draw."""
    options = options_of(contest)
    running = candidates(options)
    rule = contest.document
    if percent != 100:
        rule = rule.with_envelope(contest.envelope_cents * percent // 100)
    profile = Profile.from_groups(rule.ballot, grouped_ballots(contest, options), running)
    standing = current_count(contest)
    seed = standing.draw_seed if standing is not None else ""
    draw = Draw(seed=seed) if seed else None
    return count(running.values(), profile, rule, draw=draw)


def with_envelope(contest: Contest, percent: int) -> ContestResult:
    """The same ballots under another envelope: a fiction, shown as such."""
    outcome = recount(contest, percent=percent)
    return result_of(contest, outcome.to_dict(), trace_of(contest, outcome))


def trace_of(contest: Contest, outcome: Outcome) -> list[str]:
    """The count, one sentence a step, in the language of the page."""
    names = {str(one.number): one.title for one in contest.options.all()}
    write = trace_in_english if is_english() else trace_in_french
    return write(outcome, names, lambda cents: money(float(cents)))


def voters_by_contest(contests: list[Contest]) -> dict[int, int]:
    """How many people voted in each contest, from the roll, in one query."""
    rows = (
        RollEntry.objects.filter(contest__in=contests)
        .values("contest_id")
        .annotate(voters=CountOf("pk"))
    )
    return {row["contest_id"]: row["voters"] for row in rows}
