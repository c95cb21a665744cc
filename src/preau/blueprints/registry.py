"""The applications a city can start from, as plug-ins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from preau.kernel.registry import Registry
from preau.processes.kinds import Check
from preau.processes.models import Process


@dataclass(frozen=True)
class Blueprint:
    """One application: how it makes a process, and what it checks before publication."""

    code: str
    label: Any
    summary: Any
    create: Callable[..., Process]
    checklist: Callable[[Process], list[Check]]


blueprints: Registry[Blueprint] = Registry("blueprint")
