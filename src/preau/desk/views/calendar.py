"""The dates of a process: reading them, and moving one with its reason."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.policies import may_run_process
from preau.kernel import clock
from preau.kernel.refusal import Refused
from preau.ledger.models import Entry
from preau.processes.actions import reschedule_step
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk
from preau.processes.models import Step
from preau.ui.forms import DayField

_BAD_TIME = {"invalid": gettext_lazy("Donnez une heure comme 18:00.")}


def _hour(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(required=False, label=label, widget=widget, error_messages=_BAD_TIME)


class DatesForm(forms.Form):
    """Opening, closing and the reason that the journal keeps; hours are the site's own."""

    opens_day = DayField(required=False, label=gettext_lazy("Jour d’ouverture"))
    opens_time = _hour(gettext_lazy("Heure d’ouverture"))
    closes_day = DayField(required=False, label=gettext_lazy("Jour de clôture"))
    closes_time = _hour(gettext_lazy("Heure de clôture"))
    reason = forms.CharField(
        label=gettext_lazy("Pourquoi ces dates changent"),
        help_text=gettext_lazy("Cette raison figure au journal de la démarche."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Donnez la raison du changement.")},
    )

    @classmethod
    def initial_of(cls, step: Step) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, moment in (("opens", step.opens_at), ("closes", step.closes_at)):
            if moment is not None:
                local = timezone.localtime(moment)
                found[f"{name}_day"], found[f"{name}_time"] = local.date(), local.time()
        return found

    def moment(self, name: str) -> datetime | None:
        """The moment typed, aware; a day without an hour means midnight."""
        day: date | None = self.cleaned_data.get(f"{name}_day")
        hour: time = self.cleaned_data.get(f"{name}_time") or time(0)
        if day is None:
            return None
        return timezone.make_aware(datetime.combine(day, hour))


@for_agents
def calendar(request: HttpRequest, process: str) -> HttpResponse:
    found, at = load_desk_process(request, process), clock.now()
    moves = Entry.objects.filter(process_id=found.pk, verb="rescheduled")[:10]
    return render(
        request,
        "desk/calendar.html",
        {
            "process": found,
            "steps": [(step, step.state_at(at)) for step in found.ordered_steps],
            "may_run": may_run_process(request.user, found.pk) is None,
            "moves": list(moves),
        },
    )


@for_agents
def reschedule(request: HttpRequest, process: str, step: int) -> HttpResponse:
    found = load_desk_process(request, process)
    refusal = may_run_process(request.user, found.pk)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    one = next((each for each in found.ordered_steps if each.order == step), None)
    if one is None:
        raise Http404
    form = DatesForm(request.POST or None, initial=DatesForm.initial_of(one))
    if request.method == "POST" and form.is_valid() and _moved(request, one, form):
        return redirect("desk:calendar", found.slug)
    context = {
        "process": found,
        "step": one,
        "form": form,
        "affected": one.behaviour.affected(one),
    }
    return render(request, "desk/reschedule.html", context)


def _moved(request: HttpRequest, step: Step, form: DatesForm) -> bool:
    try:
        changed = reschedule_step(
            step=step,
            opens_at=form.moment("opens"),
            closes_at=form.moment("closes"),
            reason=form.cleaned_data["reason"],
            actor=agent_of(request),
        )
    except Refused as refused:
        form.add_error("opens_day", f"{refused.refusal.reason} {refused.refusal.remedy}".strip())
        return False
    said = (
        _("Les dates de «\u00a0%(title)s\u00a0» sont changées.")
        if changed
        else _("Rien n’a changé.")
    )
    messages.success(request, said % {"title": step.title})
    return True
