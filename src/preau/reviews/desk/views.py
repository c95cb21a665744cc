"""Posting the sheet's box: keep the criteria, preview the answer, decide."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk
from preau.processes.models import Process, Step
from preau.proposals.desk.selection import Selection
from preau.proposals.desk.sheet import load_proposal, sheet_page, sheet_url
from preau.proposals.models import Proposal

from ..actions import assess, decide, draft_decision
from ..answers import Lack, lacks_of, public_answer, signature_of
from ..examining import examine
from ..later import later
from ..models import Decision
from ..policies import may_assess, may_decide
from ..queries import current_decision, review_step, settings_of
from .boxes import box_of
from .extra_forms import OwnQuestions
from .forms import CriteriaForm, DecisionForm


@for_agents
def decide_on(request: HttpRequest, process: str, number: int) -> HttpResponse:
    found = load_desk_process(request, process)
    step = review_step(found)
    if step is None:
        raise Http404
    refusal = may_assess(request.user, step, clock.now())
    if refusal is not None:
        return refused_in_desk(request, refusal)
    proposal = load_proposal(request, found, number)
    if request.method != "POST":
        return redirect(sheet_url(request, found, number))
    if request.POST.get("do") == "criteria":
        return _keep_criteria(request, proposal, step)
    refusal = may_decide(request.user, step, clock.now())
    if refusal is not None:
        return refused_in_desk(request, refusal)
    return _answer(request, proposal, step)


def _keep_criteria(request: HttpRequest, proposal: Proposal, step: Step) -> HttpResponse:
    criteria = CriteriaForm(proposal, step, request.POST)
    own = OwnQuestions.about(proposal, step, request.POST)
    given: dict[str, Any] = {"criteria": criteria, "own": own}
    if not all([criteria.is_valid(), own is None or own.is_valid()]):
        return _again(request, proposal, box_of(request, proposal, step, **given))
    try:
        changed = _assess(proposal, step, given, agent_of(request))
    except Refused as refused:
        given = _looked_again(request, proposal, step, refused.refusal)
        return _again(request, proposal, box_of(request, proposal, step, **given))
    messages.success(request, _("Critères enregistrés.") if changed else _("Rien n’a changé."))
    return redirect(sheet_url(request, proposal.process, proposal.number))


@transaction.atomic
def _assess(proposal: Proposal, step: Step, given: dict[str, Any], actor: User) -> bool:
    """Keep the article by article and the round's own questions, both or neither."""
    criteria: CriteriaForm = given["criteria"]
    own: OwnQuestions | None = given["own"]
    changed = bool(
        assess(
            proposal=proposal,
            step=step,
            answers=criteria.answers(),
            seen=criteria.seen(),
            actor=actor,
        )
    )
    if own is None:
        return changed
    answers, seen = own.answers(), own.version_seen
    return examine(proposal=proposal, step=step, answers=answers, seen=seen, actor=actor) or changed


def _looked_again(
    request: HttpRequest, proposal: Proposal, step: Step, refusal: Refusal
) -> dict[str, Any]:
    """What was typed, beside what somebody else kept meanwhile."""
    criteria = CriteriaForm(proposal, step, request.POST)
    own = OwnQuestions.about(proposal, step, request.POST)
    criteria.look_again()
    if own is not None and own.version_seen != own.version:
        own.show_theirs()
    return {"criteria": criteria, "own": own, "refusal": refusal}


def _answer(request: HttpRequest, proposal: Proposal, step: Step) -> HttpResponse:
    """Preview, or decide once nothing is missing (or the agent sends it all the same)."""
    person = agent_of(request)
    current = current_decision(proposal, step)
    form = DecisionForm(proposal, step, current, signature_of(person), request.POST)
    criteria = CriteriaForm(proposal, step, request.POST)
    own = OwnQuestions.about(proposal, step, request.POST)
    given: dict[str, Any] = {"form": form, "criteria": criteria, "own": own}
    if not all([form.is_valid(), criteria.is_valid(), own is None or own.is_valid()]):
        return _again(request, proposal, box_of(request, proposal, step, **given))
    draft = draft_decision(proposal=proposal, step=step, actor=person, **form.asked())
    answer = public_answer(draft, step.process)
    given["preview"] = answer
    given["lacks"] = lacks_of(answer, requires_cost=settings_of(step).requires_cost)
    if request.POST.get("do") == "keep" and not any(one.is_blocking for one in given["lacks"]):
        return _keep(request, proposal, step, given)
    is_sent = request.POST.get("do") in ("decide", "keep")
    given["is_stopped"] = is_sent and _stops(given["lacks"], request)
    if not is_sent or given["is_stopped"]:
        return _again(request, proposal, box_of(request, proposal, step, **given))
    after = _after(request, proposal)
    try:
        with transaction.atomic():
            _assess(proposal, step, given, person)
            decision = decide(
                proposal=proposal,
                step=step,
                actor=person,
                seen=form.cleaned_data["seen"],
                **form.asked(),
            )
    except Refused as refused:
        return _refused(request, proposal, step, given, refused.refusal)
    return _go_on(request, decision, after)


def _keep(
    request: HttpRequest, proposal: Proposal, step: Step, given: dict[str, Any]
) -> HttpResponse:
    """The answer is not published: it waits where another floor keeps it."""
    person, after = agent_of(request), _after(request, proposal)
    form: DecisionForm = given["form"]
    try:
        with transaction.atomic():
            _assess(proposal, step, given, person)
            for one in later:
                one.keep(proposal, step, person, form.asked())
    except Refused as refused:
        return _refused(request, proposal, step, given, refused.refusal)
    messages.success(
        request,
        _("n°\u00a0%(number)s\u00a0: la réponse est préparée, personne ne la lit encore.")
        % {"number": proposal.number},
    )
    return _next(request, proposal.process, after)


def _after(request: HttpRequest, proposal: Proposal) -> int | None:
    return Selection.read(proposal.process, request.GET).around(proposal.number)[1]


def _stops(lacks: list[Lack], request: HttpRequest) -> bool:
    if any(lack.is_blocking for lack in lacks):
        return True
    return bool(lacks) and not request.POST.get("anyway")


def _refused(
    request: HttpRequest,
    proposal: Proposal,
    step: Step,
    given: dict[str, Any],
    refusal: Refusal,
) -> HttpResponse:
    """Nothing was overwritten: show the other decision beside what was typed, or the reason."""
    form: DecisionForm = given["form"]
    proposal.refresh_from_db()
    if refusal.code == "decided_meanwhile":
        given["meanwhile"] = current_decision(proposal, step)
        seen = given["meanwhile"].pk if given["meanwhile"] else ""
        form.data = {**form.data.dict(), "seen": seen}  # type: ignore[attr-defined]  # a QueryDict
    elif refusal.code == "changed_meanwhile":
        given |= _looked_again(request, proposal, step, refusal)
    else:
        form.add_error(None, f"{refusal.reason} {refusal.remedy}".strip())
    return _again(request, proposal, box_of(request, proposal, step, **given))


def _again(request: HttpRequest, proposal: Proposal, box: dict[str, Any]) -> HttpResponse:
    return sheet_page(request, proposal, boxes={"reviews": box})


def _go_on(request: HttpRequest, decision: Decision, after: int | None) -> HttpResponse:
    """The next idea of the list opens, saying what was done with this one."""
    process = decision.proposal.process
    said = _("n°\u00a0%(number)s\u00a0:\u00a0%(headline)s") % {
        "number": decision.proposal.number,
        "headline": public_answer(decision, process).headline,
    }
    messages.success(request, said)
    return _next(request, process, after)


def _next(request: HttpRequest, process: Process, after: int | None) -> HttpResponse:
    """The next idea of the list, or the list."""
    if after is not None:
        return redirect(sheet_url(request, process, after))
    url = reverse("proposals_desk:table", args=[process.slug])
    return redirect(f"{url}?{Selection.read(process, request.GET).as_params()}")
