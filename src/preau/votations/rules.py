"""The questions of a votation as rule documents of the counting library, and back in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.ui.words import number
from preau.voting.formats import ballot_formats
from preau.voting.formats.grades import USUAL_GRADES

from .models import Method, Question, Votation

#: The formats that a votation offers, in the words of who prepares it.
FORMATS: dict[str, Any] = {
    "yes-no": gettext_lazy("Oui, non ou blanc"),
    "single": gettext_lazy("Un choix parmi plusieurs textes"),
    "ranked": gettext_lazy("Un classement des réponses"),
    "grades": gettext_lazy("Une mention à chaque réponse (jugement majoritaire)"),
    "approval": gettext_lazy("Toutes les réponses que l’on approuve"),
}
HALF = 50


def rule_of(question: Question, votation: Votation, answers: int) -> dict[str, Any]:
    """The rule that decides one question: its majority, its quorum, its public draw."""
    rule: dict[str, Any] = {"ties": ["draw"], "points": []}
    share = question.share_percent
    match question.ballot_format:
        case "grades":
            return rule | {"rule": "majority-judgment", "quorum": votation.quorum}
        case "ranked":
            return rule | {"rule": question.method, "quorum": votation.quorum}
        case "approval":
            return rule | {"rule": "approval", "quorum": votation.quorum}
        case "single" if not share:
            return rule | {"rule": "plurality", "quorum": votation.quorum}
    majority = {
        "share": f"{share or HALF}/100",
        "of": "cast" if question.is_of_cast else "expressed",
        "quorum": votation.quorum,
        "at_least": share > HALF,
    }
    return rule | {"rule": "majority", "majority": majority}


def limits_of(question: Question, answers: int) -> dict[str, Any]:
    """The limits of the ballot: every answer may be ranked, approved or graded."""
    limits: dict[str, Any] = {} if question.takes_blank else {"min_choices": 1}
    if question.ballot_format in ("ranked", "approval"):
        limits["max_choices"] = answers
    if question.ballot_format == "grades":
        limits["grades"] = list(question.grades or USUAL_GRADES)
    return limits


def threshold_in_words(question: Question) -> str:
    """What an answer needs to win, in a sentence."""
    base = _("des bulletins déposés") if question.is_of_cast else _("des suffrages exprimés")
    share = question.share_percent or HALF
    match question.ballot_format:
        case "yes-no" if share > HALF:
            words = _("Le oui ou le non l’emporte s’il réunit au moins %(share)s\u00a0%% %(base)s.")
        case "yes-no":
            return _("Le oui ou le non l’emporte s’il réunit plus de la moitié %(base)s.") % {
                "base": base
            }
        case "single" if not question.share_percent:
            return _("La réponse qui a le plus de voix l’emporte.")
        case "single" if share > HALF:
            words = _("Une réponse l’emporte si elle réunit au moins %(share)s\u00a0%% %(base)s.")
        case "single":
            return _("Une réponse l’emporte si elle réunit plus de la moitié %(base)s.") % {
                "base": base
            }
        case "grades":
            return _("La réponse qui a la meilleure mention majoritaire l’emporte.")
        case "approval":
            return _("La réponse approuvée par le plus de personnes l’emporte.")
        case _ if question.method == Method.ROUNDS:
            return _(
                "À chaque tour, la réponse la moins souvent première est éliminée\u00a0; celle qui "
                "a plus de la moitié l’emporte."
            )
        case _:
            return _("La réponse préférée à chacune des autres l’emporte.")
    return words % {"share": share, "base": base}


def quorum_in_words(votation: Votation) -> str:
    """How many ballots are needed for the result to count."""
    if not votation.quorum:
        return _("Il n’y a pas de quorum\u00a0: le résultat vaut quel que soit le nombre de votes.")
    said: dict[str, object] = {"n": number(votation.quorum)}
    if votation.quorum_percent and votation.registered:
        said |= {
            "percent": votation.quorum_percent,
            "registered": number(votation.registered),
        }
        return (
            _(
                "Quorum\u00a0: %(percent)s\u00a0%% des %(registered)s personnes qui peuvent voter, "
                "soit %(n)s bulletins. Un vote blanc compte pour le quorum."
            )
            % said
        )
    return _("Quorum\u00a0: %(n)s bulletins. Un vote blanc compte pour le quorum.") % said


def format_in_words(question: Question) -> str:
    """The way of voting, as its format calls it."""
    return str(
        FORMATS.get(question.ballot_format) or ballot_formats.get(question.ballot_format).label
    )
