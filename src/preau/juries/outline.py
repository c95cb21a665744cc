"""What a jury takes along when a process is made again: rules and grid, never a member."""

from __future__ import annotations

from typing import Any

from preau.processes.models import Process
from preau.processes.outline import OutlinePart

from .models import Criterion, Jury
from .queries import grid_of, juries_of_process, jury_of
from .setting import Line, create_jury

RULES = ("readers_each", "is_anonymous", "envelope_cents")
COLUMNS = ("label", "help", "weight", "low", "high", "comment_under")


def _read(process: Process) -> Any:
    return {
        jury.step.slug: {
            "rules": {name: getattr(jury, name) for name in RULES},
            "grid": [_plain(one) for one in _criteria(jury)],
        }
        for jury in juries_of_process(process)
    } or None


def _criteria(jury: Jury) -> list[Criterion]:
    grid = grid_of(jury)
    return list(grid.criteria.all()) if grid else []


def _plain(criterion: Criterion) -> dict[str, Any]:
    return {name: getattr(criterion, name) for name in COLUMNS}


def _write(process: Process, data: Any) -> None:
    for step in process.ordered_steps:
        if step.slug in data and jury_of(step) is None:
            held = data[step.slug]
            rules = {name: held["rules"][name] for name in RULES if name in held["rules"]}
            lines = [Line(**{name: one[name] for name in COLUMNS}) for one in held["grid"]]
            create_jury(step=step, settings=rules, lines=lines, actor=None)


PART = OutlinePart(_read, _write)
