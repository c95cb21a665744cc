"""The applications a city can start from, as plug-ins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel.refusal import Refusal
from preau.kernel.registry import Registry
from preau.processes.kinds import Check
from preau.processes.models import Process
from preau.processes.outline import Outline
from preau.ui.forms import PlainForm


@dataclass(frozen=True)
class Stage:
    """A step as the wizard proposes its dates: ``gap`` days after the former one, for ``days``.

    ``days`` None: no end is proposed. Steps that last no time of their own (results) too.
    """

    title: Any
    days: int | None
    gap: int = 0


@dataclass(frozen=True)
class NewProcess:
    """What the wizard knows when the draft is made; moments are aware, one pair by stage."""

    title: str
    slug: str
    summary: str
    actor: User
    spans: tuple[tuple[datetime, datetime | None], ...]
    #: Cleaned data of ``Start.form``.
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Start:
    """How the wizard starts an application: its steps, its questions, and the making."""

    stages: tuple[Stage, ...]
    create: Callable[[NewProcess], Process]
    #: Questions about the rules, each with a default that does; None when there are none.
    form: type[PlainForm] | None = None


@dataclass(frozen=True)
class Blueprint:
    """One application: how it makes a process, and what it checks before publication.

    It is offered by the wizard when it says how to ``start``; or by a ``page`` of its own
    (the name of a route without arguments), which the wizard then leads to.
    """

    code: str
    label: Any
    summary: Any
    create: Callable[..., Process]
    checklist: Callable[[Process], list[Check]]
    start: Start | None = None
    page: str = ""


blueprints: Registry[Blueprint] = Registry("blueprint")


@dataclass(frozen=True)
class Kept:
    """An outline on a shelf: what the wizard says of it."""

    key: str
    label: str
    summary: str = ""


@dataclass(frozen=True)
class Shelf:
    """A place where outlines are found: the site's models, its processes, other cities' own.

    ``load`` answers None for a key that this person does not find there; ``taken`` is told when
    a process was made of it.
    """

    label: Any
    kept: Callable[[User], list[Kept]]
    load: Callable[[User, str], Outline | None]
    taken: Callable[[str, Process, User], None] | None = None
    #: First day proposed, when the shelf knows better than « in three weeks ».
    first: Callable[[str], date | None] | None = None
    #: Its words are those of others: nobody publishes them by mistake as their own.
    is_of_others: bool = False
    #: Told when a draft goes away, so that what ``taken`` said is unsaid.
    dropped: Callable[[Process], None] | None = None


shelves: Registry[Shelf] = Registry("shelf of outlines")


def own_page(code: str) -> str:
    """Route of the questions that alone make this application; "" when the wizard makes it.

    An outline of such a process would lack what those questions set.
    """
    found = blueprints.get(code) if code in blueprints else None
    return found.page if found is not None and found.start is None else ""


def refusal_of_outline(process: Process) -> Refusal | None:
    """A process that its own questions make is no model: the law and its dates move."""
    if not own_page(process.blueprint):
        return None
    return Refusal(
        "own_questions",
        _("Cette démarche ne se garde pas en modèle\u00a0: ses dates suivent la loi du moment."),
        remedy=_("Pour en faire une autre, choisissez «\u00a0Nouvelle démarche\u00a0»."),
    )


def checks_of(process: Process) -> list[Check]:
    """The publication checklist of a process: its application's, else that of its steps."""
    if process.blueprint in blueprints:
        return blueprints.get(process.blueprint).checklist(process)
    return [line for step in process.ordered_steps for line in step.behaviour.checklist(step)]
