"""The vote of an edition as its owners prepare it: envelopes, rule, list, opening, follow-up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.accounts.policies import may_run_process
from preau.counting import RuleError
from preau.kernel.refusal import Refusal, Refused
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk
from preau.processes.models import Process
from preau.territory.models import Zone
from preau.territory.queries import quarters

from ..actions import change_envelopes, draw_ballot_list, open_vote, set_counting_rules
from ..models import Edition
from ..policies import (
    contests_of,
    may_change_rules,
    may_draw_ballot_list,
    may_open_vote,
    may_proclaim,
    may_read_edition,
)
from ..preparation import ballot_list, checklist
from ..wording import FIT_WORDS, ballot_in_words, ties_in_words
from .boxes import box_lines, list_lines
from .forms import EnvelopesForm
from .rules_form import RulesForm


@for_agents
def edition(request: HttpRequest, process: str) -> HttpResponse:
    found = load_desk_process(request, process)
    refusal = may_read_edition(request.user, found)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    return render(request, "budgeting/desk/edition.html", _page(request, found))


def _page(request: HttpRequest, process: Process) -> dict[str, Any]:
    held = edition_of(process)
    contests = contests_of(process)
    may_change = may_change_rules(request.user, process) is None
    context: dict[str, Any] = {
        "process": process,
        "edition": held,
        "vote": process.step_of_kind("vote"),
        "may_change": may_change,
        "may_rehearse": may_run_process(request.user, process.pk) is None,
        "may_draw": may_draw_ballot_list(request.user, process) is None,
        "may_open": may_open_vote(request.user, process) is None,
        "may_proclaim": may_proclaim(request.user, process) is None,
        "boxes": box_lines(contests),
        "is_drawn": bool(contests),
        "is_secret": any(contest.is_secret for contest in contests),
        "is_frozen": any(contest.state != contest.State.DRAFT for contest in contests),
    }
    if held is not None:
        context |= {
            "envelopes": held.ordered_envelopes,
            "total_cents": sum(one.cents for one in held.envelopes.all()),
            "rule": _rule(held),
        }
        if not context["is_frozen"]:
            would_be = ballot_list(process)
            context |= {"list": would_be, "list_lines": list_lines(held, would_be)}
    if not context["is_frozen"]:
        context["checks"] = checklist(process, contests)
    return context


def edition_of(process: Process) -> Edition | None:
    """The edition of a process with its envelopes and their zones."""
    found = Edition.objects.filter(process=process).prefetch_related("envelopes__zone").first()
    if found is not None:
        found.process = process
    return found


def _rule(edition: Edition) -> list[str]:
    return [
        *ballot_in_words(edition),
        _("Les projets sont examinés du plus soutenu au moins soutenu."),
        str(FIT_WORDS[edition.fit]),
        _("À égalité, passe d’abord : %(ties)s.") % {"ties": ties_in_words(edition.ties)},
        edition.unspent_rule or _("Le sort de l’argent qui reste n’est pas écrit."),
    ]


@for_agents
def envelopes(request: HttpRequest, process: str) -> HttpResponse:
    found = load_desk_process(request, process)
    refusal = may_change_rules(request.user, found)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    held = edition_of(found)
    form = EnvelopesForm(_zones(held), held, request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = _act(
            request,
            lambda: change_envelopes(
                process=found, cents_by_zone=form.cents_by_zone(), actor=agent_of(request)
            ),
        )
        if isinstance(done, Refusal):
            return refused_in_desk(request, done)
        messages.success(request, _("Les enveloppes sont enregistrées."))
        is_draft = found.state == Process.State.DRAFT
        return redirect("desk:publish" if is_draft else "budgeting_desk:edition", found.slug)
    context = {"process": found, "form": form, "has_zones": len(form.fields) > 1}
    return render(request, "budgeting/desk/envelopes.html", context)


def _zones(edition: Edition | None) -> list[Zone]:
    """The neighbourhoods, and any other zone that has an envelope already."""
    held = edition.envelopes.all() if edition is not None else []
    found = {zone.pk: zone for zone in quarters()}
    return list((found | {one.zone.pk: one.zone for one in held if one.zone}).values())


@for_agents
def rules(request: HttpRequest, process: str) -> HttpResponse:
    found = load_desk_process(request, process)
    refusal = may_change_rules(request.user, found)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    form = RulesForm(edition_of(found), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_counting_rules(process=found, actor=agent_of(request), **form.cleaned_data)
        except Refused as refused:
            return refused_in_desk(request, refused.refusal)
        except RuleError as error:
            form.add_error(None, _("Ces choix se contredisent : %(why)s.") % {"why": error})
        else:
            messages.success(request, _("La règle du dépouillement est enregistrée."))
            return redirect("budgeting_desk:edition", found.slug)
    return render(request, "budgeting/desk/rules.html", {"process": found, "form": form})


def _act(request: HttpRequest, act: Callable[[], Any]) -> Any:
    """Do it, or answer the refusal of who came first in the meantime."""
    try:
        return act()
    except Refused as refused:
        return refused.refusal


@for_agents
def draw(request: HttpRequest, process: str) -> HttpResponse:
    """Draw the ballot list; may be done again until the vote opens."""
    found = load_desk_process(request, process)
    refusal = may_draw_ballot_list(request.user, found)
    if refusal is None and edition_of(found) is None:
        refusal = Refusal("no_envelope", _("Fixez d’abord les enveloppes."))
    if refusal is not None:
        return refused_in_desk(request, refusal)
    if request.method == "POST":
        done = _act(request, lambda: draw_ballot_list(process=found, actor=agent_of(request)))
        if isinstance(done, Refusal):
            return refused_in_desk(request, done)
        said = ngettext(
            "La liste est dressée : %(n)s projet au vote.",
            "La liste est dressée : %(n)s projets au vote.",
            done.size,
        )
        messages.success(request, said % {"n": done.size})
    return redirect("budgeting_desk:edition", found.slug)


@for_agents
def freeze(request: HttpRequest, process: str) -> HttpResponse:
    """Freeze list and rule; the box takes ballots from the hour of the step."""
    found = load_desk_process(request, process)
    refusal = may_open_vote(request.user, found)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    if request.method == "POST":
        done = _act(request, lambda: open_vote(process=found, actor=agent_of(request)))
        if isinstance(done, Refusal):
            return refused_in_desk(request, done)
        messages.success(request, _("Le scrutin est arrêté. Le vote ouvre à son heure."))
    return redirect("budgeting_desk:edition", found.slug)
