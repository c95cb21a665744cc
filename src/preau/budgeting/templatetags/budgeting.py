"""Words and shapes of a count."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from preau.ui.words import money

from ..results import ContestResult, Row

register = template.Library()


@register.filter
def why(row: Row) -> str:
    """Why a project was passed over, in a few words."""
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


@register.filter
def bar_until(result: ContestResult, turn: int) -> list[tuple[str, int]]:
    """The envelope as it was filled after ``turn`` steps."""
    seen = {row.option.pk for row in result.rows[:turn]}
    return [(row.option.title, share) for row, share in result.bar if row.option.pk in seen]
