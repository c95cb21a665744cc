"""A petition for everyone: the demand, its gauge, signing, and what the council answered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.processes.access import load_process, refused
from preau.processes.requirements import identity_url, missing_requirements, sentences_of

from ..actions import sign, withdraw
from ..models import Petition
from ..policies import may_come_in, may_sign
from ..queries import count_signatures, names_shown, petition_of, signature_of, story_of
from .forms import SignForm


def load_petition(request: HttpRequest, process: str, step: str) -> Petition:
    """The petition at that address if this person may see it; else 404."""
    found = load_process(request, process)
    one = next((each for each in found.ordered_steps if each.slug == step), None)
    petition = petition_of(one) if one is not None else None
    if petition is None:
        raise Http404
    return petition


def gauge_of(petition: Petition) -> dict[str, Any]:
    """The figures of the gauge, in thousandths for its bar."""
    signed, threshold = count_signatures(petition), petition.threshold
    counted = petition.recognised if petition.recognised is not None else signed
    return {
        "signed": signed,
        "threshold": threshold,
        "permille": min(1000, 1000 * signed // threshold) if threshold else 0,
        "left": max(0, threshold - counted) if threshold else None,
        "is_reached": bool(threshold) and counted >= (threshold or 0),
    }


def page(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """The demand, how many signed it, who may, and what came of it."""
    petition = load_petition(request, process, step)
    at = clock.now()
    context = {
        "petition": petition,
        "process": petition.step.process,
        "step": petition.step,
        "now": petition.step.behaviour.now(petition.step, request.user, at),
        "gauge": gauge_of(petition),
        "names": names_shown(petition),
        "who": sentences_of(petition.step),
        "mine": signature_of(petition, request.user),
        "is_open": may_come_in(petition, at) is None,
        "story": story_of(petition),
    }
    return render(request, "petitions/petition.html", context)


@never_cache
def sign_page(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Who one is first, then the declaration, then the signature and its mail."""
    petition = load_petition(request, process, step)
    closed = may_come_in(petition, clock.now())
    if closed is not None:
        return refused(request, closed)
    person = request.user
    if missing_requirements(petition.step, person) or not isinstance(person, User):
        return redirect(identity_url(petition.step, then=petition.url("sign")))
    refusal = may_sign(petition, person, clock.now())
    if refusal is not None:
        return refused(request, refusal, back=petition.url("petition"))
    form = SignForm(petition, person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = sign(
            petition=petition,
            person=person,
            signed=form.signed(),
        )
        if isinstance(answer, Refusal):
            return refused(request, answer, back=petition.url("petition"))
        messages.success(request, _("Votre signature est comptée. Un message vous le confirme."))
        return redirect(petition.url("petition"))
    context = {
        "petition": petition,
        "process": petition.step.process,
        "step": petition.step,
        "form": form,
    }
    return render(request, "petitions/sign.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
def take_back(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Take one's signature back, until the closing."""
    petition = load_petition(request, process, step)
    if not isinstance(request.user, User):
        return redirect(petition.url("petition"))
    answer = withdraw(petition=petition, person=request.user)
    if isinstance(answer, Refusal):
        return refused(request, answer, back=petition.url("petition"))
    messages.success(request, _("Votre signature est retirée. Il n’en reste rien."))
    return redirect(petition.url("petition"))
