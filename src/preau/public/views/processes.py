"""List of processes, the process page, and the page of a step that has no other."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from preau.blueprints.registry import blueprints
from preau.kernel import clock
from preau.processes.access import load_process
from preau.processes.models import Process
from preau.processes.panels import panels_of
from preau.processes.queries import process_now
from preau.processes.stages import Phase, phase

from ..marelle import squares

PHASES = {
    Phase.OPEN: _("En cours"),
    Phase.COMING: _("À venir"),
    Phase.FINISHED: _("Terminées"),
}


def process_list(request: HttpRequest) -> HttpResponse:
    """All that is published, what is open first; ``?etat=`` keeps one phase."""
    at = clock.now()
    by_phase: dict[Phase, list[Process]] = {each: [] for each in Phase}
    for process in Process.objects.published().with_steps():
        by_phase[phase(process, at)].append(process)
    asked = request.GET.get("etat", "")
    groups = [
        (each, PHASES[each], found)
        for each, found in by_phase.items()
        if found and asked in ("", each)
    ]
    counts = [(each, PHASES[each], len(found)) for each, found in by_phase.items() if found]
    context = {"groups": groups, "counts": counts, "asked": asked}
    return render(request, "public/process_list.html", context)


def process_page(request: HttpRequest, process: str) -> HttpResponse:
    found = load_process(request, process)
    at = clock.now()
    return render(
        request,
        "public/process_page.html",
        {
            "process": found,
            "kind": blueprint_label(found),
            "moment": process_now(found, request.user, at),
            "squares": squares(found, at),
            "panels": panels_of(found, request),
        },
    )


def blueprint_label(process: Process) -> Any:
    """« Budget participatif »; nothing for a blueprint that no longer exists."""
    known = process.blueprint in blueprints
    return blueprints.get(process.blueprint).label if known else ""


def rulebook(request: HttpRequest, process: str) -> HttpResponse:
    """The règlement, whole and printable."""
    return render(request, "public/rulebook.html", {"process": load_process(request, process)})


def step_page(request: HttpRequest, process: str, step: str) -> HttpResponse:
    found = load_process(request, process)
    one = next((each for each in found.ordered_steps if each.slug == step), None)
    if one is None:
        raise Http404
    now = one.behaviour.now(one, request.user, clock.now())
    return render(request, "public/step_page.html", {"process": found, "step": one, "now": now})
