"""To the provider and back: a visit is held by the session, and serves once."""

from __future__ import annotations

import hmac
import secrets
from datetime import date
from typing import Any

import structlog
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from preau.kernel.refusal import Refusal
from preau.processes.access import load_process, refused
from preau.processes.models import Step
from preau.processes.requirements import identity_url
from preau.tenancy.addresses import absolute_url

from ..help import whom_to_call
from ..people import known_key, person_keys
from ..proving import prove_here
from ..queries import electorate_of, kinds_asked
from .provider import Client, Identity, ProviderError, client_here, entry_url, exit_url, identity_of

log = structlog.get_logger()
_VISIT, _LEAVING = "franceconnect", "franceconnect_leaving"


@never_cache
@require_GET
def start(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Leave for the provider, with a state and a nonce that only this session knows."""
    found, client = _load(request, process, step)
    then = request.GET.get("suite", "")
    if not url_has_allowed_host_and_scheme(then, allowed_hosts=None):
        then = reverse("public:process", args=[process])
    visit = {
        "state": secrets.token_urlsafe(32),
        "nonce": secrets.token_urlsafe(32),
        "process": process,
        "step": step,
        "then": then,
    }
    try:
        url = entry_url(client, state=visit["state"], nonce=visit["nonce"], back=_back("back"))
    except ProviderError as error:
        return _not_now(request, found, error)
    request.session[_VISIT] = visit
    return redirect(url)


@never_cache
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Back from the provider: what it says is checked, kept as a proof, and signed out of."""
    visit: dict[str, Any] | None = request.session.pop(_VISIT, None)
    state = request.GET.get("state", "")
    if visit is None or not hmac.compare_digest(str(visit["state"]).encode(), state.encode()):
        return refused(request, _lost())
    found, client = _load(request, visit["process"], visit["step"])
    if "code" not in request.GET:
        return redirect(identity_url(found, then=visit["then"]))  # given up, or refused there
    try:
        identity = identity_of(
            client, code=request.GET["code"], nonce=visit["nonce"], back=_back("back")
        )
    except ProviderError as error:
        return _not_now(request, found, error)
    refusal = _prove(request, found, identity)
    after = identity_url(found, then=visit["then"])
    if refusal is not None:
        return refused(request, refusal)
    leaving = secrets.token_urlsafe(32)
    request.session[_LEAVING] = {"state": leaving, "then": after}
    return redirect(exit_url(client, token=identity.token, state=leaving, back=_back("left")))


@never_cache
@require_GET
def left(request: HttpRequest) -> HttpResponse:
    """Signed out of the provider: on with what was being done."""
    leaving: dict[str, str] | None = request.session.pop(_LEAVING, None)
    if leaving is None or leaving["state"] != request.GET.get("state", ""):
        return redirect("public:home")
    return redirect(leaving["then"])


def _load(request: HttpRequest, process: str, step: str) -> tuple[Step, Client]:
    """The step, if it asks for FranceConnect and the site is registered there; else 404."""
    found = load_process(request, process)
    one = next((each for each in found.ordered_steps if each.slug == step), None)
    client = client_here()
    if one is None or client is None:
        raise Http404
    if "franceconnect" not in kinds_asked(one):
        raise Http404
    return one, client


def _prove(request: HttpRequest, step: Step, identity: Identity) -> Refusal | None:
    try:
        born = date.fromisoformat(identity.born)
    except ValueError:
        return _incomplete(step)
    electorate = electorate_of(step)
    if not identity.last or not identity.first:
        return _incomplete(step)
    keys = person_keys(electorate, identity.last, identity.first, born)
    if not keys:
        return _incomplete(step)
    key = known_key(step, keys, request.user)
    if isinstance(key, Refusal):
        return key
    return prove_here(
        request,
        step=step,
        kind="franceconnect",
        key=key,
        born=born,
        is_secret=True,
    )


def _back(name: str) -> str:
    return absolute_url(reverse(f"franceconnect:{name}"))


def _lost() -> Refusal:
    return Refusal(
        "visit_lost",
        _("Cette visite à FranceConnect ne vient pas de cette page."),
        rule=_("Chaque visite ne sert qu’une fois, dans le navigateur qui l’a commencée."),
        remedy=_("Revenez au vote et recommencez\u00a0: ce que vous avez préparé est gardé."),
    )


def _incomplete(step: Step) -> Refusal:
    return Refusal(
        "identity_incomplete",
        _("FranceConnect n’a pas donné une date de naissance complète."),
        rule=_("Le nom et la date de naissance distinguent les personnes."),
        remedy=whom_to_call(step),
    )


def _not_now(request: HttpRequest, step: Step, error: ProviderError) -> HttpResponse:
    """The provider is down or cannot be believed: said here, and its cause in our log."""
    log.warning("franceconnect_refused", error=str(error))
    refusal = Refusal(
        "provider_failed",
        _("FranceConnect n’a pas pu confirmer votre identité."),
        rule=_("Sa réponse est vérifiée à chaque fois\u00a0; celle-ci n’a pas pu l’être."),
        remedy=_("Réessayez dans quelques minutes. Sinon\u00a0: %(help)s")
        % {"help": whom_to_call(step)},
    )
    return refused(request, refusal, status=502)
