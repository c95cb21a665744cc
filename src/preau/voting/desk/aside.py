"""One clue, whose voices a first person proposes to set aside; one file, which a second decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from preau.kernel.refusal import Refusal
from preau.processes.desk_access import agent_of, for_agents, refused_in_desk

from ..fraud.actions import (
    confirm_aside,
    look_at_effect,
    propose_aside,
    restore_aside,
    withdraw_aside,
)
from ..fraud.members import members_of
from ..fraud.policies import may_confirm, may_restore, may_set_aside
from ..fraud.queries import signs_of
from ..models import SetAside
from .aside_forms import ProposeForm, WordsForm
from .sealed import load_vote
from .signs import search


@for_agents
def clue(request: HttpRequest, process: str, mark: str) -> HttpResponse:
    """The voices of one clue, masked; which of them to set aside, and why.

    Looking is asked by POST: the ledger remembers it.
    """
    found, election, refusal = load_vote(request, process)
    refusal = refusal or may_set_aside(agent_of(request), election)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    if request.method != "POST":
        return redirect("voting_desk:signs", found.slug)
    proposes = request.POST.get("do") == "propose"
    signs = signs_of(election) if proposes else search(request, election)
    one = signs.clue(mark)
    if one is None:
        messages.error(request, _("Cet indice n’est plus dans l’émargement. Relisez-le."))
        return redirect("voting_desk:signs", found.slug)
    members = members_of(election, one)
    form = ProposeForm(members, request.POST if proposes else None)
    if proposes and form.is_valid():
        answer = propose_aside(
            election=election,
            clue=one,
            keys=form.keys,
            reason=form.cleaned_data["reason"],
            actor=agent_of(request),
        )
        if not isinstance(answer, Refusal):
            messages.success(request, _("Le dossier est ouvert. Une autre personne le décide."))
            return redirect("voting_desk:case", found.slug, answer.number)
        form.add_error(None, f"{answer.reason} {answer.remedy}".strip())
    context = {"process": found, "clue": one, "members": members, "form": form}
    return render(request, "voting/desk/clue.html", context)


@for_agents
def case(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """One file: who proposed what, what it would change, and the acts that remain."""
    found, election, refusal = load_vote(request, process)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    people = ("proposed_by", "decided_by", "restored_by")
    files = SetAside.objects.select_related(*people)
    one = get_object_or_404(files, election=election, number=number)
    one.election = election
    actor = agent_of(request)
    asked = request.POST.get("do", "") if request.method == "POST" else ""
    if asked == "effect":
        return _look(request, one, found.slug)
    form = WordsForm(request.POST if asked else None)
    act = _ACTS.get(asked)
    if act is not None and form.is_valid():
        answer = act(one, form.cleaned_data["words"], actor)
        if not isinstance(answer, Refusal):
            messages.success(request, _said(asked))
            return redirect("voting_desk:case", found.slug, number)
        form.add_error(None, f"{answer.reason} {answer.remedy}".strip())
    context = {
        "process": found,
        "case": one,
        "form": form,
        "closed": may_set_aside(actor, election),
        "cannot_confirm": may_confirm(actor, one),
        "cannot_restore": may_restore(actor, one),
    }
    return render(request, "voting/desk/case.html", context)


def _look(request: HttpRequest, one: SetAside, slug: str) -> HttpResponse:
    refusal = look_at_effect(case=one, actor=agent_of(request))
    if refusal is not None:
        messages.error(request, f"{refusal.reason} {refusal.remedy}".strip())
    else:
        messages.success(request, _("L’effet est calculé, sur les bulletins de maintenant."))
    return redirect("voting_desk:case", slug, one.number)


_ACTS: dict[str, Callable[[SetAside, str, Any], Any]] = {
    "confirm": lambda one, words, actor: confirm_aside(case=one, words=words, actor=actor),
    "withdraw": lambda one, words, actor: withdraw_aside(case=one, words=words, actor=actor),
    "restore": lambda one, words, actor: restore_aside(case=one, words=words, actor=actor),
}


def _said(act: str) -> str:
    return {
        "confirm": _(
            "Ces bulletins sont mis à l’écart. Les personnes qui ont un compte le savent."
        ),
        "withdraw": _("Le dossier est classé. Rien n’a changé dans l’urne."),
        "restore": _("Ces bulletins sont de nouveau comptés."),
    }[act]
