"""One choice among several; and its short form, a question answered by yes or no."""

from __future__ import annotations

from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Contest, Option
from .base import (
    BallotFormat,
    Choices,
    Control,
    Filled,
    Input,
    Line,
    Sent,
    Tally,
    chosen_options,
    sampled,
)
from .chosen import NAME

BLANK = ""


class Single(BallotFormat):
    """Buttons of which one is pressed, « vote blanc » among them when blank votes are taken."""

    code = "single"
    label = gettext_lazy("Un seul choix")
    is_one_control = True

    def default_limits(self, envelope_cents: int) -> dict[str, Any]:
        return {"max_choices": 1}

    def read(self, contest: Contest, shown: list[Option], sent: Sent, kept: Choices) -> Filled:
        said = sent.get(NAME)
        if not said:
            return Filled(list(map(int, kept)))
        return Filled([option.pk for option in shown if str(option.pk) == said[-1]])

    def controls(self, contest: Contest, option: Option, choices: Choices) -> Control:
        button = Input(str(option.pk), option.title, option.pk in choices)
        return Control("radio", NAME, [button])

    def sample(self, contest: Contest, rng: Random) -> Choices:
        return [option.pk for option in sampled(contest, rng, 1)]

    def tally(self, contest: Contest, choices: Choices) -> Tally:
        chosen = chosen_options(contest, choices)
        if not chosen:
            return Tally(
                _("Aucun choix : bulletin blanc") if contest.allows_blank else _("Aucun choix")
            )
        return Tally(_("Votre choix : %(title)s") % {"title": chosen[0].title})

    def lines(self, contest: Contest, choices: Choices) -> list[Line]:
        return [Line(option) for option in chosen_options(contest, choices)]

    def advice(self, contest: Contest) -> list[str]:
        return [_("Faites un seul choix."), _("Chaque bulletin compte une voix.")]


class YesNo(Single):
    """Two options, « oui » and « non », always in that order; nothing chosen is a blank vote."""

    code = "yes-no"
    label = gettext_lazy("Oui, non ou blanc")
    is_shuffled = False

    def advice(self, contest: Contest) -> list[str]:
        if not contest.allows_blank:
            return [_("Répondez par oui ou par non.")]
        return [
            _("Répondez par oui ou par non, ou votez blanc."),
            _("Un vote blanc est compté à part."),
        ]
