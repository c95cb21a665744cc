"""Bringing responses to known margins: the census says so many of each, the responses follow."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from preau.kernel.refusal import Refusal
from preau.processes.desk_access import agent_of, for_agents, refused_in_desk
from preau.questions.document import Question
from preau.questions.types.base import Faulty
from preau.questions.types.figures import plain, to_number
from preau.ui.forms import PlainForm
from preau.ui.words import number

from ..models import Survey
from ..weighting import unweigh, weigh
from .access import load_desk_survey, refusal_to_build
from .builder import desk_url, frame

#: How far from a hundred the shares of a question may add up.
LENIENT = 0.5


class MarginsForm(PlainForm):
    """A share of the population, in per cent, for each choice of the questions that weigh."""

    def __init__(self, survey: Survey, *arguments: Any, **more: Any) -> None:
        self.questions = [
            one
            for one in survey.form.document.questions
            if one.type == "single" and 2 <= len(one.options) <= 12
        ]
        initial = {
            f"{id}-{key}": plain(round(share * 100, 2))
            for id, margin in survey.margins.items()
            for key, share in margin.items()
        }
        super().__init__(*arguments, initial=initial, **more)
        for one in self.questions:
            for option in one.options:
                self.fields[f"{one.id}-{option.id}"] = forms.CharField(
                    label=option.label, required=False, max_length=8
                )

    def groups(self) -> list[tuple[Question, list[Any]]]:
        """Each question with the fields of its choices."""
        return [
            (one, [self[f"{one.id}-{option.id}"] for option in one.options])
            for one in self.questions
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.margins: dict[str, dict[str, float]] = {}
        for one in self.questions:
            names = {option.id: f"{one.id}-{option.id}" for option in one.options}
            if not any(data.get(name) for name in names.values()):
                continue
            shares = {key: self._share(name, data) for key, name in names.items()}
            total = sum(shares.values())
            if abs(total - 100) > LENIENT:
                said = _("Ces parts font %(total)s\u00a0%% et non 100\u00a0%%.")
                self.add_error(next(iter(names.values())), said % {"total": number(total)})
            else:
                self.margins[one.id] = {key: share / total for key, share in shares.items()}
        if not self.margins and not self.errors:
            raise forms.ValidationError(_("Écrivez les parts d’au moins une question."))
        return data

    def _share(self, name: str, data: dict[str, Any]) -> float:
        if not data.get(name):
            return 0.0
        try:
            found = float(to_number(data[name].replace("%", "")))
        except Faulty as fault:
            self.add_error(name, fault.message)
            return 0.0
        if found < 0:
            self.add_error(name, _("Une part n’est jamais négative."))
        return found


@for_agents
def weights(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Write the margins, see what the sample is worth then; or take the weights away."""
    survey = load_desk_survey(request, process, step)
    refusal = refusal_to_build(request, survey)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    if request.POST.get("do") == "undo":
        unweigh(survey=survey, actor=agent_of(request))
        messages.success(request, _("Chaque réponse compte de nouveau pour une."))
        return redirect(desk_url(survey, "results"))
    form = MarginsForm(survey, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        found = weigh(survey=survey, margins=form.margins, actor=agent_of(request))
        if not isinstance(found, Refusal):
            said = _("Réponses redressées. Elles valent un échantillon de %(n)s réponses.")
            messages.success(request, said % {"n": number(round(found.effective))})
            if found.is_trimmed:
                messages.warning(request, _("Des poids extrêmes ont été bornés entre 0,2 et 5."))
            return redirect(desk_url(survey, "results"))
        form.add_error(None, f"{found.reason} {found.remedy}")
    status = 422 if form.errors else 200
    return render(
        request, "surveys/desk/weights.html", frame(survey, "results", form=form), status=status
    )
