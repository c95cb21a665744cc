"""How much each service has on its table; what higher floors know of it is added by them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from preau.accounts.models import Service
from preau.kernel.registry import Registry


@dataclass(frozen=True)
class Figures:
    """Heads of the added columns, the cells of each service, and one sentence on all of it."""

    heads: tuple[Any, ...] = ()
    lines: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    sentence: Any = ""


workload: Registry[Callable[[Sequence[Service]], Figures]] = Registry("workload of services")


def service_figures(services: Sequence[Service]) -> Figures:
    """All that is known of the work of these services, side by side."""
    found = [load(services) for load in workload]
    lines = {
        one.pk: tuple(
            cell for part in found for cell in part.lines.get(one.pk, ("",) * len(part.heads))
        )
        for one in services
    }
    return Figures(
        heads=tuple(head for part in found for head in part.heads),
        lines=lines,
        sentence=" ".join(str(part.sentence) for part in found if part.sentence),
    )
