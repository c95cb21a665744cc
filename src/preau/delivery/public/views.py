"""What became of winners: one edition, or all of them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from preau.kernel import clock
from preau.processes.access import load_process
from preau.processes.models import Process

from ..models import Delivery
from ..queries import promises

PER_PAGE = 24


def all_deliveries(request: HttpRequest) -> HttpResponse:
    """Delivered and running projects of all years, newest edition first."""
    state = request.GET.get("etat", "")
    found = Delivery.objects.exclude(process__state=Process.State.DRAFT).for_lists()
    if state in Delivery.State.values:
        found = found.filter(state=state)
    page = Paginator(found.order_by("-process__created_at", "pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return _render(request, "delivery/all.html", {"page": page, "state": state})


def process_deliveries(request: HttpRequest, process: str) -> HttpResponse:
    edition = load_process(request, process)
    state = request.GET.get("etat", "")
    found = Delivery.objects.filter(process=edition).for_lists()
    if state in Delivery.State.values:
        found = found.filter(state=state)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    kept = promises(edition, clock.now().date())
    return _render(
        request,
        "delivery/process.html",
        {"process": edition, "page": page, "promises": kept, "state": state},
    )


def _render(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    context |= {"states": Delivery.State.choices, "today": clock.now().date()}
    return render(request, template, context)
