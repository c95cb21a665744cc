"""« Mon espace »: what waits for me, what I did, what the site knows of me."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from preau.accounts.models import User
from preau.kernel import clock
from preau.messaging.models import Email
from preau.processes.access import refused
from preau.processes.kinds import NowState
from preau.processes.mine import panels_of
from preau.processes.models import Process
from preau.processes.queries import acts_of_the_moment
from preau.proposals.queries import proposals_of

from ..forms import DetailsForm
from ..personal_data import ballots_of, forget, gather, may_forget

_LATEST = 10
Page = Callable[[HttpRequest, User], HttpResponse]


def for_me(view: Page) -> Callable[[HttpRequest], HttpResponse]:
    """Give the page the person it is about; whoever is unknown signs in and comes back."""

    @wraps(view)
    def known(request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            return view(request, request.user)
        asked = urlencode({"suite": request.get_full_path()})
        return redirect(f"{reverse('public:sign_in')}?{asked}")

    return never_cache(known)


@for_me
def mine(request: HttpRequest, person: User) -> HttpResponse:
    processes = Process.objects.published().with_steps()
    acts = acts_of_the_moment(processes, person, clock.now())
    return render(
        request,
        "public/mine.html",
        {
            "acts": [one for one in acts if one.now.state is NowState.OPEN],
            "panels": panels_of(person, request),
            "ballots": ballots_of(person),
            "mails": Email.objects.filter(to=person.email)[:_LATEST],
        },
    )


@for_me
def details(request: HttpRequest, person: User) -> HttpResponse:
    """Correct what I gave; an emptied field is forgotten."""
    form = DetailsForm(request.POST or None, initial=DetailsForm.values_of(person))
    if request.method == "POST" and form.is_valid():
        form.keep(person)
        return redirect(f"{reverse('public:mine')}#donnees")
    return render(request, "public/details.html", {"form": form})


@for_me
def my_data(request: HttpRequest, person: User) -> HttpResponse:
    """Everything, in one file that any program reads."""
    response = JsonResponse(gather(person), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="mes-donnees.json"'
    return response


@for_me
def forget_me(request: HttpRequest, person: User) -> HttpResponse:
    refusal = may_forget(person)
    if refusal is not None:
        return refused(request, refusal)
    if request.method == "POST":
        forget(person=person)
        logout(request)
        response = render(request, "public/forgotten.html")
        response["Clear-Site-Data"] = '"storage", "cookies"'
        return response
    return render(request, "public/forget.html", {"count": len(proposals_of(person))})
