"""What a person finds in « mon espace »: each app adds its part, the page knows none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from preau.accounts.models import User
from preau.kernel.registry import Registry


@dataclass(frozen=True)
class MinePanel:
    """``load`` answers the context of ``template`` (as ``panel``), or None: nothing to show.

    What is to finish comes first (orders below 10), then what was done, then what is followed.
    """

    order: int
    load: Callable[[User, HttpRequest], dict[str, Any] | None]
    template: str


mine_panels: Registry[MinePanel] = Registry("panel of mon espace")


def panels_of(person: User, request: HttpRequest) -> list[tuple[str, dict[str, Any]]]:
    """Templates to include with their context, in order."""
    found = []
    for panel in sorted(mine_panels, key=lambda one: one.order):
        context = panel.load(person, request)
        if context is not None:
            found.append((panel.template, context))
    return found
