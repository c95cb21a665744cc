"""What waits for an agent: each app says it, the inbox shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

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


TaskSource = Callable[[User, datetime], list[DeskTask]]

desk_tasks: Registry[TaskSource] = Registry("desk task source")


def tasks_for(person: User, at: datetime) -> list[DeskTask]:
    """All that waits for ``person``, the most urgent first, undated last."""
    tasks = [task for source in desk_tasks for task in source(person, at)]
    return sorted(tasks, key=lambda task: (task.due_at is None, task.due_at))
