"""The identity chain: after the gesture, one screen for each thing still to prove."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from preau.accounts.guests import keep_guest
from preau.accounts.models import Guest, User
from preau.accounts.visitors import declared_name, declared_zone
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.processes.access import load_process, refused
from preau.processes.models import Requirement, Step
from preau.processes.requirements import (
    missing_requirements,
    refusal_by_requirements,
    requirements_of,
)
from preau.processes.screens import Asked, identity_screens
from preau.territory.models import Zone

from .sign_in import safe_next


@never_cache
def identity(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Ask the first thing that is missing; lead on to ``suite`` when nothing is."""
    found = load_process(request, process)
    one = next((each for each in found.ordered_steps if each.slug == step), None)
    if one is None:
        raise Http404
    then = safe_next(request, fallback=f"/demarches/{process}/")
    refusal = refusal_by_requirements(one, request.user, clock.now())
    if refusal is not None:
        return refused(request, refusal)
    _keep_declared(request)
    missing = missing_requirements(one, request.user)
    if not missing:
        return redirect(then)
    first = _first(request, missing)
    screen = identity_screens.get(first.kind)
    asked = screen.ask(request, first)
    if asked is None:
        return redirect(request.get_full_path())
    if isinstance(asked, Refusal):
        return refused(request, asked, back=request.get_full_path())
    place = _place(one, missing)
    said = {"heading": screen.title, "why": screen.why, "kept": screen.kept, "then": then}
    return _show(request, one, asked, {**place, **said})


def _first(request: HttpRequest, missing: list[Requirement]) -> Requirement:
    """An account, where one is needed, is asked before what is kept with it."""
    emails = [one for one in missing if one.kind == Requirement.Kind.EMAIL]
    return emails[0] if emails and not isinstance(request.user, User) else missing[0]


def _place(step: Step, missing: list[Requirement]) -> dict[str, int]:
    known = [one.kind for one in requirements_of(step)]
    total = len({*known, *(one.kind for one in missing)})
    return {"place": total - len(missing) + 1, "total": total}


def _keep_declared(request: HttpRequest) -> None:
    """What was said before signing in is not asked again: the booth's zone, an author's name."""
    person, declared, name = request.user, declared_zone(request), declared_name(request)
    if isinstance(person, User) and not person.public_name and name:
        person.public_name = name
        person.save(update_fields=["public_name"])
    if declared is None or not isinstance(person, User | Guest) or person.zone_id is not None:
        return
    zone = Zone.objects.filter(pk=declared).first()
    if isinstance(person, User):
        person.zone = zone
        person.save(update_fields=["zone"])
    elif zone is not None:
        person.zone_id = zone.pk
        keep_guest(request, person)


def _show(
    request: HttpRequest, step: Step, asked: Asked, context: dict[str, object]
) -> HttpResponse:
    shown = {"step": step, "process": step.process, **context, **asked.context}
    return render(request, asked.template, shown)
