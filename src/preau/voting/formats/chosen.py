"""Formats whose ballot is a list of options, without order."""

from __future__ import annotations

from random import Random

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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

NAME = "choix"


class Chosen(BallotFormat):
    """Boxes to tick, one an option."""

    def read(self, contest: Contest, shown: list[Option], sent: Sent, kept: Choices) -> Filled:
        ticked, offered = set(sent.get(NAME, [])), {option.pk for option in shown}
        own = {option.pk for option in contest.listed}
        stays = {int(pk) for pk in kept if int(pk) in own - offered}
        return Filled(sorted(stays | {pk for pk in offered if str(pk) in ticked}))

    def controls(self, contest: Contest, option: Option, choices: Choices) -> Control:
        box = Input(str(option.pk), _("Sur mon bulletin"), option.pk in choices)
        return Control("checkbox", NAME, [box])

    def sample(self, contest: Contest, rng: Random) -> Choices:
        return sorted(option.pk for option in sampled(contest, rng, contest.max_choices))

    def tally(self, contest: Contest, choices: Choices) -> Tally:
        named, most = len(choices), contest.max_choices
        if most is None:
            return Tally(ngettext("%(n)s choix", "%(n)s choix", named) % {"n": named})
        said = ngettext("%(n)s choix sur %(most)s", "%(n)s choix sur %(most)s", named)
        words = said % {"n": named, "most": most}
        if named > most:
            words = _("%(words)s, retirez-en %(extra)s") % {"words": words, "extra": named - most}
        return Tally(words, min(named, most), most, named > most)

    def lines(self, contest: Contest, choices: Choices) -> list[Line]:
        chosen = chosen_options(contest, choices)
        return [Line(option) for option in sorted(chosen, key=lambda one: one.number)]
