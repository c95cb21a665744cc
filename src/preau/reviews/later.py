"""What may be done with a written answer other than publishing it at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from preau.accounts.models import User
from preau.kernel.registry import Registry
from preau.processes.models import Step
from preau.proposals.models import Proposal


@dataclass(frozen=True)
class Held:
    """An answer already kept: what the form opens with, who kept it, when, where it waits."""

    initial: dict[str, Any]
    name: str
    at: datetime
    url: str


@dataclass(frozen=True)
class Later:
    """``keep`` takes what ``decide`` takes and may raise ``Refused``; ``held`` finds it again."""

    label: Any
    keep: Callable[[Proposal, Step, User, dict[str, Any]], None]
    held: Callable[[Proposal], Held | None]


#: At most one: the button beside « Publier la réponse ».
later: Registry[Later] = Registry("fate of an answer")


def held_for(proposal: Proposal) -> Held | None:
    """The answer that waits for this idea, if any."""
    return next((found for one in later if (found := one.held(proposal))), None)
