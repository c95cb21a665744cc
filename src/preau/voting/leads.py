"""What to read before voting: higher floors say where the arguments are."""

from __future__ import annotations

from collections.abc import Callable

from preau.kernel.registry import Registry
from preau.processes.models import Step
from preau.ui.props import Link

#: By code: the page to read before the ballot of a step, or None.
Lead = Callable[[Step], Link | None]
leads: Registry[Lead] = Registry("lead")


def leads_of(step: Step) -> list[Link]:
    """The pages to read before voting in ``step``."""
    return [link for lead in leads if (link := lead(step)) is not None]
