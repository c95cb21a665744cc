"""Points: a number of points shared out among the options."""

from __future__ import annotations

from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from preau.kernel.refusal import Refusal

from ..models import Contest, Option
from .base import (
    Choices,
    Control,
    Filled,
    Input,
    Line,
    Sent,
    Tally,
    chosen_options,
    limits_of,
    sampled,
)
from .marked import Marked, in_order, kept_marks, mark_of, name_of

#: Longer than any number of points: not a number somebody meant.
DIGITS = 6


class Points(Marked):
    code = "points"
    label = gettext_lazy("Points à répartir")

    def default_limits(self, envelope_cents: int) -> dict[str, Any]:
        return {"points_total": 10}

    def read(self, contest: Contest, shown: list[Option], sent: Sent, kept: Choices) -> Filled:
        filled, errors, typed = kept_marks(contest, shown, kept), {}, {}
        for option in shown:
            said = sent.get(name_of(option), [""])[-1].strip()
            if not said:
                continue
            if said.isdecimal() and said.isascii() and len(said) <= DIGITS:
                if int(said):
                    filled[str(option.pk)] = int(said)
                continue
            errors[option.pk] = _("Écrivez un nombre de points entier, à partir de 0.")
            typed[option.pk] = said[:20]
        return Filled(in_order(filled), errors, typed)

    def controls(self, contest: Contest, option: Option, choices: Choices) -> Control:
        mine = mark_of(choices, option)
        figure = Input("" if mine is None else str(mine), _("Points"))
        limits = limits_of(contest)
        return Control(
            "number",
            name_of(option),
            [figure],
            least=0,
            most=limits.points_each or limits.points_total,
        )

    def sample(self, contest: Contest, rng: Random) -> Choices:
        limits, given = limits_of(contest), {}
        left = 10 if limits.points_total is None else limits.points_total
        least = max(1, limits.points_least or 1)
        for option in sampled(contest, rng, contest.max_choices):
            top = left if limits.points_each is None else min(left, limits.points_each)
            if top < least:
                break
            given[str(option.pk)] = rng.randint(least, top)
            left -= given[str(option.pk)]
        return in_order(given)

    def tally(self, contest: Contest, choices: Choices) -> Tally:
        given, total = _given(choices), limits_of(contest).points_total
        if total is None:
            said = ngettext("%(n)s point donné", "%(n)s points donnés", given)
            return Tally(said % {"n": given})
        figures = {"n": given, "total": total, "over": given - total, "left": total - given}
        if given > total:
            return Tally(
                _("%(n)s points sur %(total)s, %(over)s de trop") % figures, total, total, True
            )
        said = ngettext(
            "%(n)s point sur %(total)s, il en reste %(left)s",
            "%(n)s points sur %(total)s, il en reste %(left)s",
            given,
        )
        return Tally(said % figures, given, total)

    def lines(self, contest: Contest, choices: Choices) -> list[Line]:
        marks = [(mark_of(choices, one) or 0, one) for one in chosen_options(contest, choices)]
        return [
            Line(option, words=ngettext("%(n)s point", "%(n)s points", mark) % {"n": mark})
            for mark, option in sorted(marks, key=lambda pair: (-pair[0], pair[1].number))
        ]

    def advice(self, contest: Contest) -> list[str]:
        limits = limits_of(contest)
        lines = []
        if limits.points_total is not None:
            lines.append(_("Répartissez jusqu’à %(n)s points.") % {"n": limits.points_total})
        if limits.points_each is not None:
            lines.append(_("Donnez-en %(n)s au plus à un même choix.") % {"n": limits.points_each})
        return [*lines, _("Ce que vous ne donnez pas n’est pas compté.")]

    def misfit(self, contest: Contest, choices: Choices) -> Refusal | None:
        if refusal := super().misfit(contest, choices):
            return refusal
        limits, given = limits_of(contest), _given(choices)
        if limits.points_total is not None and given > limits.points_total:
            return Refusal(
                "too_many_points",
                ngettext("Vous avez donné %(n)s point.", "Vous avez donné %(n)s points.", given)
                % {"n": given},
                rule=_("Un bulletin en donne %(most)s au plus.") % {"most": limits.points_total},
                remedy=_("Retirez-en %(extra)s.") % {"extra": given - limits.points_total},
            )
        for option in chosen_options(contest, choices):
            mark = mark_of(choices, option) or 0
            if limits.points_each is not None and mark > limits.points_each:
                return Refusal(
                    "too_many_points",
                    _("« %(title)s » reçoit %(n)s points.") % {"title": option, "n": mark},
                    rule=_("Un même choix en reçoit %(most)s au plus.")
                    % {"most": limits.points_each},
                    remedy=_("Donnez-en moins."),
                )
            if mark < (limits.points_least or 0):
                return Refusal(
                    "too_few_points",
                    _("« %(title)s » ne reçoit pas assez de points.") % {"title": option},
                    rule=_("Un choix en reçoit %(least)s au moins, ou aucun.")
                    % {"least": limits.points_least},
                    remedy=_("Donnez-en plus, ou aucun."),
                )
        return None


def _given(choices: Choices) -> int:
    return sum(choices.values()) if isinstance(choices, dict) else 0
