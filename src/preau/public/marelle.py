"""The steps of a process as the squares of its strip."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from preau.processes.models import Process, StepState
from preau.processes.stages import Stage, stages
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
    return [_square(one) for one in stages(process, at)]


def _square(stage: Stage) -> Square:
    step, is_future = stage.step, stage.state is StepState.FUTURE
    words = _("En cours") if stage.state is StepState.OPEN else str(stage.state.label)
    return Square(
        number=step.order,
        title=step.title,
        look=stage.look,
        state=_("Vous êtes ici") if stage.look == "current" else words,
        dates=period(step.opens_at, step.closes_at),
        result="" if is_future else step.behaviour.summary(step),
        url=step.behaviour.public_url(step),
    )
