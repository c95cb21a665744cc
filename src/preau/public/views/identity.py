"""The identity chain: after the gesture, one screen for each thing still to prove."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from preau.accounts.forms import CodeForm, EmailForm
from preau.accounts.models import User
from preau.accounts.visitors import declared_name, declared_zone
from preau.kernel import clock
from preau.processes.access import load_process, refused
from preau.processes.models import Requirement, Step
from preau.processes.requirements import (
    missing_requirements,
    refusal_by_requirements,
    requirements_of,
)
from preau.territory.models import Zone

from ..forms import BirthDateForm, PublicNameForm, ZoneForm
from .sign_in import PENDING, enter_by_code, safe_next, send_code

#: Field of the person that each requirement fills, with the form that asks it.
ASKED: dict[str, tuple[str, type[forms.Form]]] = {
    Requirement.Kind.AGE: ("birth_date", BirthDateForm),
    Requirement.Kind.RESIDENCE: ("zone", ZoneForm),
    Requirement.Kind.NAME: ("public_name", PublicNameForm),
}
WHY = {
    Requirement.Kind.EMAIL: _(
        "Une adresse, une voix\u00a0: c’est ainsi que chacun ne compte qu’une fois."
    ),
    Requirement.Kind.AGE: _("Le règlement fixe un âge minimal."),
    Requirement.Kind.RESIDENCE: _("Chaque quartier a son bulletin et son enveloppe."),
    Requirement.Kind.NAME: _("Une idée est publique, avec le nom que vous choisissez."),
}
KEPT = {
    Requirement.Kind.EMAIL: _("Gardée avec votre compte, jamais publiée."),
    Requirement.Kind.AGE: _("Jamais publiée. Vous pouvez l’effacer dans votre espace."),
    Requirement.Kind.RESIDENCE: _("Gardé avec votre compte, jamais publié avec votre nom."),
    Requirement.Kind.NAME: _("Public, et modifiable dans votre espace."),
}


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
    if missing[0].kind == Requirement.Kind.EMAIL:
        return _ask_email(request, one, missing, then)
    return _ask(request, one, missing, then)


def _keep_declared(request: HttpRequest) -> None:
    """What was said before signing in is not asked again: the booth's zone, an author's name."""
    person, zone, name = request.user, declared_zone(request), declared_name(request)
    if not isinstance(person, User):
        return
    if person.zone_id is None and zone is not None:
        person.zone = Zone.objects.filter(pk=zone).first()
        person.save(update_fields=["zone"])
    if not person.public_name and name:
        person.public_name = name
        person.save(update_fields=["public_name"])


def _ask(request: HttpRequest, step: Step, missing: list[Requirement], then: str) -> HttpResponse:
    name, form_class = ASKED[missing[0].kind]
    form = form_class(request.POST or None)
    person = request.user
    if request.method == "POST" and isinstance(person, User) and form.is_valid():
        setattr(person, name, form.cleaned_data[name])
        person.save(update_fields=[name])
        return redirect(request.get_full_path())
    return _show(request, "public/identity.html", step, missing, {"form": form, "then": then})


def _ask_email(
    request: HttpRequest, step: Step, missing: list[Requirement], then: str
) -> HttpResponse:
    """Two screens in one address: the e-mail, then the code that was sent to it."""
    email = request.session.get(PENDING)
    if request.method == "POST" and "other" in request.POST:
        request.session.pop(PENDING, None)
        return redirect(request.get_full_path())
    if not email:
        ask = EmailForm(request.POST or None)
        if request.method == "POST" and ask.is_valid() and send_code(request, ask):
            return redirect(request.get_full_path())
        return _show(request, "public/identity.html", step, missing, {"form": ask, "then": then})
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and enter_by_code(request, form):
        return redirect(request.get_full_path())
    return _show(
        request, "public/identity.html", step, missing, {"form": form, "then": then, "email": email}
    )


def _show(
    request: HttpRequest,
    template: str,
    step: Step,
    missing: list[Requirement],
    context: dict[str, object],
) -> HttpResponse:
    total = len(requirements_of(step))
    kind = Requirement.Kind(missing[0].kind)
    place = total - len(missing) + 1
    return render(
        request,
        template,
        {
            "step": step,
            "process": step.process,
            "place": place,
            "total": total,
            "why": WHY[kind],
            "kept": KEPT[kind],
            **context,
        },
    )
