"""What a ballot format answers: reading a form, judging a ballot, saying it in words.

A ballot is data (docs/voting.md): a list of option ids, or a mapping of option id to mark.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from random import Random
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from preau.counting import BallotRules, RuleDocument
from preau.kernel.refusal import Refusal

from ..models import Contest, Option

Choices = list[int] | dict[str, int]
#: What a form sent: of each name the last value, or all of them.
Sent = Mapping[str, list[str]]


@dataclass(frozen=True)
class Input:
    """One box, button or figure of a control."""

    value: str
    label: str
    is_on: bool = False


@dataclass(frozen=True)
class Control:
    """How one option is answered: `kind` is checkbox, radio or number."""

    kind: str
    name: str
    inputs: list[Input]
    legend: str = ""
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True)
class Filled:
    """A form that was read: the ballot, and what could not be read, option by option."""

    choices: Choices
    errors: dict[int, str] = field(default_factory=dict)
    typed: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """An option on a ballot that is read again: its rank, or what was answered, in words."""

    option: Option
    rank: int | None = None
    words: str = ""


@dataclass(frozen=True)
class Tally:
    """Where a ballot being filled in stands; `used` of `most` draws the gauge."""

    said: str
    used: int = 0
    most: int = 0
    is_over: bool = False


class BallotFormat:
    """A way to vote. Stateless: everything comes from the contest and its frozen rule."""

    #: Name in `Contest.ballot_format`, the same as the kind of the counting library.
    code: ClassVar[str]
    label: ClassVar[Any]
    #: The ballot is a mapping of marks; else a list of options.
    is_marked: ClassVar[bool] = False
    #: The list has an order that counts.
    is_ordered: ClassVar[bool] = False
    #: Every option is shown in an order of its own to each voter.
    is_shuffled: ClassVar[bool] = True
    #: Filled in on one form; else gesture by gesture.
    is_one_form: ClassVar[bool] = True
    #: One answer for the whole contest, not one for each option.
    is_one_control: ClassVar[bool] = False

    def default_limits(self, envelope_cents: int) -> dict[str, Any]:
        """Limits of a `BallotRules` for a contest that declares none."""
        return {}

    def default_points(self, limits: Mapping[str, Any]) -> tuple[int, ...]:
        """The table of points, for the formats that need one."""
        return ()

    def empty(self) -> Choices:
        """A blank ballot."""
        return {} if self.is_marked else []

    def starting_from(self, choices: Choices | None) -> Choices:
        """A ballot to go on with: a copy of one that is in the box, or a blank one."""
        return deepcopy(choices) if choices else self.empty()

    def read(self, contest: Contest, shown: list[Option], sent: Sent, kept: Choices) -> Filled:
        """The ballot after a form that showed some of the options; the others stay as kept."""
        raise NotImplementedError

    def controls(self, contest: Contest, option: Option, choices: Choices) -> Control:
        """What to answer about one option."""
        raise NotImplementedError

    def tally(self, contest: Contest, choices: Choices) -> Tally:
        """Where the ballot stands, for the bar."""
        raise NotImplementedError

    def lines(self, contest: Contest, choices: Choices) -> list[Line]:
        """The ballot as it is read again before it is cast."""
        raise NotImplementedError

    def advice(self, contest: Contest) -> list[str]:
        """How to fill this ballot in, a sentence a line."""
        raise NotImplementedError

    def sample(self, contest: Contest, rng: Random) -> Choices:
        """A ballot that somebody might cast, for a rehearsal."""
        raise NotImplementedError

    def misfit(self, contest: Contest, choices: Choices) -> Refusal | None:
        """Why this ballot cannot be cast and what to change; the database judges again."""
        if isinstance(choices, dict) is not self.is_marked and choices:
            return Refusal("unreadable", _("Ce bulletin n’est pas lisible."))
        if isinstance(choices, list) and len(set(choices)) != len(choices):
            return Refusal("repeated", _("Ce bulletin porte deux fois le même choix."))
        return self._too_many_or_few(contest, len(choices)) or self._crowded(contest, choices)

    def _too_many_or_few(self, contest: Contest, named: int) -> Refusal | None:
        most, least = contest.max_choices, contest.min_choices
        if most is not None and named > most:
            return Refusal(
                "too_many",
                _("Ce bulletin porte trop de choix."),
                rule=_("Il en porte %(most)s au plus.") % {"most": most},
                remedy=_("Retirez-en %(extra)s avant de confirmer.") % {"extra": named - most},
            )
        if named < least:
            return Refusal(
                "too_few",
                _("Ce bulletin ne porte pas assez de choix."),
                rule=_("Il en porte %(least)s au moins.") % {"least": least},
                remedy=_("Ajoutez-en %(missing)s avant de confirmer.") % {"missing": least - named},
            )
        return None

    def _crowded(self, contest: Contest, choices: Choices) -> Refusal | None:
        """Too many options of one neighbourhood or of one theme, when the rule limits them."""
        limits = limits_of(contest)
        groups = [
            (limits.max_per_zone, _by_zone, "too_many_in_zone"),
            (limits.max_per_category, _by_theme, "too_many_in_category"),
        ]
        for limit, name_of, code in groups:
            if limit is None:
                continue
            named = Counter(name_of(option) for option in chosen_options(contest, choices))
            if full := next((name for name, n in named.items() if name and n > limit), ""):
                return Refusal(
                    code,
                    _("Ce bulletin porte trop de choix pour « %(name)s ».") % {"name": full},
                    rule=_("Il en porte %(most)s au plus.") % {"most": limit},
                    remedy=_("Retirez-en avant de confirmer."),
                )
        return None


def _by_zone(option: Option) -> str:
    return str(option.zone or "")


def _by_theme(option: Option) -> str:
    return option.theme


def sampled(contest: Contest, rng: Random, most: int | None) -> list[Option]:
    """Some options at random, as many as a ballot may hold or fewer."""
    options = list(contest.listed)
    rng.shuffle(options)
    top = len(options) if most is None else min(most, len(options))
    least = min(max(contest.min_choices, 1), top)
    return options[: rng.randint(least, top)]


def limits_of(contest: Contest) -> BallotRules:
    """The limits of the frozen rule."""
    document: RuleDocument = contest.document
    return document.ballot


def chosen_options(contest: Contest, choices: Choices) -> list[Option]:
    """The options that a ballot names, in its order."""
    by_pk = {option.pk: option for option in contest.listed}
    return [by_pk[int(pk)] for pk in choices if int(pk) in by_pk]
