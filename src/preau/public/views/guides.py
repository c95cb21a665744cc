"""Pages of plain text that every site has: how it works, help, and what the law asks."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from preau.processes.models import Process


def how_it_works(request: HttpRequest) -> HttpResponse:
    return render(request, "public/guides/how.html")


def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "public/guides/help.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "public/guides/accessibility.html")


def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "public/guides/privacy.html")


def legal_notice(request: HttpRequest) -> HttpResponse:
    return render(request, "public/guides/legal.html", {"source_url": settings.PREAU_SOURCE_URL})


def open_data(request: HttpRequest) -> HttpResponse:
    """What can be taken away, process by process."""
    processes = Process.objects.published().with_steps()
    rows = [
        (process, process.step_of_kind("collection"), process.step_of_kind("results"))
        for process in processes
    ]
    return render(request, "public/guides/data.html", {"rows": rows})
