"""A basket: any options whose costs, together, stay within the budget of the ballot."""

from __future__ import annotations

from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.kernel.refusal import Refusal
from preau.ui.words import money, numbered

from ..models import Contest, Option
from .base import Choices, Tally, chosen_options, limits_of, sampled
from .chosen import Chosen


class Basket(Chosen):
    """One may go over while choosing; reading again says what to take out."""

    code = "basket"
    label = gettext_lazy("Panier, dans la limite de l’enveloppe")

    def default_limits(self, envelope_cents: int) -> dict[str, Any]:
        return {"max_total_cost": envelope_cents}

    def sample(self, contest: Contest, rng: Random) -> Choices:
        left, taken = _budget(contest), []
        for option in sampled(contest, rng, contest.max_choices):
            if option.cost_cents <= left:
                taken.append(option.pk)
                left -= option.cost_cents
        return sorted(taken)

    def tally(self, contest: Contest, choices: Choices) -> Tally:
        spent, budget = _spent(contest, choices), _budget(contest)
        if spent > budget:
            over = _("%(spent)s dépensés, %(over)s de trop") % {
                "spent": money(spent),
                "over": money(spent - budget),
            }
            return Tally(over, budget, budget, is_over=True)
        said = _("%(spent)s dépensés, il reste %(left)s") % {
            "spent": money(spent),
            "left": money(budget - spent),
        }
        return Tally(said, spent, budget)

    def advice(self, contest: Contest) -> list[str]:
        most = contest.max_choices
        lines = [
            _("Remplissez votre panier avec %(budget)s au plus.")
            % {"budget": money(_budget(contest))},
            _("Chaque projet du panier reçoit une voix."),
        ]
        return lines if most is None else [*lines, _("%(most)s projets au plus.") % {"most": most}]

    def misfit(self, contest: Contest, choices: Choices) -> Refusal | None:
        spent, budget = _spent(contest, choices), _budget(contest)
        if spent <= budget:
            return super().misfit(contest, choices)
        return Refusal(
            "too_costly",
            _("Votre panier dépasse son budget de %(over)s.") % {"over": money(spent - budget)},
            rule=_("Un panier coûte %(budget)s au plus, le vôtre %(spent)s.")
            % {"budget": money(budget), "spent": money(spent)},
            remedy=_to_remove(chosen_options(contest, choices), spent - budget),
        )


def _budget(contest: Contest) -> int:
    limit = limits_of(contest).max_total_cost
    return int(limit) if limit is not None else contest.envelope_cents


def _spent(contest: Contest, choices: Choices) -> int:
    return sum(option.cost_cents for option in chosen_options(contest, choices))


def _to_remove(chosen: list[Option], over: int) -> str:
    """The cheapest option whose removal is enough; else the fewest, dearest first."""
    enough = sorted(
        (one for one in chosen if one.cost_cents >= over), key=lambda one: one.cost_cents
    )
    if enough:
        return _("Retirer %(name)s suffit.") % {"name": _named(enough[0])}
    taken: list[Option] = []
    for option in sorted(chosen, key=lambda one: -one.cost_cents):
        taken.append(option)
        if sum(one.cost_cents for one in taken) >= over:
            break
    names = ", ".join(_named(option) for option in taken)
    return _("Retirez par exemple %(names)s.") % {"names": names}


def _named(option: Option) -> str:
    return f"{numbered(option.number)} ({money(option.cost_cents)})"
