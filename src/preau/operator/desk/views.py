"""In a city's back office: who of the platform asks to come in, and the answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from preau.accounts.actions import sign_in
from preau.kernel import clock
from preau.kernel.refusal import demand
from preau.processes.desk_access import agent_of, for_agents

from .. import visits as acts
from ..models import Visit


@for_agents
def visits(request: HttpRequest) -> HttpResponse:
    actor = agent_of(request)
    demand(acts.may_answer(actor))
    if request.method == "POST":
        asked, _sep, pk = request.POST.get("do", "").partition("-")
        visit = Visit.objects.filter(pk=pk).first() if pk.isdecimal() else None
        if visit is None:
            raise Http404
        if asked == "end":
            acts.end(visit=visit, actor=actor)
            messages.success(request, _("La visite est terminée."))
        else:
            hours = request.POST.get(f"hours-{visit.pk}", "")
            granted = int(hours) if hours in map(str, acts.HOURS) and asked == "allow" else 0
            acts.answer(visit=visit, hours=granted, actor=actor)
            messages.success(request, _("Réponse enregistrée."))
        return redirect("operator_desk:visits")
    at = clock.now()
    rows = [(one, one.is_on(at)) for one in Visit.objects.select_related("answered_by")[:30]]
    context = {"visits": rows, "hours": acts.HOURS}
    return render(request, "operator/desk/visits.html", context)


@never_cache
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """The operator comes in, under the account that the city opened."""
    person = acts.visitor_of(key)
    if person is None:
        raise Http404
    sign_in(request, person)
    return redirect("desk:inbox")
