"""The queue of moderators, one contribution per screen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel.refusal import Refusal
from preau.processes.desk_access import active_processes, agent_of, for_agents, refused_in_desk

from ..actions import pass_on, settle, settle_appeal
from ..models import Case
from ..policies import may_moderate, may_settle
from ..queries import colleagues_of, history_of, shown, waiting_for
from .forms import AppealAnswerForm, PassForm, SettleForm

PER_PAGE = 30


def _refusal_to_enter(request: HttpRequest) -> Refusal | None:
    """Whoever moderates one process at least finds the queue."""
    person = agent_of(request)
    processes = active_processes(person)
    refusals = [may_moderate(person, one.pk) for one in processes]
    if not refusals or None in refusals:
        return None if refusals else may_moderate(person, None)
    return refusals[0]


@for_agents
def queue(request: HttpRequest) -> HttpResponse:
    """What waits over all processes, the oldest first."""
    refusal = _refusal_to_enter(request)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    slug = request.GET.get("demarche", "")
    waiting = waiting_for(agent_of(request))
    if slug:
        waiting = [one for one in waiting if one.process.slug == slug]
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": shown(list(page.object_list)),
        "slug": slug,
        "menu_url": reverse("desk:inbox"),
    }
    return render(request, "moderation/desk/queue.html", context)


@for_agents
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One contribution in its context; after a decision comes the next."""
    found = get_object_or_404(Case.objects.select_related("process", "author", "passed_to"), pk=pk)
    person = agent_of(request)
    if may_moderate(person, found.process_id) is not None:
        raise Http404
    refusal = may_settle(person, found)
    if request.method == "POST" and refusal is not None:
        return refused_in_desk(request, refusal)
    is_passing = request.POST.get("geste") == "transmettre"
    asked = request.POST if request.method == "POST" else None
    form_class: Any = AppealAnswerForm if found.is_appealed else SettleForm
    form = form_class(None if is_passing else asked)
    colleagues = colleagues_of(person, found.process_id)
    passing = PassForm(asked if is_passing else None, colleagues=colleagues)
    if is_passing and passing.is_valid():
        to = passing.cleaned_data["to"]
        pass_on(case=found, to=to, words=passing.cleaned_data["why"], actor=person)
        said = _("Transmis à %(name)s, qui reçoit un e-mail.") % {"name": to.full_name}
        messages.success(request, said)
        return _next(person, found)
    if asked is not None and not is_passing and form.is_valid():
        _decide(request, found, form.cleaned_data)
        messages.success(request, _("C’est décidé. L’auteur est prévenu."))
        return _next(person, found)
    lines = shown([found])
    past = history_of(found.author)
    context = {
        "case": found,
        "described": lines[0].described if lines else None,
        "process": found.process,
        "form": None if refusal else form,
        "passing": passing if colleagues and refusal is None else None,
        "faulty": passing if passing.errors else form,
        "refusal": refusal,
        "reports": list(found.reports.all()),
        "history": [(label, past.get(code, 0)) for code, label in Case.State.choices if past],
        "menu_url": reverse("desk:inbox"),
    }
    status = 422 if form.errors or passing.errors else 200
    return render(request, "moderation/desk/case.html", context, status=status)


def _next(person: User, done: Case) -> HttpResponse:
    """The next contribution that waits for this person, or the queue."""
    waiting = (one for one in waiting_for(person) if one.is_for(person.pk))
    other = next((one for one in waiting if one.pk != done.pk), None)
    return redirect("moderation:case", other.pk) if other else redirect("moderation:queue")


def _decide(request: HttpRequest, case: Case, data: dict[str, Any]) -> None:
    actor = agent_of(request)
    if case.is_appealed:
        is_granted = data["outcome"] == "grant"
        settle_appeal(case=case, is_granted=is_granted, answer=data["answer"], actor=actor)
    else:
        motive = "" if data["outcome"] == Case.State.KEPT else data["motive"]
        settle(case=case, outcome=data["outcome"], motive=motive, words=data["words"], actor=actor)
