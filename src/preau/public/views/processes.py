"""List of processes, the process page, and the page of a step that has no other."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from preau.kernel import clock
from preau.processes.access import load_process
from preau.processes.models import Process
from preau.processes.panels import panels_of
from preau.processes.queries import process_now

from ..marelle import squares


def process_list(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    processes = Process.objects.published().with_steps()
    rows = [(process, process_now(process, request.user, at)) for process in processes]
    return render(request, "public/process_list.html", {"rows": rows})


def process_page(request: HttpRequest, process: str) -> HttpResponse:
    found = load_process(request, process)
    at = clock.now()
    return render(
        request,
        "public/process_page.html",
        {
            "process": found,
            "moment": process_now(found, request.user, at),
            "squares": squares(found, at),
            "panels": panels_of(found, request),
        },
    )


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
