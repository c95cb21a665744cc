"""How far the quorum is while people vote: how many ballots, never what is on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.ui.words import number
from preau.voting.outcomes import voters_by_contest

from .models import Question, Votation


@dataclass(frozen=True)
class Standing:
    """One question while its box is open."""

    title: str
    ballots: int
    quorum: int

    @property
    def permille(self) -> int:
        return min(1000, 1000 * self.ballots // self.quorum) if self.quorum else 0

    @property
    def words(self) -> str:
        """« 412 bulletins reçus. Il en manque 88 pour le quorum. »"""
        n = self.ballots
        said = ngettext("%(n)s bulletin reçu.", "%(n)s bulletins reçus.", n) % {"n": number(n)}
        missing = self.quorum - n
        if not self.quorum:
            return said
        if missing <= 0:
            return f"{said} {_('Le quorum est atteint.')}"
        left = _("Il en manque %(n)s pour le quorum.") % {"n": number(missing)}
        return f"{said} {left}"


def standing_of(votation: Votation, questions: list[Question], at: datetime) -> list[Standing]:
    """Each question whose box takes ballots at that moment; one statement, none when all rest."""
    contests = {one.pk: one.contest for one in questions if one.contest is not None}
    open_now = {key: box for key, box in contests.items() if box.is_open_at(at)}
    if not open_now:
        return []
    voters = voters_by_contest(list(open_now.values()))
    return [
        Standing(one.title, voters.get(open_now[one.pk].pk, 0), votation.quorum)
        for one in questions
        if one.pk in open_now
    ]
