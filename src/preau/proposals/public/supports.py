"""Supporting or following an idea, signed in or not yet."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from preau.accounts.models import User
from preau.kernel import clock
from preau.processes.access import load_process, refused

from ..models import Proposal
from ..policies import deposit_step, may_support
from ..supports import support, withdraw_support
from .proposal import load_proposal

#: Ideas this browser asked to follow before saying who it is.
_PENDING = "supports_to_confirm"


@never_cache
def support_proposal(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """The gesture is kept first, identity is asked after; coming back completes it.

    Following needs an address and nothing else, so only signing in is asked. Read by a link, it
    asks for the gesture: the page of the idea, the same for everybody, holds no form.
    """
    found = load_process(request, process)
    proposal = load_proposal(found, number)
    page = proposal.get_absolute_url()
    refusal = may_support(request.user, proposal)
    if refusal is not None:
        return refused(request, refusal)
    pending: list[int] = request.session.get(_PENDING, [])
    is_post = request.method == "POST"
    if isinstance(request.user, User):
        if is_post and request.POST.get("geste") == "quitter":
            withdraw_support(proposal=proposal, person=request.user)
        elif is_post or proposal.pk in pending:
            support(proposal=proposal, person=request.user)
        if proposal.pk in pending:
            request.session[_PENDING] = [pk for pk in pending if pk != proposal.pk]
        return redirect(page)
    if not is_post:
        return _ask(request, proposal)
    request.session[_PENDING] = [*pending, proposal.pk][-20:]
    here = reverse("proposals:support", args=[found.slug, number])
    return redirect(f"{reverse('public:sign_in')}?{urlencode({'suite': here})}")


def _ask(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    step = deposit_step(proposal.process, clock.now())
    context = {
        "process": proposal.process,
        "proposal": proposal,
        "is_collecting": step is not None and step.is_open,
    }
    return render(request, "proposals/support.html", context)
