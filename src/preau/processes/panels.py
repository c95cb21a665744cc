"""What other floors show on a page that knows none of them: each adds a panel to its registry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.http import HttpRequest

from preau.kernel.registry import Registry

from .models import Process

Subject = TypeVar("Subject")
#: A template to include, with its context.
Shown = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Panel(Generic[Subject]):
    """``load`` answers the context of ``template``, or None when there is nothing to show."""

    order: int
    load: Callable[[Subject, HttpRequest], dict[str, Any] | None]
    template: str


def load_panels(
    panels: Registry[Panel[Subject]],
    subject: Subject,
    request: HttpRequest,
    given: Mapping[str, dict[str, Any]] | None = None,
) -> list[Shown]:
    """What ``panels`` show of ``subject``, in order.

    ``given`` holds contexts by code that stand in for the loaded ones (a form with its errors).
    """
    found = []
    for code, panel in sorted(panels.items(), key=lambda pair: pair[1].order):
        context = (given or {}).get(code) or panel.load(subject, request)
        if context is not None:
            found.append((panel.template, context))
    return found


#: Panels of the page of a process.
ProcessPanel = Panel[Process]
process_panels: Registry[ProcessPanel] = Registry("process panel")


def panels_of(process: Process, request: HttpRequest) -> list[Shown]:
    """What the page of ``process`` includes."""
    return load_panels(process_panels, process, request)
