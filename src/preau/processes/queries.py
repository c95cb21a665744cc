"""What is going on in a process."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from preau.accounts.models import Person

from .kinds import Now, NowState
from .models import Process, Step, StepState

_ACTS = (NowState.OPEN, NowState.REFUSED, NowState.DONE)


@dataclass(frozen=True)
class StepNow:
    """A step with what may be done in it."""

    step: Step
    now: Now


def step_of_the_moment(process: Process, at: datetime) -> Step | None:
    """The step that the Now box speaks of.

    The last step open at ``at``; between two steps, the next one to come; after the last, the
    last one. None for a process without steps.
    """
    steps = process.ordered_steps
    open_steps = [step for step in steps if step.state_at(at) is StepState.OPEN]
    if open_steps:
        return open_steps[-1]
    coming = [step for step in steps if step.state_at(at) is StepState.FUTURE]
    if coming:
        return coming[0]
    return steps[-1] if steps else None


def process_now(process: Process, person: Person, at: datetime) -> StepNow | None:
    """The Now box of a process for ``person`` at ``at``."""
    step = step_of_the_moment(process, at)
    if step is None:
        return None
    return StepNow(step, step.behaviour.now(step, person, at))


def acts_of_the_moment(
    processes: Iterable[Process], person: Person, at: datetime, *, most: int = 3
) -> list[StepNow]:
    """Open acts over all processes, the first to close first (home, « En ce moment »)."""
    steps = [step for one in processes if (step := step_of_the_moment(one, at)) is not None]
    steps.sort(key=lambda step: (step.closes_at is None, step.closes_at))
    by_kind: dict[str, list[Step]] = {}
    for step in steps:
        if step.state_at(at) is StepState.OPEN:
            by_kind.setdefault(step.kind, []).append(step)
    for several in by_kind.values():
        several[0].behaviour.prepare(several, person)
    # Asking a step what may be done may cost statements: no more are asked than are shown.
    asked = (StepNow(step, step.behaviour.now(step, person, at)) for step in steps)
    return list(islice((one for one in asked if one.now.state in _ACTS), most))
