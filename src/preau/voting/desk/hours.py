"""« Heures du vote » in the back office: the grace, a suspension, its end, and what was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.processes.desk_access import agent_of, for_agents, refused_in_desk

from ..actions import resume_vote, set_grace, suspend_vote
from ..fraud.networks import keep_networks
from ..models import Election, Forgetting, HourAct
from ..policies import may_register_key
from .aside_forms import NetworksForm
from .forms import GraceForm, ResumeForm, SuspendForm
from .sealed import load_vote


@for_agents
def page(request: HttpRequest, process: str) -> HttpResponse:
    """The hours of a vote, and the one act that its state allows."""
    found, election, refusal = load_vote(request, process)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    asked = request.POST.get("do", "") if request.method == "POST" else ""
    forms = _forms(request, asked, election)
    act = _ACTS.get(asked)
    if act is not None and forms[asked].is_valid():
        answer = act(election, forms[asked].cleaned_data, agent_of(request))
        if not isinstance(answer, Refusal):
            messages.success(request, _("C’est enregistré, et public avec votre motif."))
            return redirect("voting_desk:hours", found.slug)
        forms[asked].add_error(None, f"{answer.reason} {answer.remedy}".strip())
    contests = list(election.contests.all())
    context = {
        "process": found,
        "step": election.step,
        "election": election,
        "grace": election.grace_seconds // 60,
        "may_prepare": may_register_key(election) is None,
        "is_open": bool(contests) and all(one.is_open_at(clock.now()) for one in contests),
        "is_suspended": any(one.suspended_at is not None for one in contests),
        "acts": list(HourAct.objects.filter(election=election)),
        "forgetting": Forgetting.objects.filter(election=election).first(),
        "forms": forms,
        "wrong": forms.get(asked),
    }
    return render(request, "voting/desk/hours.html", context)


def _forms(request: HttpRequest, asked: str, election: Election) -> dict[str, Any]:
    def data(name: str) -> Any:
        return request.POST if asked == name else None

    return {
        "grace": GraceForm(election.grace_seconds // 60, data("grace")),
        "suspend": SuspendForm(data("suspend")),
        "resume": ResumeForm(data("resume")),
        "networks": NetworksForm(election.network_days, data("networks")),
    }


_ACTS: dict[str, Callable[[Election, dict[str, Any], Any], Any]] = {
    "grace": lambda election, said, actor: set_grace(
        election=election, minutes=said["minutes"], actor=actor
    ),
    "networks": lambda election, said, actor: keep_networks(
        election=election, days=int(said["days"]), actor=actor
    ),
    "suspend": lambda election, said, actor: suspend_vote(
        election=election, reason=said["reason"], actor=actor
    ),
    "resume": lambda election, said, actor: resume_vote(
        election=election, reason=said["reason"], gives_back=said["gives_back"], actor=actor
    ),
}
