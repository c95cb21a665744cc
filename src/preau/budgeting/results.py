"""What a count shows to people: rows, bar, rounds, and « et avec 10 % de plus ? »."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from preau.proposals.models import Proposal
from preau.ui.words import money
from preau.voting.models import Contest, Option
from preau.voting.outcomes import recount, trace_of
from preau.voting.queries import current_count

from .wording import ties_in_words


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
    #: Who it was equal with and what told them apart, when that mattered.
    tie: str = ""

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
    def is_whole(self) -> bool:
        """Every project was elected: nothing was left out."""
        return len(self.winners) == len(self.rows)


def result_of(contest: Contest, outcome: Mapping[str, Any], steps: list[str]) -> ContestResult:
    """Put the outcome of a count (``Outcome.to_dict()``) beside the options it speaks of."""
    options = {str(option.number): option for option in contest.options.all()}
    sources = [one.source_id for one in options.values() if one.source_id]
    proposals = Proposal.objects.for_cards().in_bulk(sources)
    ranks = {number: rank for rank, number in enumerate(outcome["winners"], start=1)}
    ties = _ties(outcome)
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
                tie=ties.get(step["option"], ""),
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


def _ties(outcome: Mapping[str, Any]) -> dict[str, str]:
    """For each option that was equal to others: with whom, and what told them apart."""
    found = {}
    for tie in outcome["ties"]:
        if not tie["decided_by"]:
            continue
        for option in tie["options"]:
            others = ", ".join(f"n°\u00a0{other}" for other in tie["options"] if other != option)
            found[option] = _("À égalité avec %(others)s. Départage : %(criteria)s.") % {
                "others": others,
                "criteria": ties_in_words(tie["decided_by"]),
            }
    return found


def published_result(contest: Contest) -> ContestResult | None:
    """The standing count of a contest; None before the dépouillement."""
    standing = current_count(contest)
    if standing is None or standing.needs_draw:
        return None
    return result_of(contest, standing.outcome, standing.trace)


def with_envelope(contest: Contest, percent: int) -> ContestResult:
    """The same ballots under another envelope: a fiction, shown as such."""
    outcome = recount(contest, percent=percent)
    return result_of(contest, outcome.to_dict(), trace_of(contest, outcome))


def decision_in_words(row: Row) -> str:
    """What was decided of a project at its turn, in a few words."""
    if row.is_winner:
        return _("Lauréat")
    reasons = {
        "too-expensive": _("Il manquait %(missing)s") % {"missing": money(row.missing_cents)},
        "stopped": _("Après l’arrêt du dépouillement"),
        "below-threshold": _("Sous le seuil de soutien"),
        "incompatible": _("Incompatible avec un lauréat"),
        "already-won": _("Déjà lauréat ailleurs"),
        "exclusion": _("Exclu"),
        "withdrawal": _("Retiré"),
    }
    return reasons.get(row.reason, _("Non lauréat"))
