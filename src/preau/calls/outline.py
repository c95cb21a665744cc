"""What a call takes along when a process is made again: what it asks, never an application."""

from __future__ import annotations

from typing import Any

from preau.processes.models import Process
from preau.processes.outline import OutlinePart
from preau.questions.schema import read_document

from .models import Call
from .setting import SETTINGS, create_call

_CONDITION = ("question", "expects", "reason", "remedy")
_PIECE = ("title", "help", "is_required", "expires", "is_anonymous")


def read(process: Process) -> Any:
    calls = (
        Call.objects.filter(step__process=process)
        .select_related("step", "form")
        .prefetch_related("conditions", "piece_kinds")
    )
    return {
        one.step.slug: {
            "settings": {name: getattr(one, name) for name in (*SETTINGS, "identifying")},
            "schema": one.form.schema,
            "conditions": [
                {name: getattr(each, name) for name in _CONDITION} for each in one.conditions.all()
            ],
            "pieces": [
                {name: getattr(each, name) for name in _PIECE} for each in one.piece_kinds.all()
            ],
        }
        for one in calls
    } or None


def write(process: Process, data: Any) -> None:
    for step in process.ordered_steps:
        if step.slug in data:
            held = data[step.slug]
            create_call(
                step=step,
                document=read_document(held["schema"]),
                settings={name: held["settings"][name] for name in (*SETTINGS, "identifying")},
                conditions=[{name: one[name] for name in _CONDITION} for one in held["conditions"]],
                pieces=[{name: one[name] for name in _PIECE} for one in held["pieces"]],
            )


PART = OutlinePart(read, write)
