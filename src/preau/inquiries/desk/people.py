"""Who acts in the procedure; and the permanences."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from preau.processes.desk_access import agent_of, for_agents, refused_in_desk

from ..models import Capacity, Inquiry, Party, Permanence
from ..models.inquiry import CONDUCTORS
from ..people import (
    add_party,
    add_permanence,
    declare_independent,
    drop_permanence,
    replace_party,
    report_permanence,
)
from ..policies import may_conduct, may_organise
from .access import frame, load_desk_inquiry
from .forms import PartyForm, PermanenceForm, ReplaceForm, moment_of


@for_agents
def people(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Everyone, with the day they came and went; the authority names one more."""
    inquiry = load_desk_inquiry(request, process, step)
    form = PartyForm()
    if request.method == "POST":
        refusal = may_organise(inquiry, request.user)
        if refusal is not None:
            return refused_in_desk(request, refusal)
        form = PartyForm(request.POST)
        if form.is_valid():
            said = form.cleaned_data
            capacity = Capacity(said["capacity"])
            add_party(
                inquiry=inquiry,
                capacity=capacity,
                name=said["name"],
                email=said["email"],
                actor=agent_of(request),
            )
            messages.success(request, _("Nommé, et inscrit au journal."))
            return redirect(inquiry.desk_url("people"))
    parties = list(inquiry.parties.select_related("user"))
    context = frame(request, inquiry, "people", parties=parties, form=form, conducts=CONDUCTORS)
    status = 422 if form.errors else 200
    return render(request, "inquiries/desk/people.html", context, status=status)


@for_agents
def replace(request: HttpRequest, process: str, step: str, party: int) -> HttpResponse:
    """Somebody takes the place of another."""
    inquiry = load_desk_inquiry(request, process, step)
    refusal = may_organise(inquiry, request.user)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    one = get_object_or_404(Party, inquiry=inquiry, pk=party, until=None)
    one.inquiry = inquiry
    form = ReplaceForm(request.POST) if request.method == "POST" else ReplaceForm()
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        replace_party(
            party=one,
            name=said["name"],
            email=said["email"],
            reason=said["reason"],
            actor=agent_of(request),
        )
        messages.success(request, _("Remplacement inscrit au journal."))
        return redirect(inquiry.desk_url("people"))
    context = frame(request, inquiry, "people", form=form, party=one)
    status = 422 if form.errors else 200
    return render(request, "inquiries/desk/replace.html", context, status=status)


@for_agents
def independent(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """The commissioner signs their declaration of independence."""
    inquiry = load_desk_inquiry(request, process, step)
    actor = agent_of(request)
    if request.method == "POST":
        refusal = may_conduct(inquiry, actor)
        if refusal is not None:
            return refused_in_desk(request, refusal)
        for one in inquiry.parties.filter(user=actor, until=None, capacity__in=CONDUCTORS):
            one.inquiry = inquiry
            declare_independent(party=one, actor=actor)
        messages.success(request, _("Votre déclaration est inscrite au journal."))
    return redirect(inquiry.desk_url("people"))


@for_agents
def permanences(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """The calendar of permanences, and what came of each."""
    inquiry = load_desk_inquiry(request, process, step)
    form = PermanenceForm()
    if request.method == "POST":
        refusal = may_organise(inquiry, request.user) and may_conduct(inquiry, request.user)
        if refusal is not None:
            return refused_in_desk(request, refusal)
        form = PermanenceForm(request.POST)
        if form.is_valid():
            said = form.cleaned_data
            add_permanence(
                inquiry=inquiry,
                place=said["place"],
                starts_at=moment_of(said["day"], said["start"]),
                ends_at=moment_of(said["day"], said["end"]),
                actor=agent_of(request),
            )
            return redirect(inquiry.desk_url("permanences"))
    context = frame(
        request,
        inquiry,
        "permanences",
        permanences=list(inquiry.permanences.all()),
        form=form,
    )
    status = 422 if form.errors else 200
    return render(request, "inquiries/desk/permanences.html", context, status=status)


@for_agents
def permanence(request: HttpRequest, process: str, step: str, permanence: int) -> HttpResponse:
    """Report one, or take it off the calendar."""
    inquiry = load_desk_inquiry(request, process, step)
    one = get_object_or_404(Permanence, inquiry=inquiry, pk=permanence)
    one.inquiry = inquiry
    if request.method == "POST":
        refusal = _change(request, inquiry, one)
        if refusal is not None:
            return refusal
    return redirect(inquiry.desk_url("permanences"))


def _change(request: HttpRequest, inquiry: Inquiry, one: Permanence) -> HttpResponse | None:
    actor = agent_of(request)
    if request.POST.get("do") == "drop":
        refusal = may_organise(inquiry, actor) and may_conduct(inquiry, actor)
        if refusal is not None:
            return refused_in_desk(request, refusal)
        drop_permanence(permanence=one, reason=request.POST.get("reason", "")[:400], actor=actor)
        return None
    refusal = may_conduct(inquiry, actor)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    typed = request.POST.get("visitors", "")
    if not typed.isdecimal() or len(typed) > 5:
        messages.error(request, _("Donnez le nombre de personnes reçues."))
        return None
    account = request.POST.get("account", "")[:20_000]
    report_permanence(permanence=one, visitors=int(typed), account=account, actor=actor)
    return None
