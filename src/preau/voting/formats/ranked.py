"""Ranked choices: made gesture by gesture, on cards and then on the ballot itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..models import BallotDraft, Contest, Option
from .base import BallotFormat, Choices, Line, Tally, chosen_options, sampled

RANKS = 3


class Ranked(BallotFormat):
    code = "ranked"
    label = gettext_lazy("Choix classés")
    is_ordered = True
    is_one_form = False

    def default_limits(self, envelope_cents: int) -> dict[str, Any]:
        return {"max_choices": RANKS}

    def default_points(self, limits: Mapping[str, Any]) -> tuple[int, ...]:
        return tuple(range(limits.get("max_choices") or RANKS, 0, -1))

    def sample(self, contest: Contest, rng: Random) -> Choices:
        return [option.pk for option in sampled(contest, rng, most_ranks(contest))]

    def tally(self, contest: Contest, choices: Choices) -> Tally:
        named, most = len(choices), most_ranks(contest)
        said = ngettext("%(n)s choix sur %(most)s", "%(n)s choix sur %(most)s", named)
        return Tally(said % {"n": named, "most": most}, named, most)

    def lines(self, contest: Contest, choices: Choices) -> list[Line]:
        points = list(contest.points)
        return [
            Line(option, rank, _points(points[rank - 1]) if rank <= len(points) else "")
            for rank, option in enumerate(chosen_options(contest, choices), start=1)
        ]

    def advice(self, contest: Contest) -> list[str]:
        most = most_ranks(contest)
        if most == 1:
            return [_("Faites un seul choix.")]
        return [_("Classez jusqu’à %(most)s choix, du préféré au suivant.") % {"most": most}]


def _points(value: int) -> str:
    return ngettext("%(n)s point", "%(n)s points", value) % {"n": value}


def most_ranks(contest: Contest) -> int:
    """How many ranks the ballot has; every option has one when the rule does not limit them."""
    return len(contest.listed) if contest.max_choices is None else contest.max_choices


def _add(draft: BallotDraft, option: Option, place: int) -> str | None:
    if option.pk in draft.choices:
        return _rank(draft, option)
    if len(draft.choices) >= most_ranks(draft.contest):
        return None
    draft.choices.append(option.pk)
    figures = {"title": option, "n": len(draft.choices), "most": most_ranks(draft.contest)}
    return _("Projet ajouté\u00a0: %(title)s, choix %(n)s sur %(most)s.") % figures


def _remove(draft: BallotDraft, option: Option, place: int) -> str:
    if option.pk in draft.choices:
        draft.removed = {"option": option.pk, "place": draft.choices.index(option.pk)}
        draft.choices.remove(option.pk)
    return _("Projet retiré\u00a0: %(title)s. Vous pouvez annuler.") % {"title": option}


def _undo(draft: BallotDraft, option: Option, place: int) -> str | None:
    removed = draft.removed or {}
    if removed.get("option") != option.pk or option.pk in draft.choices:
        return _("Il n’y a rien à annuler.")
    if len(draft.choices) >= most_ranks(draft.contest):
        return None
    draft.choices.insert(removed["place"], option.pk)
    return _rank(draft, option)


def _put(draft: BallotDraft, option: Option, place: int) -> str:
    """Move a choice to a rank; the others make room."""
    if option.pk not in draft.choices:
        return _("Ce projet n’est pas sur votre bulletin.")
    draft.choices.remove(option.pk)
    draft.choices.insert(max(0, place), option.pk)
    return _rank(draft, option)


def _up(draft: BallotDraft, option: Option, place: int) -> str:
    if option.pk in draft.choices[:1]:
        return _("%(title)s est déjà votre premier choix.") % {"title": option}
    return _put(draft, option, _place(draft, option) - 1)


def _down(draft: BallotDraft, option: Option, place: int) -> str:
    if option.pk in draft.choices[-1:]:
        return _("%(title)s est déjà votre dernier choix.") % {"title": option}
    return _put(draft, option, _place(draft, option) + 1)


def _replace(draft: BallotDraft, option: Option, place: int) -> str:
    """Take the rank of another choice, which the voter named."""
    if option.pk not in draft.choices and 0 <= place < len(draft.choices):
        draft.choices[place] = option.pk
    return _rank(draft, option)


def _place(draft: BallotDraft, option: Option) -> int:
    return draft.choices.index(option.pk) if option.pk in draft.choices else 0


def _rank(draft: BallotDraft, option: Option) -> str:
    if option.pk not in draft.choices:
        return _("Ce projet n’est pas sur votre bulletin.")
    return _("%(title)s est votre choix n°\u00a0%(n)s.") % {
        "title": option,
        "n": draft.choices.index(option.pk) + 1,
    }


Gesture = Callable[[BallotDraft, Option, int], str | None]
#: What a voter does to a ranked ballot; None: the ballot is full, and says so.
GESTURES: dict[str, Gesture] = {
    "add": _add,
    "remove": _remove,
    "undo": _undo,
    "up": _up,
    "down": _down,
    "put": _put,
    "replace": _replace,
}
