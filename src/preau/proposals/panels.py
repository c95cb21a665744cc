"""What other floors show on a proposal's page: each adds a panel, none is known here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from preau.kernel.registry import Registry

from .models import Proposal


@dataclass(frozen=True)
class Panel:
    """``load`` answers the context of ``template``, or None when there is nothing to show.

    The template reads these names as they are (or all under ``panel``), and those of the page.
    """

    order: int
    load: Callable[[Proposal, HttpRequest], dict[str, Any] | None]
    template: str


panels: Registry[Panel] = Registry("proposal panel")


def panels_of(proposal: Proposal, request: HttpRequest) -> list[tuple[str, dict[str, Any]]]:
    """Templates to include with their context, in order."""
    found = []
    for panel in sorted(panels, key=lambda one: one.order):
        context = panel.load(proposal, request)
        if context is not None:
            found.append((panel.template, context))
    return found
