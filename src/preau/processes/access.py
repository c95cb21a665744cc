"""First line of a public view: the process if this person may see it, or the page that says no."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from preau.kernel.refusal import Refusal

from .models import Process
from .policies import may_see_process


def load_process(request: HttpRequest, slug: str) -> Process:
    """The process at that address if this person may see it, with its steps; else 404."""
    process = get_object_or_404(Process.objects.with_steps(), slug=slug)
    if may_see_process(request.user, process) is not None:
        raise Http404
    return process


def refused(
    request: HttpRequest, refusal: Refusal, *, status: int = 403, back: str = ""
) -> HttpResponse:
    """A refusal as a page of its own: the reason, the rule, what remains possible.

    ``back`` leads to the question again, where another answer might do. Under the address of a
    process that this person may see, the page leads there first.
    """
    context = {"refusal": refusal, "back": back, "near": _process_at(request)}
    return render(request, "public/errors/refused.html", context, status=status)


def _process_at(request: HttpRequest) -> Process | None:
    """The process in whose address the act was refused, if this person may see it."""
    match = request.resolver_match
    slug = match.kwargs.get("process", "") if match else ""
    found = Process.objects.filter(slug=slug).first() if slug else None
    if found is None or may_see_process(request.user, found) is not None:
        return None
    return found
