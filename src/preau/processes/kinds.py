"""Step kinds: plug-ins that say what a step is, what may be done now, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.urls import reverse

from preau.accounts.models import Person, User
from preau.kernel.registry import Registry

from .models import Step


class NowState(StrEnum):
    """The five states of the Now box."""

    OPEN = "open"  # open, and this person can
    REFUSED = "refused"  # open, and this person cannot: why, and what they can do
    DONE = "done"  # already done: the stub, and until when it can change
    BETWEEN = "between"  # nobody acts here: who is working, until when
    FINISHED = "finished"  # over: the outcome


@dataclass(frozen=True)
class Act:
    """A button: a verb that names the effect, and where it leads."""

    label: Any
    url: str


@dataclass(frozen=True)
class Now:
    """What can be done in a step, for one person, at one moment."""

    state: NowState
    title: Any
    text: Any = ""
    act: Act | None = None
    #: The end of this state, shown in words and as a date.
    until: datetime | None = None
    #: Who may act, in one short sentence.
    who: Any = ""
    minutes: int | None = None
    second_act: Act | None = None


@dataclass(frozen=True)
class Check:
    """A line of the publication checklist; ``blocking`` ones keep a process unpublished."""

    label: Any
    is_done: bool
    url: str = ""
    blocking: bool = True


class StepKind:
    """What every kind answers; each app subclasses it in its ``kind.py`` and registers it."""

    code: str = ""
    label: Any = ""
    #: A noun for « En ce moment : le vote ».
    noun: Any = ""
    #: Name of its page in the menu of the back office, when it deserves a line there.
    desk_label: Any = ""
    #: Once such a step is open its opening, and the steps before it, do not move any more.
    is_binding: bool = False
    #: Counts people: whoever acts must be told from all others (a vote).
    tells_apart: bool = False

    def now(self, step: Step, person: Person, at: datetime) -> Now:
        """What may be done in ``step`` by ``person`` at ``at``; decides button, page and POST."""
        raise NotImplementedError

    def prepare(self, steps: list[Step], person: Person) -> None:
        """Read at once what ``now`` will ask of each of ``steps``: their number costs nothing."""

    def summary(self, step: Step) -> Any:
        """The result so far in one line (« 142 idées déposées »), or nothing."""
        return step.summary

    def public_url(self, step: Step) -> str:
        """Where the step's square leads."""
        return reverse("public:step", args=[step.process.slug, step.slug])

    def desk_url(self, step: Step) -> str:
        """Where agents work on this step, or nothing."""
        return ""

    def settings_url(self, step: Step) -> str:
        """Where who runs the process sets this step, or nothing."""
        return ""

    def checklist(self, step: Step) -> list[Check]:
        """What blocks publication."""
        return []

    def dates_moved(self, step: Step, *, reason: str, actor: User) -> None:
        """Bring along what the kind keeps of the step's dates, in the same transaction."""

    def affected(self, step: Step) -> list[Any]:
        """Who is touched when the dates move, one line each (« 12 brouillons en cours »)."""
        return []


step_kinds: Registry[StepKind] = Registry("step kind")
