"""What other floors show on the page of a process: each adds a panel, none is known here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from preau.kernel.registry import Registry

from .models import Process


@dataclass(frozen=True)
class ProcessPanel:
    """``load`` answers the context of ``template``, or None when there is nothing to show."""

    order: int
    load: Callable[[Process, HttpRequest], dict[str, Any] | None]
    template: str


process_panels: Registry[ProcessPanel] = Registry("process panel")


def panels_of(process: Process, request: HttpRequest) -> list[tuple[str, dict[str, Any]]]:
    """Templates to include with their context, in order."""
    found = []
    for panel in sorted(process_panels, key=lambda one: one.order):
        context = panel.load(process, request)
        if context is not None:
            found.append((panel.template, context))
    return found
