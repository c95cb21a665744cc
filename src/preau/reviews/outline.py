"""What a review takes along when a process is made again: limits, motives, criteria."""

from __future__ import annotations

from typing import Any

from preau.processes.models import Process
from preau.processes.outline import OutlinePart, step_settings

from .models import Criterion, Motive, ReviewSettings

_SETTINGS = step_settings(
    ReviewSettings, ("requires_cost", "most_cost_cents", "requires_synthesis", "own_only")
)
_MOTIVE = ("code", "label", "article", "sentence", "remedy", "order")


def read(process: Process) -> Any:
    settings = _SETTINGS.read(process)
    if settings is None:
        return None
    criteria = Criterion.objects.filter(step__process=process).select_related("step", "motive")
    return {
        "settings": settings,
        "motives": list(Motive.objects.filter(process=process).values(*_MOTIVE)),
        "criteria": [
            {
                "step": one.step.slug,
                "number": one.number,
                "article": one.article,
                "question": one.question,
                "motive": one.motive.code if one.motive else "",
            }
            for one in criteria.order_by("step__order", "number")
        ],
    }


def write(process: Process, data: Any) -> None:
    _SETTINGS.write(process, data["settings"])
    motives = {
        one["code"]: Motive.objects.create(process=process, **{k: one[k] for k in _MOTIVE})
        for one in data["motives"]
    }
    steps = {step.slug: step for step in process.ordered_steps}
    Criterion.objects.bulk_create(
        Criterion(
            step=steps[one["step"]],
            number=one["number"],
            article=one["article"],
            question=one["question"],
            motive=motives.get(one["motive"]),
        )
        for one in data["criteria"]
        if one["step"] in steps
    )


PART = OutlinePart(read, write)
