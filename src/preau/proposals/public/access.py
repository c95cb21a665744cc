"""Whose draft this is, and who still has to say who they are."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from preau.accounts.models import User
from preau.accounts.visitors import known_visitor
from preau.kernel.refusal import Refusal
from preau.processes.access import load_process
from preau.processes.models import Process, Step
from preau.processes.requirements import identity_url, missing_requirements

from ..models import Draft
from ..wizard import rows_of, rules_of

_GRANTED = "drafts"


def grant(request: HttpRequest, draft: Draft) -> None:
    """Let this browser come back to ``draft``, even once another device has resumed it."""
    known = [pk for pk in request.session.get(_GRANTED, []) if pk != draft.pk]
    request.session[_GRANTED] = [*known, draft.pk][-20:]


def load_draft(request: HttpRequest, process: str, pk: int) -> tuple[Process, Draft]:
    """The draft if it is this person's or this browser's, with its process; else 404."""
    found = load_process(request, process)
    draft = (
        Draft.objects.select_related("proposal", "picture")
        .filter(pk=pk, step__process=found)
        .first()
    )
    if draft is None or not _is_mine(request, draft):
        raise Http404
    draft.step = next(step for step in found.ordered_steps if step.pk == draft.step_id)
    return found, draft


def _is_mine(request: HttpRequest, draft: Draft) -> bool:
    visitor = known_visitor(request)
    if visitor and draft.visitor == visitor:
        return True
    if draft.pk in request.session.get(_GRANTED, []):
        return True
    return isinstance(request.user, User) and draft.user_id == request.user.pk


def way_to_identity(request: HttpRequest, step: Step, then: str) -> str:
    """Where the person proves what ``step`` asks, to come back to ``then``; empty when known."""
    if missing_requirements(step, request.user):
        return identity_url(step, then)
    if not isinstance(request.user, User):
        return f"{reverse('public:sign_in')}?{urlencode({'suite': then})}"
    return ""


def closed(request: HttpRequest, process: Process, draft: Draft, refusal: Refusal) -> HttpResponse:
    """The step closed meanwhile: it is said, and every word typed can be read and copied."""
    rules = rules_of(draft)
    texts = [
        (field.label, field.value())
        for row in rows_of(draft, rules)
        for field in row.form
        if isinstance(field.value(), str) and field.value() and field.name in _TEXTS
    ]
    context = {"process": process, "draft": draft, "refusal": refusal, "texts": texts}
    return render(request, "proposals/deposit/closed.html", context, status=403)


_TEXTS = frozenset({"title", "place", "finding", "idea", "audience", "cost"})
