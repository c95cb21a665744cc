"""The boxes of a votation as the desk shows them: state, voters, what a draw must tell apart."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.voting.models import Contest, Count, Opening, Option
from preau.voting.outcomes import voters_by_contest

from ..models import Question
from ..results import Result, read_result


@dataclass(frozen=True)
class BoxLine:
    """One box; ``tied`` names the options that a public draw must order."""

    question: Question
    contest: Contest
    voters: int
    tied: list[Option]
    result: Result | None
    waits_for_board: bool

    @property
    def state(self) -> str:
        """Settled before its hour, then open: the contest only knows that it is not closed."""
        is_open = self.contest.is_open_at(clock.now())
        return _("Vote ouvert") if is_open else self.contest.get_state_display()


def box_lines(questions: list[Question]) -> list[BoxLine]:
    """Every box with its voters and its standing count: three statements and its options."""
    contests = [one.contest for one in questions if one.contest is not None]
    voters = voters_by_contest(contests)
    counts = {
        one.contest_id: one for one in Count.objects.filter(contest__in=contests).order_by("pk")
    }
    opened = set(Opening.objects.filter(contest__in=contests).values_list("contest_id", flat=True))
    lines = []
    for question in questions:
        contest = question.contest
        if contest is None:
            continue
        count = counts.get(contest.pk)
        is_closed = contest.state == Contest.State.CLOSED
        lines.append(
            BoxLine(
                question,
                contest,
                voters.get(contest.pk, 0),
                _tied(contest, count),
                read_result(question, contest, count) if count and not count.needs_draw else None,
                is_closed and contest.is_secret and contest.pk not in opened,
            )
        )
    return lines


def _tied(contest: Contest, count: Count | None) -> list[Option]:
    """The options between which the count stopped, waiting for a draw."""
    tie = count.outcome["needs_draw"] if count is not None else None
    if tie is None:
        return []
    return [option for option in contest.listed if str(option.number) in tie["options"]]
