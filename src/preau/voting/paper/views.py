"""The page of paper: the rule, places, what is printed, and where each batch stands."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from preau.accounts.policies import may_run_process
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.processes.desk_access import (
    agent_of,
    for_agents,
    load_desk_process,
    refused_in_desk,
)

from ..models import Contest, Election
from .access import contest_of, election_in, for_clerks, printed
from .actions import add_station, end_paper, name_late_agents, open_batch, set_paper_rule
from .forms import BatchForm, LateForm, RuleForm, StationForm
from .policies import is_ahead, may_handle_paper, may_set_rule, paper_rule
from .printing import ballot_pdf, roll_pdf
from .queries import batch_lines, handlers_of, leads, marked_on_paper, station_totals


@for_agents
def overview(request: HttpRequest, process: str) -> HttpResponse:
    found = load_desk_process(request, process)
    refusal = may_handle_paper(request.user, found.pk)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    election = election_in(found)
    if election is None:
        return render(request, "voting/paper/overview.html", {"process": found})
    return _overview(request, election)


def _overview(request: HttpRequest, election: Election, **forms: Any) -> HttpResponse:
    lines, contests = batch_lines(election), printed(election)
    rule = getattr(election, "paper", None)
    if rule is not None:
        known = Contest.objects.filter(pk__in=[one.pk for one in contests])
        forms.setdefault("batch_form", BatchForm(known, election.stations.all()))
        forms.setdefault("station_form", StationForm())
    context = {
        "process": election.step.process,
        "rule": rule,
        "contests": contests,
        "lines": lines,
        "totals": station_totals(election, lines),
        "marked": marked_on_paper(election),
        "leads": leads(request.user, election),
        "is_ahead": is_ahead(election),
        "is_open": any(one.is_open_at(clock.now()) for one in contests),
        **forms,
    }
    return render(request, "voting/paper/overview.html", context)


@for_clerks
def settings(request: HttpRequest, election: Election) -> HttpResponse:
    """The rule of votes in person, for the owners of the process."""
    refusal = may_run_process(request.user, election.step.process_id)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    rule, actor = paper_rule(election), agent_of(request)
    frozen = may_set_rule(actor, election)
    posted = request.POST if request.method == "POST" else None
    form = RuleForm(rule, posted if frozen is None else None)
    late = LateForm(handlers_of(election.step.process_id), rule, posted)
    if posted is not None and late.is_valid() and (frozen is not None or form.is_valid()):
        if frozen is None:
            answer = set_paper_rule(election=election, actor=actor, **form.cleaned_data)
            if isinstance(answer, Refusal):
                return refused_in_desk(request, answer)
            rule = answer
        if rule is not None:
            name_late_agents(rule=rule, agents=list(late.cleaned_data["agents"]), actor=actor)
        messages.success(request, _("La règle du vote en personne est enregistrée."))
        return redirect("voting_paper:overview", election.step.process.slug)
    context = {
        "process": election.step.process,
        "form": form,
        "late": late,
        "frozen": frozen,
        "rule": rule,
    }
    return render(request, "voting/paper/settings.html", context)


@for_clerks
@require_POST
def stations(request: HttpRequest, election: Election) -> HttpResponse:
    form = StationForm(request.POST)
    if not form.is_valid():
        return _overview(request, election, station_form=form)
    answer = add_station(election=election, actor=agent_of(request), **form.cleaned_data)
    if isinstance(answer, Refusal):
        form.add_error("name", str(answer.reason))
        return _overview(request, election, station_form=form)
    messages.success(request, _("Le bureau de vote est ajouté."))
    return redirect("voting_paper:overview", election.step.process.slug)


@for_clerks
@require_POST
def batches(request: HttpRequest, election: Election) -> HttpResponse:
    known = Contest.objects.filter(pk__in=[one.pk for one in printed(election)])
    form = BatchForm(known, election.stations.all(), request.POST)
    if not form.is_valid():
        return _overview(request, election, batch_form=form)
    data = form.cleaned_data | {"contest": contest_of(election, form.cleaned_data["contest"].slug)}
    answer = open_batch(actor=agent_of(request), **data)
    if isinstance(answer, Refusal):
        return refused_in_desk(request, answer)
    messages.success(request, _("Le lot %(n)s est enregistré.") % {"n": answer.number})
    return redirect("voting_paper:batch", election.step.process.slug, answer.number)


@for_clerks
@require_POST
def end(request: HttpRequest, election: Election) -> HttpResponse:
    refusal = may_run_process(request.user, election.step.process_id)
    answer = refusal or end_paper(election=election, actor=agent_of(request))
    if isinstance(answer, Refusal):
        return refused_in_desk(request, answer)
    messages.success(request, _("La saisie du papier est terminée. Les urnes sont scellées."))
    return redirect("voting_paper:overview", election.step.process.slug)


@for_clerks
@require_GET
def ballot(request: HttpRequest, election: Election, contest: str) -> HttpResponse:
    """The ballot to photocopy; ``?lot=3`` prints the control code of that batch on it."""
    found = contest_of(election, contest)
    number = request.GET.get("lot", "")
    wanted = int(number) if number.isdecimal() and len(number) < 6 else 0
    batch = election.batches.filter(contest=found, number=wanted).first()
    name = f"bulletin-{found.slug}" + (f"-lot-{batch.number}" if batch else "")
    return as_pdf(ballot_pdf(found, code=batch.code if batch else ""), name)


@for_clerks
@require_GET
def roll(request: HttpRequest, election: Election, contest: str) -> HttpResponse:
    found = contest_of(election, contest)
    return as_pdf(roll_pdf(found), f"emargement-{found.slug}")


def as_pdf(body: bytes, name: str) -> HttpResponse:
    """A paper to print, under a name that says what it is."""
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
