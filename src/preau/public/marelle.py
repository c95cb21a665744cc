"""The steps of a process as the squares of its strip."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from preau.processes.models import Process, StepState
from preau.processes.queries import step_of_the_moment
from preau.ui.words import period


@dataclass(frozen=True)
class Square:
    """One square: what ``{% marelle %}`` draws."""

    number: int
    title: str
    look: str
    state: Any
    dates: str
    result: Any
    url: str


def squares(process: Process, at: datetime) -> list[Square]:
    """Past, current and future steps, each with its dates and its result so far."""
    current = step_of_the_moment(process, at)
    found = []
    for step in process.ordered_steps:
        state = step.state_at(at)
        if step is current and state is StepState.OPEN:
            look, words = "current", _("Vous êtes ici")
        else:
            look = "future" if state is StepState.FUTURE else "past"
            words = str(state.label)
            if state is StepState.OPEN:
                look, words = "past", _("En cours")
        found.append(
            Square(
                number=step.order,
                title=step.title,
                look=look,
                state=words,
                dates=period(step.opens_at, step.closes_at),
                result="" if state is StepState.FUTURE else step.behaviour.summary(step),
                url=step.behaviour.public_url(step),
            )
        )
    return found
