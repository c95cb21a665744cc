"""The counting choices of an edition, as sentences that people read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from preau.counting import Kind
from preau.voting.formats.grades import USUAL_GRADES
from preau.voting.models import Contest

from .models import Edition, Fit

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


def ballot_in_words(edition: Edition) -> list[str]:
    """How a ballot of this edition is filled in, for the page of its settings."""
    limits, most = edition.ballot_rules, edition.max_choices
    match edition.ballot_format:
        case "ranked":
            said = ngettext(
                "Chaque votant choisit %(n)s projet.",
                "Chaque votant classe jusqu’à %(n)s projets.",
                most,
            )
            table = _("Barème : %(points)s.") % {"points": points_in_words(edition.points)}
            return [said % {"n": most}, table]
        case "approval":
            said = ngettext(
                "Chaque votant approuve %(n)s projet au plus.",
                "Chaque votant approuve jusqu’à %(n)s projets, sans ordre.",
                most,
            )
            return [said % {"n": most}]
        case "basket":
            return [_("Chaque votant remplit un panier, dans la limite de l’enveloppe.")]
        case "points":
            said = _("Chaque votant répartit %(n)s points entre les projets.")
            return [said % {"n": limits.get("points_total", 10)}]
        case "for-against":
            return [
                _("Chaque votant se dit pour ou contre %(n)s projets au plus.") % {"n": most},
                _("Dont %(most)s contre au plus.") % {"most": limits.get("max_against", most)},
            ]
        case _:
            grades = ", ".join(limits.get("grades") or USUAL_GRADES)
            return [_("Chaque votant donne une mention à chaque projet : %(n)s.") % {"n": grades}]


def counts_points(contest: Contest) -> bool:
    """Points decide (ranked ballots); otherwise each choice is one vote."""
    return contest.document.ballot.kind in (Kind.RANKED, Kind.POINTS, Kind.GRADES)
