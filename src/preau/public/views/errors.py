"""Pages for what went wrong: cause, what still works, who to call."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "public/errors/404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "public/errors/403.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "public/errors/500.html", status=500)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "public/errors/csrf.html", {"reason": reason}, status=403)
