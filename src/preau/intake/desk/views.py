"""Batches of ideas typed for others, and the form that types them one after the other."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.kernel import clock
from preau.kernel.refusal import Refused, demand
from preau.processes.desk_access import agent_of, for_agents, load_desk_process
from preau.processes.models import Process
from preau.proposals.models import Origin
from preau.proposals.policies import KIND, deposit_step
from preau.proposals.similar import Alike, similar_to
from preau.ui.forms import DayField, PlainForm

from ..actions import enter_idea, open_batch
from ..forms import EntryForm, Known
from ..models import Batch, Entered
from ..policies import may_enter

PAGE = 30


def menu_line(process: Process) -> tuple[Any, str] | None:
    """The line of the menu, for a process that collects ideas."""
    if process.step_of_kind(KIND) is None:
        return None
    return _("Saisie d’idées"), reverse("intake_desk:batches", args=[process.slug])


class BatchForm(PlainForm):
    origin = forms.ChoiceField(
        label=gettext_lazy("Comment ces idées ont-elles été recueillies\u00a0?"),
        choices=[one for one in Origin.choices if one[0] != Origin.ONLINE],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Dites comment elles ont été recueillies.")},
    )
    words = forms.CharField(
        max_length=120,
        label=gettext_lazy("Où, en toutes lettres"),
        help_text=gettext_lazy(
            "Se lit après «\u00a0Déposée\u00a0»\u00a0: «\u00a0à l’atelier du 12\u00a0mars, salle des fêtes\u00a0»."
        ),
        error_messages={"required": gettext_lazy("Dites où ces idées ont été recueillies.")},
    )
    collected_on = DayField(label=gettext_lazy("Jour du recueil"))

    def __init__(self, data: Any = None) -> None:
        today = timezone.localdate(clock.now())
        super().__init__(data, initial={"collected_on": today})


def load_entry(request: HttpRequest, slug: str) -> Process:
    """The process, for who may type ideas into it; raises ``Refused``."""
    process = load_desk_process(request, slug)
    demand(may_enter(request.user, process, clock.now()))
    return process


def load_batch(process: Process, pk: int) -> Batch:
    batch: Batch = get_object_or_404(Batch, process=process, pk=pk)
    batch.process = process
    return batch


def known_of(process: Process) -> Known:
    """What ideas of this process refer to."""
    step = deposit_step(process, clock.now())
    if step is None:
        raise Http404
    return Known.read(step)


@for_agents
def batches(request: HttpRequest, process: str) -> HttpResponse:
    """The batches, the last first, and the form of a new one."""
    found = load_entry(request, process)
    form = BatchForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            batch = open_batch(process=found, actor=agent_of(request), **form.cleaned_data)
        except Refused as refused:
            said = f"{refused.refusal.reason} {refused.refusal.rule}".strip()
            form.add_error("collected_on", said)
        else:
            return redirect("intake_desk:batch", found.slug, batch.pk)
    known = Batch.objects.filter(process=found).annotate(ideas=Count("entered"))
    page: Page[Any] = Paginator(known.order_by("-at", "-pk"), PAGE).get_page(
        request.GET.get("page")
    )
    context = {"process": found, "form": form, "page": page}
    return render(request, "intake/desk/batches.html", context)


@for_agents
def batch_page(request: HttpRequest, process: str, batch: int) -> HttpResponse:
    """The blank form over what was typed already; posting types one and shows the next."""
    found = load_entry(request, process)
    one = load_batch(found, batch)
    form = EntryForm(known_of(found), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = enter_idea(batch=one, asked=form.cleaned_data, actor=agent_of(request))
        except Refused as refused:
            form.add_error("reference", f"{refused.refusal.reason} {refused.refusal.remedy}")
        else:
            said = _("L’idée porte le n°\u00a0%(number)s.") % {"number": made.number}
            messages.success(request, said)
            here = reverse("intake_desk:batch", args=[found.slug, one.pk])
            return redirect(f"{here}?apres={made.number}")
    entered = Entered.objects.filter(batch=one).select_related("proposal")
    page: Page[Entered] = Paginator(entered, PAGE).get_page(request.GET.get("page"))
    context = {
        "process": found,
        "batch": one,
        "form": form,
        "page": page,
        "alike": _alike(request, found, one),
        "menu_url": reverse("intake_desk:batches", args=[found.slug]),
    }
    return render(request, "intake/desk/batch.html", context)


def _alike(request: HttpRequest, process: Process, batch: Batch) -> list[Alike]:
    """Ideas like the one that was just typed: perhaps it was deposited on the site too."""
    typed = request.GET.get("apres", "")
    if not (typed.isdecimal() and len(typed) < 9):
        return []
    last = Entered.objects.filter(batch=batch, proposal__number=int(typed))
    one = last.select_related("proposal").first()
    if one is None:
        return []
    idea = one.proposal
    return similar_to(process, title=idea.title, text=idea.text, zone_id=idea.zone_id, but=idea.pk)
