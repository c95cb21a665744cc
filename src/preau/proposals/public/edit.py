"""The author corrects their own idea; what it said before stays readable."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from preau.accounts.models import User
from preau.kernel import clock
from preau.processes.access import load_process, refused

from ..forms import IdeaForm, TitleForm
from ..models import CollectionSettings, Proposal, Theme
from ..policies import deposit_step, may_edit
from ..rewording import reword_proposal
from .proposal import load_proposal

_IDEA = ("finding", "idea", "audience")


@never_cache
def edit_proposal(request: HttpRequest, process: str, number: int) -> HttpResponse:
    found = load_process(request, process)
    proposal = load_proposal(found, number, author=request.user)
    refusal = may_edit(request.user, proposal)
    if refusal is not None:
        return refused(request, refusal)
    if not isinstance(request.user, User):
        raise TypeError("only a known author may edit")
    data = request.POST if request.method == "POST" else None
    title, idea = _forms(proposal, data)
    if data is not None and title.is_valid() and idea.is_valid():
        reword_proposal(
            proposal=proposal,
            actor=request.user,
            actor_label=proposal.author_name,
            changes=_changes(title.cleaned_data, idea.cleaned_data),
        )
        return redirect(proposal.get_absolute_url())
    context = {"process": found, "proposal": proposal, "title_form": title, "idea_form": idea}
    return render(request, "proposals/edit.html", context)


def _forms(proposal: Proposal, data: Any) -> tuple[TitleForm, IdeaForm]:
    step = deposit_step(proposal.process, clock.now())
    rules = CollectionSettings.objects.filter(step=step).first() or CollectionSettings()
    theme = proposal.theme.code if proposal.theme else ""
    said = {"title": proposal.title, "theme": theme}
    texts = {name: getattr(proposal, name) for name in _IDEA}
    return (
        TitleForm(data, initial=said, rules=rules),
        IdeaForm(data, initial=texts, rules=rules),
    )


def _changes(title: dict[str, Any], idea: dict[str, Any]) -> dict[str, Any]:
    theme = Theme.objects.filter(code=title["theme"]).first() if title["theme"] else None
    return {"title": title["title"], "theme": theme, **{name: idea[name] for name in _IDEA}}
