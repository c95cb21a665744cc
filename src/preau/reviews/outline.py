"""What a review takes along when a process is made again: limits, rounds, motives, criteria."""

from __future__ import annotations

from typing import Any

from preau.kernel.refusal import demand
from preau.processes.models import Process, Step
from preau.processes.outline import OutlinePart, step_settings
from preau.questions.actions import create_form, freeze_form
from preau.questions.schema import read_document

from .models import Criterion, Motive, ReviewSettings, Round

_SETTINGS = step_settings(
    ReviewSettings, ("requires_cost", "most_cost_cents", "requires_synthesis", "own_only")
)
_ROUND = ("number", "kind", "title", "held_by", "days")
_MOTIVE = ("code", "label", "article", "sentence", "remedy", "order")


def read(process: Process) -> Any:
    settings = _SETTINGS.read(process)
    if settings is None:
        return None
    criteria = Criterion.objects.filter(step__process=process).select_related("step", "motive")
    rounds = Round.objects.filter(step__process=process).select_related("step", "form")
    return {
        "settings": settings,
        "rounds": [
            {
                "step": one.step.slug,
                **{name: getattr(one, name) for name in _ROUND},
                "questions": one.form.schema if one.form else None,
            }
            for one in rounds
        ],
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
    for one in data.get("rounds", []):
        if one["step"] in steps:
            _write_round(steps[one["step"]], one)
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


def _write_round(step: Step, one: dict[str, Any]) -> None:
    """A round with its questions, asked from the start."""
    form = None
    if one["questions"] is not None:
        form = create_form(title=one["title"], document=read_document(one["questions"]))
        demand(freeze_form(form=form))
    Round.objects.create(step=step, form=form, **{name: one[name] for name in _ROUND})


PART = OutlinePart(read, write)
