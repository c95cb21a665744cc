"""What a questionnaire takes along when a process is made again: its questions, who answers."""

from __future__ import annotations

from typing import Any

from preau.processes.models import Process
from preau.processes.outline import OutlinePart
from preau.questions.actions import create_form
from preau.questions.schema import read_document

from .models import Survey

_SETTINGS = ("why", "identity", "is_several", "quota")


def read(process: Process) -> Any:
    surveys = Survey.objects.filter(step__process=process).select_related("step", "form")
    return {
        one.step.slug: {
            "settings": {name: getattr(one, name) for name in _SETTINGS},
            "title": one.form.title,
            "schema": one.form.schema,
        }
        for one in surveys
    } or None


def write(process: Process, data: Any) -> None:
    for step in process.ordered_steps:
        if step.slug in data:
            held = data[step.slug]
            form = create_form(title=held["title"], document=read_document(held["schema"]))
            Survey.objects.create(
                step=step, form=form, **{name: held["settings"][name] for name in _SETTINGS}
            )


PART = OutlinePart(read, write)
