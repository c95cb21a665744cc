"""The counting choices of an edition, as sentences that people read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.counting import Kind
from preau.voting.models import Contest

from .models import Fit

#: What tells equal projects apart, by the names of the rule document.
TIE_WORDS: dict[str, Any] = {
    "first-ranks": gettext_lazy("le plus souvent choisi en premier"),
    "mentions": gettext_lazy("présent sur le plus de bulletins"),
    "score": gettext_lazy("le plus de points"),
    "cheaper": gettext_lazy("le moins cher"),
    "older": gettext_lazy("le plus ancien"),
    "draw": gettext_lazy("un tirage au sort public"),
}

FIT_WORDS: dict[str, Any] = {
    Fit.SKIP: gettext_lazy(
        "Ce qui n’entre pas dans l’enveloppe est passé : le projet suivant est examiné."
    ),
    Fit.STOP: gettext_lazy(
        "Ce qui n’entre pas dans l’enveloppe arrête le dépouillement : l’argent qui reste n’est "
        "pas attribué."
    ),
}


def ties_in_words(ties: Sequence[str]) -> str:
    """« le moins cher, puis un tirage au sort public »."""
    return _(", puis ").join(str(TIE_WORDS[name]) for name in ties)


def points_in_words(points: Sequence[int]) -> str:
    """« 3 points pour le premier choix, 2 pour le deuxième »."""
    ranks = [_("premier"), _("deuxième"), _("troisième"), _("quatrième"), _("cinquième")]
    first = _("%(points)s points pour le %(rank)s choix")
    other = _("%(points)s pour le %(rank)s")
    return ", ".join(
        (first if place == 0 else other) % {"points": value, "rank": ranks[place]}
        for place, value in enumerate(points)
    )


def counts_points(contest: Contest) -> bool:
    """Points decide (ranked ballots); otherwise each choice is one vote."""
    return contest.document.ballot.kind in (Kind.RANKED, Kind.POINTS)
