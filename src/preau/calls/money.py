"""The budget of an application: what was typed, what it adds up to, what the rules say of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.ui.forms import EurosField
from preau.ui.words import money

from .models import Call

#: Where an income comes from.
OWN, PUBLIC, OTHER = "own", "public", "other"
NATURES = (
    (OWN, gettext_lazy("Ressources propres")),
    (PUBLIC, gettext_lazy("Autre aide publique")),
    (OTHER, gettext_lazy("Autre recette")),
)
#: Lines that one budget may hold on each side.
MOST_LINES = 40


@dataclass(frozen=True)
class Line:
    label: str
    cents: int
    nature: str = ""


@dataclass(frozen=True)
class Budget:
    """A budget whose amounts are read; ``unread`` counts lines that are not clear yet."""

    expenses: tuple[Line, ...]
    incomes: tuple[Line, ...]
    asked_cents: int | None
    unread: int = 0

    @property
    def cost_cents(self) -> int:
        return sum(line.cents for line in self.expenses)

    @property
    def other_cents(self) -> int:
        """All incomes but what is asked here."""
        return sum(line.cents for line in self.incomes)

    @property
    def income_cents(self) -> int:
        return self.other_cents + (self.asked_cents or 0)

    @property
    def own_cents(self) -> int:
        return sum(line.cents for line in self.incomes if line.nature == OWN)

    @property
    def asked_permille(self) -> int:
        """What is asked over the costs, in thousandths."""
        return 1000 * (self.asked_cents or 0) // self.cost_cents if self.cost_cents else 0

    @property
    def own_permille(self) -> int:
        return 1000 * self.own_cents // self.cost_cents if self.cost_cents else 0


def cents_of(typed: str) -> int | None:
    """Cents of what was typed, None for nothing; raises ``ValidationError``."""
    found: int | None = EurosField(required=False).clean(typed)
    return found


def read_budget(data: Mapping[str, Any]) -> Budget:
    """The budget in what a part keeps: lines that cannot be read are counted, never guessed."""
    unread = 0

    def lines(rows: Sequence[Sequence[str]]) -> tuple[Line, ...]:
        nonlocal unread
        found = []
        for row in rows:
            label, typed = row[0], row[1]
            if not label and not typed:
                continue
            try:
                cents = cents_of(typed)
            except ValidationError:
                cents = None
            if cents is None or not label:
                unread += 1
            else:
                found.append(Line(label, cents, row[2] if len(row) > 2 else ""))
        return tuple(found)

    expenses, incomes = lines(data.get("expenses", ())), lines(data.get("incomes", ()))
    try:
        asked = cents_of(data.get("asked", ""))
    except ValidationError:
        asked, unread = None, unread + 1
    return Budget(expenses, incomes, asked, unread)


def most_asked(call: Call, budget: Budget) -> int:
    """The most that this budget may ask, by the rate of the call and its ceiling."""
    by_rate = budget.cost_cents * call.rate // 100
    return by_rate if call.ceiling_cents is None else min(by_rate, call.ceiling_cents)


def faults_of(call: Call, budget: Budget) -> list[str]:
    """What keeps this budget from being sent, in words; empty when it holds."""
    found = []
    if budget.unread:
        found.append(_("Une ligne du budget n’a pas d’intitulé ou de montant lisible."))
    if not budget.expenses:
        found.append(_("Écrivez au moins une dépense."))
    if not budget.asked_cents:
        found.append(_("Écrivez le montant demandé."))
    if not budget.expenses or not budget.asked_cents:
        return found
    if call.ceiling_cents is not None and budget.asked_cents > call.ceiling_cents:
        found.append(
            _("Vous demandez %(asked)s\u00a0: le plafond de l’appel est de %(most)s.")
            % {"asked": money(budget.asked_cents), "most": money(call.ceiling_cents)}
        )
    if budget.asked_cents * 100 > budget.cost_cents * call.rate:
        found.append(
            _(
                "Vous demandez %(asked)s pour %(cost)s de dépenses\u00a0: l’aide couvre au plus"
                " %(rate)s\u00a0%% des dépenses, soit %(most)s."
            )
            % {
                "asked": money(budget.asked_cents),
                "cost": money(budget.cost_cents),
                "rate": call.rate,
                "most": money(budget.cost_cents * call.rate // 100),
            }
        )
    gap = budget.cost_cents - budget.income_cents
    if gap:
        words = (
            _("Il manque %(gap)s de recettes\u00a0: les recettes égalent les dépenses.")
            if gap > 0
            else _("Il y a %(gap)s de recettes en trop\u00a0: les recettes égalent les dépenses.")
        )
        found.append(words % {"gap": money(abs(gap))})
    return found
