"""Grades: each option is given a word, from the best to the worst (majority judgment)."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from preau.kernel.refusal import Refusal

from ..models import Contest
from .base import Choices, Line, Tally, chosen_options, limits_of, sampled
from .marked import Marked, in_order, mark_of

#: Written in the frozen rule, so in one language: that of the règlement.
USUAL_GRADES = ("Très bien", "Bien", "Assez bien", "Passable", "À rejeter")


class Grades(Marked):
    code = "grades"
    label = gettext_lazy("Mentions, du meilleur au moins bon")

    def default_limits(self, envelope_cents: int) -> dict[str, Any]:
        return {"grades": list(USUAL_GRADES)}

    def default_points(self, limits: Mapping[str, Any]) -> tuple[int, ...]:
        return tuple(range(len(limits["grades"]) - 1, -1, -1))

    def marks(self, contest: Contest) -> list[tuple[int, str]]:
        return list(enumerate(limits_of(contest).grades))

    def unmarked(self, contest: Contest) -> str:
        return "" if limits_of(contest).all_graded else _("Sans mention")

    def sample(self, contest: Contest, rng: Random) -> Choices:
        limits = limits_of(contest)
        graded = contest.listed if limits.all_graded else sampled(contest, rng, contest.max_choices)
        return in_order({str(one.pk): rng.randrange(len(limits.grades)) for one in graded})

    def tally(self, contest: Contest, choices: Choices) -> Tally:
        total, given = len(contest.listed), len(choices)
        said = ngettext("%(n)s mention sur %(total)s", "%(n)s mentions sur %(total)s", given)
        words = said % {"n": given, "total": total}
        return Tally(words, given, total)

    def lines(self, contest: Contest, choices: Choices) -> list[Line]:
        grades = limits_of(contest).grades
        marked = [(mark_of(choices, one) or 0, one) for one in chosen_options(contest, choices)]
        return [
            Line(option, words=grades[mark])
            for mark, option in sorted(marked, key=lambda pair: (pair[0], pair[1].number))
        ]

    def advice(self, contest: Contest) -> list[str]:
        limits = limits_of(contest)
        lines = [
            _("Donnez une mention à chaque choix : %(grades)s.")
            % {"grades": ", ".join(limits.grades)}
        ]
        if not limits.all_graded:
            worst = limits.grades[-1]
            lines.append(_("Un choix sans mention reçoit « %(worst)s ».") % {"worst": worst})
        return lines

    def misfit(self, contest: Contest, choices: Choices) -> Refusal | None:
        if refusal := super().misfit(contest, choices):
            return refusal
        missing = len(contest.listed) - len(choices)
        if choices and limits_of(contest).all_graded and missing:
            return Refusal(
                "missing_grade",
                ngettext(
                    "Il manque %(n)s mention à votre bulletin.",
                    "Il manque %(n)s mentions à votre bulletin.",
                    missing,
                )
                % {"n": missing},
                rule=_("Un bulletin donne une mention à chaque choix."),
                remedy=_("Donnez celles qui manquent, ou votez blanc."),
            )
        return None
