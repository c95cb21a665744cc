"""Pages for what went wrong: cause, what still works, who to call."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache

from preau.processes.models import Process

_PROCESS = re.compile(r"^/demarches/([-\w]+)/")


@never_cache
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "public/errors/404.html", {"near": _near(request)}, status=404)


def _near(request: HttpRequest) -> Process | None:
    """The published process whose address the lost one begins with."""
    found = _PROCESS.match(request.path_info)
    return Process.objects.published().filter(slug=found[1]).first() if found else None


@never_cache
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "public/errors/403.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without request or site: it must be shown even when the database is what failed."""
    return HttpResponse(render_to_string("public/errors/500.html"), status=500)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "public/errors/csrf.html", {"reason": reason}, status=403)
