"""Where a process stands: its steps as past, current and future, without asking their kinds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .models import Process, Step, StepState
from .queries import step_of_the_moment


@dataclass(frozen=True)
class Stage:
    """A step and its look: ``past``, ``current`` or ``future``."""

    step: Step
    state: StepState
    look: str


def stages(process: Process, at: datetime) -> list[Stage]:
    """One stage per step, in order; only the step of the moment, once open, is current."""
    moment = step_of_the_moment(process, at)
    found = []
    for step in process.ordered_steps:
        state = step.state_at(at)
        look = "future" if state is StepState.FUTURE else "past"
        if step is moment and state is StepState.OPEN:
            look = "current"
        found.append(Stage(step, state, look))
    return found


class Phase(StrEnum):
    """Where a whole process stands, for lists."""

    OPEN = "ouvertes"
    COMING = "a-venir"
    FINISHED = "terminees"


def phase(process: Process, at: datetime) -> Phase:
    """Coming before its first step, finished after its last; open in between, pauses included."""
    states = {step.state_at(at) for step in process.ordered_steps}
    if states <= {StepState.FUTURE}:
        return Phase.COMING
    return Phase.FINISHED if states == {StepState.CLOSED} else Phase.OPEN
