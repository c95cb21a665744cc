"""À traiter: everything that waits for the agent, by urgency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.processes.desk import DeskTask, tasks_for
from preau.processes.desk_access import agent_of, for_agents, processes_of
from preau.processes.models import Process, Step

from ..first_days import tasks_of


@dataclass(frozen=True)
class Group:
    code: str
    title: str
    tasks: list[DeskTask]

    @property
    def total(self) -> int:
        return sum(task.count for task in self.tasks)


@dataclass(frozen=True)
class Kind:
    """What is expected, as a filter: the verb and how many things wait for it."""

    code: str
    label: Any
    count: int
    is_chosen: bool


@for_agents
def inbox(request: HttpRequest) -> HttpResponse:
    person, at = agent_of(request), clock.now()
    tasks = tasks_for(person, at)
    wanted = request.GET.get("acte", "")
    kinds = kinds_of(tasks, wanted)
    chosen = next((kind for kind in kinds if kind.is_chosen), None)
    shown = [task for task in tasks if chosen is None or kind_code(task) == chosen.code]
    return render(
        request,
        "desk/inbox.html",
        {
            "all_tasks": tasks,
            "kinds": kinds,
            "chosen": chosen,
            "total": sum(task.count for task in shown),
            "groups": groups_of(shown, at),
            "first_steps": [] if tasks else tasks_of(person),
            "next_step": None if shown else next_step_for(processes_of(person).published(), at),
        },
    )


def kind_code(task: DeskTask) -> str:
    return slugify(str(task.verb))


def kinds_of(tasks: list[DeskTask], wanted: str) -> list[Kind]:
    """The verbs that wait, each with its count, in the order of urgency."""
    found: dict[str, tuple[Any, int]] = {}
    for task in tasks:
        label, count = found.get(kind_code(task), (task.verb, 0))
        found[kind_code(task)] = (label, count + task.count)
    return [Kind(code, label, count, code == wanted) for code, (label, count) in found.items()]


def groups_of(tasks: list[DeskTask], at: datetime) -> list[Group]:
    """Late, this week (up to Sunday evening), later, undated, taken by somebody else.

    Empty groups are left out.
    """
    today = timezone.localtime(at)
    monday = (today + timedelta(days=7 - today.weekday())).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    groups = [Group("late", _("En retard"), []), Group("week", _("Cette semaine"), [])]
    groups += [Group("later", _("Plus tard"), []), Group("undated", _("Sans date"), [])]
    groups.append(Group("others", _("En attente d’un autre"), []))
    for task in tasks:
        if task.is_with_another:
            place = 4
        elif task.due_at is None:
            place = 3
        elif task.due_at < at:
            place = 0
        else:
            place = 1 if task.due_at < monday else 2
        groups[place].tasks.append(task)
    return [group for group in groups if group.tasks]


def next_step_for(processes: Any, at: datetime) -> Step | None:
    """The step that opens next in these processes, for an empty inbox."""
    coming = Step.objects.filter(
        process__in=processes.exclude(state=Process.State.ARCHIVED), opens_at__gt=at
    )
    return coming.select_related("process").order_by("opens_at").first()
