"""For or against: each option may be upheld or opposed, within the limits of the rule."""

from __future__ import annotations

from random import Random

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.kernel.refusal import Refusal

from ..models import Contest
from .base import Choices, Line, Tally, chosen_options, limits_of, sampled
from .marked import Marked, in_order, mark_of

FOR, AGAINST = 1, -1


class ForAgainst(Marked):
    code = "for-against"
    label = gettext_lazy("Pour ou contre")

    def marks(self, contest: Contest) -> list[tuple[int, str]]:
        return [(FOR, _("Pour")), (AGAINST, _("Contre"))]

    def unmarked(self, contest: Contest) -> str:
        return _("Sans avis")

    def sample(self, contest: Contest, rng: Random) -> Choices:
        against = limits_of(contest).max_against
        left = len(contest.listed) if against is None else against
        marks = {}
        for option in sampled(contest, rng, contest.max_choices):
            opposed = left > 0 and rng.random() < 0.3
            left -= opposed
            marks[str(option.pk)] = AGAINST if opposed else FOR
        return in_order(marks)

    def tally(self, contest: Contest, choices: Choices) -> Tally:
        upheld, opposed = _count(choices, FOR), _count(choices, AGAINST)
        said = _("%(for)s pour, %(against)s contre") % {"for": upheld, "against": opposed}
        most, against = contest.max_choices, limits_of(contest).max_against
        is_over = (most is not None and upheld + opposed > most) or (
            against is not None and opposed > against
        )
        return Tally(said, is_over=is_over)

    def lines(self, contest: Contest, choices: Choices) -> list[Line]:
        words = dict(self.marks(contest))
        marked = [(mark_of(choices, one) or 0, one) for one in chosen_options(contest, choices)]
        return [
            Line(option, words=words[mark])
            for mark, option in sorted(marked, key=lambda pair: (-pair[0], pair[1].number))
        ]

    def advice(self, contest: Contest) -> list[str]:
        most, against = contest.max_choices, limits_of(contest).max_against
        lines = [_("Dites pour ou contre ; ne rien dire, c’est être sans avis.")]
        if most is not None:
            lines.append(_("%(most)s avis au plus.") % {"most": most})
        if against is not None:
            lines.append(_("Dont %(most)s contre au plus.") % {"most": against})
        return [*lines, _("Un « pour » ajoute une voix, un « contre » en retire une.")]

    def misfit(self, contest: Contest, choices: Choices) -> Refusal | None:
        if refusal := super().misfit(contest, choices):
            return refusal
        opposed, most = _count(choices, AGAINST), limits_of(contest).max_against
        if most is not None and opposed > most:
            return Refusal(
                "too_many_against",
                _("Votre bulletin porte %(n)s « contre ».") % {"n": opposed},
                rule=_("Il en porte %(most)s au plus.") % {"most": most},
                remedy=_("Retirez-en %(extra)s avant de confirmer.") % {"extra": opposed - most},
            )
        return None


def _count(choices: Choices, wanted: int) -> int:
    marks = choices.values() if isinstance(choices, dict) else []
    return sum(mark == wanted for mark in marks)
