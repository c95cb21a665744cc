"""Formats whose ballot gives a mark to options."""

from __future__ import annotations

from collections.abc import Iterable

from ..models import Contest, Option
from .base import BallotFormat, Choices, Control, Filled, Input, Sent


class Marked(BallotFormat):
    """Buttons for each option, one of which is pressed; « 0 » stands for no mark."""

    is_marked = True

    def marks(self, contest: Contest) -> list[tuple[int, str]]:
        """The marks to choose from, with their words."""
        raise NotImplementedError

    def unmarked(self, contest: Contest) -> str:
        """The words of the button for no mark; empty when there is none."""
        return ""

    def read(self, contest: Contest, shown: list[Option], sent: Sent, kept: Choices) -> Filled:
        known = {str(mark): mark for mark, _words in self.marks(contest)}
        filled = kept_marks(contest, shown, kept)
        for option in shown:
            said = sent.get(name_of(option), [""])[-1]
            if said in known:
                filled[str(option.pk)] = known[said]
        return Filled(in_order(filled))

    def controls(self, contest: Contest, option: Option, choices: Choices) -> Control:
        mine = mark_of(choices, option)
        inputs = [Input(str(mark), words, mine == mark) for mark, words in self.marks(contest)]
        if words := self.unmarked(contest):
            inputs.append(Input("", words, mine is None))
        return Control("radio", name_of(option), inputs, legend=option.title)


def name_of(option: Option) -> str:
    """Name of the field that answers about an option."""
    return f"note-{option.pk}"


def mark_of(choices: Choices, option: Option) -> int | None:
    return choices.get(str(option.pk)) if isinstance(choices, dict) else None


def kept_marks(contest: Contest, shown: Iterable[Option], kept: Choices) -> dict[str, int]:
    """The marks of the options that the form did not show."""
    own = {str(option.pk) for option in contest.listed} - {str(option.pk) for option in shown}
    return {pk: mark for pk, mark in kept.items() if pk in own} if isinstance(kept, dict) else {}


def in_order(marks: dict[str, int]) -> Choices:
    return dict(sorted(marks.items()))
