"""A refused act, as a value: why, by which rule, and what remains possible."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Refusal:
    """Answer of a policy that says no.

    ``code`` is for programs and tests; ``reason`` is a sentence that a resident can read;
    ``rule`` quotes the rule that decides; ``remedy`` says what remains possible.
    """

    code: str
    reason: Any
    rule: Any = ""
    remedy: Any = ""
    details: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(self.reason)


class Refused(Exception):
    """Raised by an action whose policy refuses; carries the ``Refusal``.

    Views ask the policy first and show the refusal as a page; this exception only guards
    callers that did not ask, so that no action can be done against its policy.
    """

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal.reason))
        self.refusal = refusal


def demand(refusal: Refusal | None) -> None:
    """Raise ``Refused`` when a policy answered a refusal."""
    if refusal is not None:
        raise Refused(refusal)
