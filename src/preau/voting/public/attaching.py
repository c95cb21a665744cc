"""« Mon espace »: a vote cast without an account in this browser is kept in one, or forgotten here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from preau.accounts.guests import forget_guest, guest_of
from preau.accounts.models import User
from preau.kernel.refusal import Refusal
from preau.processes.access import refused

from ..actions import attach_votes


@never_cache
@require_POST
def attach(request: HttpRequest) -> HttpResponse:
    """``do=attach`` keeps the votes of this browser's guest in the account; else they are left."""
    if not isinstance(request.user, User):
        return redirect(f"{reverse('public:sign_in')}?suite={reverse('public:mine')}")
    guest = guest_of(request)
    wanted = guest is not None and request.POST.get("do") == "attach"
    is_done = guest is None or not wanted or attach_votes(guest=guest, account=request.user)
    forget_guest(request)
    if not is_done:
        return refused(request, _has_its_own())
    return redirect(f"{reverse('public:mine')}#bulletins")


def _has_its_own() -> Refusal:
    return Refusal(
        "has_own_voice",
        _("Ce compte a déjà sa voix dans ce vote."),
        rule=_("Deux voix ne se réunissent pas\u00a0: chacune reste comptée une fois."),
        remedy=_("Le bulletin voté sans compte reste dans l’urne, avec son reçu."),
    )
