"""Shared models: read, seen with one's own colours, taken; and one's own process given."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.policies import may_run_process
from preau.kernel import clock
from preau.kernel.refusal import Refused, demand
from preau.processes.desk_access import agent_of, load_desk_process, refused_in_desk
from preau.processes.models import Process
from preau.processes.outline import lay_outline, outline_of
from preau.processes.policies import seeing_draft
from preau.tenancy.mounts import inward
from preau.ui.forms import PlainForm

from ..actions import share_process, withdraw_model
from ..models import Member, SharedModel, Taking
from ..policies import may_withdraw
from ..queries import shared_models
from ..sharing import shareable
from .frame import for_members, page


class ShareForm(PlainForm):
    title = forms.CharField(
        label=gettext_lazy("Nom du modèle"),
        max_length=120,
        help_text=gettext_lazy("Le même nom en fait une nouvelle version."),
    )
    note = forms.CharField(label=gettext_lazy("À quoi il sert"), max_length=240)
    news = forms.CharField(
        label=gettext_lazy("Ce qui change dans cette version"), max_length=240, required=False
    )


def contents(outline: dict[str, Any]) -> dict[str, Any]:
    """All that an outline holds, as a person reads it."""
    parts = outline["parts"]
    reviews, surveys = parts.get("reviews") or {}, parts.get("surveys") or {}
    questions = [
        question.get("title", "")
        for one in surveys.values()
        for question in one["schema"].get("questions", [])
    ]
    return {
        "steps": [
            (one["title"], one["opens"][0] if one["opens"] else None) for one in outline["steps"]
        ],
        "articles": outline["rulebook"].get("articles", []),
        "criteria": [one["question"] for one in reviews.get("criteria", [])],
        "motives": [one["label"] for one in reviews.get("motives", [])],
        "questions": [one for one in questions if one],
    }


@for_members
def all_models(request: HttpRequest, member: Member) -> HttpResponse:
    found = Paginator(shared_models(), 30).get_page(request.GET.get("page"))
    return page(request, "models", member, "models", page=found)


def _found(pk: int) -> SharedModel:
    found = SharedModel.objects.select_related("member").filter(pk=pk, withdrawn_at=None).first()
    if found is None:
        raise Http404
    return found


@for_members
def model(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    found, actor = _found(pk), agent_of(request)
    if request.method == "POST":
        withdraw_model(model=found, actor=actor)
        messages.success(request, _("Le modèle n’est plus proposé."))
        return redirect("network_desk:models")
    context = {
        "model": found,
        "contents": contents(found.outline),
        "versions": SharedModel.objects.filter(family=found.family).defer("outline"),
        "takings": Taking.objects.filter(model__family=found.family).values_list("city", flat=True),
        "may_withdraw": may_withdraw(actor, found.author_name, found.member) is None,
        "may_start": may_run_process(actor, None) is None,
    }
    return page(request, "model", member, "models", **context)


@for_members
def preview(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """The public page that the model would make here, in our colours; made, shown, taken back."""
    found = _found(pk)
    first = timezone.localdate(clock.now())
    with transaction.atomic():
        process = lay_outline(found.outline, title=found.title, actor=None, first=first)
        match = resolve(inward(reverse("public:process", args=[process.slug])))
        with seeing_draft(process.pk):
            response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        transaction.set_rollback(True)
    return response


@for_members
def share(request: HttpRequest, member: Member, process: str) -> HttpResponse:
    """All that would leave is shown before it does."""
    found: Process = load_desk_process(request, process)
    demand(may_run_process(request.user, found.pk))
    outline, taken = shareable(outline_of(found))
    form = ShareForm(request.POST or None, initial={"title": found.title, "note": found.summary})
    if request.method == "POST" and form.is_valid():
        try:
            made = share_process(process=found, actor=agent_of(request), **form.cleaned_data)
        except Refused as refused:
            return refused_in_desk(request, refused.refusal)
        messages.success(request, _("Le modèle est partagé avec le réseau."))
        return redirect("network_desk:model", made.pk)
    context = {"process": found, "form": form, "contents": contents(outline), "taken": taken}
    return page(request, "share", member, "models", **context)
