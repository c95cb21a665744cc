"""Whether ideas are read before they appear, step by step."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.policies import may_run_process
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk
from preau.processes.models import Step
from preau.ui.forms import PlainForm

from ..models import CollectionSettings
from ..moderating import settings_of
from ..policies import KIND
from ..rewording import set_moderation


class ModerationForm(PlainForm):
    """When the ideas of one step are read by a moderator."""

    moderation = forms.ChoiceField(
        choices=CollectionSettings.Moderation.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez quand les idées sont lues.")},
    )

    def __init__(self, step: Step, data: object = None) -> None:
        initial = {"moderation": settings_of(step).moderation}
        super().__init__(data, initial=initial, prefix=f"s{step.pk}")
        self.step = step
        self.fields["moderation"].label = step.title


def _are_valid(asked: list[ModerationForm]) -> bool:
    """Each form is checked: all faults are said at once."""
    return False not in [one.is_valid() for one in asked]


@for_agents
def moderation(request: HttpRequest, process: str) -> HttpResponse:
    """One choice for each step in which ideas are deposited."""
    found = load_desk_process(request, process)
    refusal = may_run_process(request.user, found.pk)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    data = request.POST if request.method == "POST" else None
    steps = [step for step in found.ordered_steps if step.kind == KIND]
    asked = [ModerationForm(step, data) for step in steps]
    if data is not None and _are_valid(asked):
        for one in asked:
            chosen = one.cleaned_data["moderation"]
            set_moderation(step=one.step, moderation=chosen, actor=agent_of(request))
        messages.success(request, _("La modération est réglée."))
        return redirect("proposals_desk:moderation", found.slug)
    context = {"process": found, "forms": asked}
    return render(request, "proposals/desk/moderation.html", context)
