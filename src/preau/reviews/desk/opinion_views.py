"""What services and pilots do with opinions, from the sheet."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.accounts.models import Service
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused
from preau.processes.desk import tasks_for
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk
from preau.processes.models import Step
from preau.proposals.desk.policies import may_read_proposals
from preau.proposals.desk.sheet import load_proposal, sheet_page, sheet_url
from preau.proposals.models import Proposal
from preau.ui.forms import DayField

from ..models import Opinion
from ..opinions import (
    ask_opinions,
    postpone_opinion,
    reopen_opinion,
    save_opinion,
    transfer_opinion,
    withdraw_opinion,
)
from ..policies import may_answer, may_pilot
from ..progress import standing_opinions
from ..queries import review_step
from .opinion_boxes import opinions_box
from .opinion_forms import AskForm, OpinionForm


def load_reviewed(
    request: HttpRequest, process: str, number: int
) -> tuple[Proposal, Step] | HttpResponse:
    """The proposal at that address and its review; a page of refusal for who may not read it."""
    found = load_desk_process(request, process)
    step = review_step(found)
    if step is None:
        raise Http404
    refusal = may_read_proposals(request.user, found)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    return load_proposal(request, found, number), step


def saves_itself(request: HttpRequest) -> bool:
    """True for what a page keeps by itself while somebody types."""
    return request.headers.get("X-Requested-With") == "autosave"


def kept(version: int) -> HttpResponse:
    """Answer to a page that saves itself: the version it holds from now on."""
    return HttpResponse(status=204, headers={"X-Version": str(version)})


def not_kept(why: str) -> HttpResponse:
    """Answer to a page that saves itself: nothing was kept, and why in one sentence."""
    return HttpResponse(why, content_type="text/plain; charset=utf-8", headers={"X-Refused": "1"})


@for_agents
def ask(request: HttpRequest, process: str, number: int) -> HttpResponse:
    found = load_reviewed(request, process, number)
    if isinstance(found, HttpResponse):
        return found
    proposal, step = found
    refusal = may_pilot(request.user, step, clock.now())
    if refusal is not None:
        return refused_in_desk(request, refusal)
    if request.method != "POST":
        return redirect(sheet_url(request, proposal.process, number))
    form = AskForm(step, standing_opinions(proposal, step), [], request.POST)
    if form.is_valid():
        try:
            asked = ask_opinions(
                proposal=proposal, step=step, actor=agent_of(request), **form.cleaned_data
            )
        except Refused as refused:
            form.add_error("due_on", str(refused))
        else:
            said = ngettext("%(n)s service interrogé.", "%(n)s services interrogés.", len(asked))
            messages.success(request, said % {"n": len(asked)})
            return redirect(sheet_url(request, proposal.process, number))
    return _again(request, proposal, step, ask_form=form)


def _again(request: HttpRequest, proposal: Proposal, step: Step, **given: Any) -> HttpResponse:
    box = opinions_box(request, proposal, step, **given)
    return sheet_page(request, proposal, boxes={"reviews_opinions": box})


@for_agents
def opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: everything that is done with it is posted here."""
    held = get_object_or_404(
        Opinion.objects.select_related("proposal", "step__process", "service", "joint_of"), pk=pk
    )
    found = load_reviewed(request, held.step.process.slug, held.proposal.number)
    if isinstance(found, HttpResponse):
        return found
    proposal, step = found
    url = sheet_url(request, proposal.process, proposal.number)
    if request.method != "POST":
        return redirect(f"{url}#avis-{pk}")
    act = request.POST.get("do", "save")
    if act in ("save", "sign"):
        return _write(request, proposal, step, held)
    try:
        said = _manage(request, held, act)
    except Refused as refused:
        return _again(request, proposal, step, refusal=refused.refusal, refused_on=held)
    messages.success(request, said)
    return redirect(url)


def _write(request: HttpRequest, proposal: Proposal, step: Step, held: Opinion) -> HttpResponse:
    person, is_signing = agent_of(request), request.POST.get("do") == "sign"
    refusal = may_answer(person, held, clock.now())
    if refusal is not None:
        return _refused(request, proposal, step, held, refusal)
    form = OpinionForm(held, request.POST)
    if not form.is_valid():
        if saves_itself(request):
            return not_kept(_("Une réponse est à corriger\u00a0: le bouton dit laquelle."))
        return _again(request, proposal, step, forms={held.pk: form})
    try:
        done = save_opinion(
            opinion=held,
            answers=form.answers(),
            seen=form.cleaned_data["version"],
            actor=person,
            sign=is_signing,
        )
    except Refused as refused:
        return _refused(request, proposal, step, held, refused.refusal, form)
    if saves_itself(request):
        return kept(done.version)
    if not is_signing:
        messages.success(request, _("Avis enregistré, pas encore signé."))
        return redirect(sheet_url(request, proposal.process, proposal.number))
    return next_one(request, _("Avis signé."))


def _refused(
    request: HttpRequest,
    proposal: Proposal,
    step: Step,
    held: Opinion,
    refusal: Refusal,
    form: OpinionForm | None = None,
) -> HttpResponse:
    """Nothing was kept: say why, with the words typed and those that are in the way."""
    if saves_itself(request):
        return not_kept(str(refusal))
    given: dict[str, Any] = {"refusal": refusal, "refused_on": held}
    if form is not None:
        held.refresh_from_db()
        data = request.POST.copy()
        data["version"] = str(held.version)
        again = OpinionForm(held, data)
        again.is_valid()
        given["forms"] = {held.pk: again}
        if refusal.code == "changed_meanwhile":
            given["theirs"] = {held.pk: held}
    return _again(request, proposal, step, **given)


def _manage(request: HttpRequest, held: Opinion, act: str) -> str:
    """Reopen, hand over, withdraw or postpone; answers what to say."""
    actor, why = agent_of(request), request.POST.get("why", "")
    match act:
        case "reopen":
            reopen_opinion(opinion=held, why=why, actor=actor)
            return _("L’avis est rouvert.")
        case "transfer":
            pk = request.POST.get("service", "")
            service = Service.objects.filter(pk=pk).first() if pk.isdecimal() else None
            if service is None:
                raise Refused(Refusal("no_service", _("Choisissez un service.")))
            transfer_opinion(opinion=held, service=service, why=why, actor=actor)
            return _("La demande est transmise au service %(name)s.") % {"name": service}
        case "withdraw":
            withdraw_opinion(opinion=held, why=why, actor=actor)
            return _("La demande est retirée.")
        case "postpone":
            day = _day(request.POST.get("due_on", ""))
            postpone_opinion(opinion=held, due_on=day, why=why, actor=actor)
            return _("La date est changée.")
    raise Http404


def _day(typed: str) -> date:
    try:
        day: date = DayField().clean(typed)
    except ValidationError as error:
        raise Refused(Refusal("no_day", _("Donnez une date."))) from error
    return day


def next_one(request: HttpRequest, said: str) -> HttpResponse:
    """After an act the next thing to do opens by itself; the inbox when nothing waits."""
    tasks = tasks_for(agent_of(request), clock.now())
    free = (one for one in tasks if one.number is not None and not one.is_with_another)
    task = next(free, None)
    if task is None:
        messages.success(request, said)
        return redirect("desk:inbox")
    words = _("%(said)s Voici la suivante\u00a0: n°\u00a0%(number)s.")
    messages.success(request, words % {"said": said, "number": task.number})
    return redirect(task.url)
