"""The page on which the rounds of a review are set."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.kernel.refusal import Refused
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk
from preau.processes.models import Step
from preau.ui.forms import DayField, PlainForm

from ..models import Round
from ..queries import review_step, settings_of
from ..rounds import RoundPlan, may_set_rounds, set_rounds
from .question_views import TURNS, WORDS

#: Who usually holds a round.
HOLDERS = {
    Round.Kind.ADMISSIBILITY: Round.Holder.PILOT,
    Round.Kind.STUDY: Round.Holder.SERVICES,
    Round.Kind.SECOND_READING: Round.Holder.COMMITTEE,
}


class RoundForm(PlainForm):
    """One round: held or not, its name, by whom, until when."""

    is_held = forms.BooleanField(required=False, label=gettext_lazy("Ce tour a lieu"))
    title = forms.CharField(required=False, max_length=80, label=gettext_lazy("Nom du tour"))
    held_by = forms.ChoiceField(
        label=gettext_lazy("Tenu par"), choices=Round.Holder.choices, required=False
    )
    due_on = DayField(required=False, label=gettext_lazy("À finir pour le"))
    days = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=365,
        label=gettext_lazy("Jours pour répondre"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": gettext_lazy("Donnez un nombre de jours.")},
    )

    def __init__(self, kind: Round.Kind, held: Round | None, data: Any = None) -> None:
        initial = {
            "is_held": held is not None,
            "title": held.title if held else kind.label,
            "held_by": held.held_by if held else HOLDERS[kind],
            "due_on": held.due_on if held else None,
            "days": held.days if held else 15,
        }
        super().__init__(data, initial=initial, prefix=str(kind.value))
        self.kind, self.held = kind, held
        self.turn, self.wording = TURNS[kind.value], WORDS[kind.value]
        if kind is not Round.Kind.STUDY:
            del self.fields["days"]
        if kind is not Round.Kind.ADMISSIBILITY:
            del self.fields["held_by"]

    def plan(self) -> RoundPlan | None:
        data = self.cleaned_data
        if not data["is_held"]:
            return None
        return RoundPlan(
            kind=self.kind.value,
            title=data["title"] or str(self.kind.label),
            held_by=data.get("held_by") or HOLDERS[self.kind].value,
            due_on=data["due_on"],
            days=data.get("days") or 15,
        )


class ReviewForm(PlainForm):
    requires_synthesis = forms.BooleanField(
        required=False,
        label=gettext_lazy("Une décision se prend sur une synthèse écrite"),
        help_text=gettext_lazy("Sauf pour une idée qu’un article du règlement exclut."),
    )
    own_only = forms.BooleanField(
        required=False,
        label=gettext_lazy("Un agent voit seulement les idées de ses services"),
        help_text=gettext_lazy(
            "Celles qui leur sont confiées, celles sur lesquelles ils donnent un avis, celles où une note le cite."
        ),
    )


@for_agents
def rounds(request: HttpRequest, process: str) -> HttpResponse:
    found = load_desk_process(request, process)
    step = review_step(found)
    if step is None:
        raise Http404
    refusal = may_set_rounds(request.user, step)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    data = request.POST if request.method == "POST" else None
    held = {one.kind: one for one in step.rounds.select_related("form")}
    forms_ = [RoundForm(kind, held.get(kind.value), data) for kind in Round.Kind]
    settings = settings_of(step)
    setting = ReviewForm(
        data,
        initial={name: getattr(settings, name) for name in ("requires_synthesis", "own_only")},
    )
    context: dict[str, Any] = {"process": found, "step": step, "forms": forms_, "setting": setting}
    if data is not None and all([*(one.is_valid() for one in forms_), setting.is_valid()]):
        try:
            return _keep(request, step, forms_, setting)
        except Refused as refused:
            context["refusal"] = refused.refusal
    return render(request, "reviews/desk/rounds.html", context)


def _keep(
    request: HttpRequest, step: Step, forms_: list[RoundForm], setting: ReviewForm
) -> HttpResponse:
    plans = [plan for one in forms_ if (plan := one.plan()) is not None]
    changed = set_rounds(
        step=step,
        plans=plans,
        **setting.cleaned_data,
        actor=agent_of(request),
    )
    said = _("Les tours d’analyse sont enregistrés.") if changed else _("Rien n’a changé.")
    messages.success(request, said)
    return redirect("reviews_desk:rounds", step.process.slug)
