"""What waits for an agent: each app says it, the inbox shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from preau.accounts.models import User
from preau.kernel.registry import Registry

from .models import Process


@dataclass(frozen=True)
class DeskTask:
    """One thing to do: what is expected of whom, where, until when."""

    title: Any
    #: What is expected, as an infinitive: « Décider de la recevabilité ».
    verb: Any
    url: str
    process: Process
    due_at: datetime | None = None
    asked_by: str = ""
    number: int | None = None
    #: How many alike this line stands for (« 42 propositions à vérifier »).
    count: int = 1
    #: Where it is taken, handed on or put off; and who has it already (nobody: empty).
    handle_url: str = ""
    taken_by: str = ""
    is_mine: bool = False

    @property
    def is_with_another(self) -> bool:
        """Somebody else took it: nothing more is expected of this person for now."""
        return bool(self.taken_by) and not self.is_mine


TaskSource = Callable[[User, datetime], list[DeskTask]]

desk_tasks: Registry[TaskSource] = Registry("desk task source")


#: Pages of a process that are no step's own: each answers a label and an address, or None.
PageSource = Callable[[Process], tuple[Any, str] | None]

desk_pages: Registry[PageSource] = Registry("desk page")


#: Pages of the whole site: each answers a label and an address for this agent, or None.
SectionSource = Callable[[User], tuple[Any, str] | None]

desk_sections: Registry[SectionSource] = Registry("desk section")


@dataclass(frozen=True)
class DeskBanner:
    """A word above every page of the back office; ``route`` names where to act on it."""

    words: Any
    route: str = ""
    tone: str = "info"


@dataclass(frozen=True)
class FirstStep:
    """Something that a site does once, so that it can open: what, why, where, whether it is done."""

    label: Any
    hint: Any
    url: str
    is_done: bool
    #: The site opens as well without it.
    is_optional: bool = False
    #: Where it stands among the others, the first ones first.
    order: int = 50


#: Asked when nothing waits for an administrator.
FirstSource = Callable[[User], list[FirstStep]]

first_steps: Registry[FirstSource] = Registry("first step")


#: Asked on every page: a source spends no statement.
BannerSource = Callable[[User], list[DeskBanner]]

desk_banners: Registry[BannerSource] = Registry("desk banner")


def end_of(day: date) -> datetime:
    """The last instant of ``day`` in the site's zone: what is due that day is not late before."""
    midnight = datetime.combine(day + timedelta(days=1), time())
    return timezone.make_aware(midnight) - timedelta(microseconds=1)


def tasks_for(person: User, at: datetime) -> list[DeskTask]:
    """All that waits for ``person``, the most urgent first, undated last."""
    tasks = [task for source in desk_tasks for task in source(person, at)]
    return sorted(tasks, key=lambda task: (task.due_at is None, task.due_at))
