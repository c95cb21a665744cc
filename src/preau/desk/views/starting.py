"""A new questionnaire, and the publication of a draft."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.policies import may_run_process
from preau.blueprints import questionnaire
from preau.kernel.refusal import Refusal
from preau.kernel.text import slug
from preau.processes.actions import publish_process
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk
from preau.processes.models import Process
from preau.surveys.models import Survey
from preau.ui.forms import DayField, PlainForm

from .processes import checks_of


class QuestionnaireForm(PlainForm):
    """What is needed before writing the questions; all of it can change later."""

    title = forms.CharField(label=gettext_lazy("Titre"), max_length=120)
    summary = forms.CharField(
        label=gettext_lazy("Promesse en une phrase"),
        help_text=gettext_lazy("Ce que les réponses décideront."),
        max_length=240,
    )
    opens = DayField(label=gettext_lazy("Premier jour"))
    closes = DayField(label=gettext_lazy("Dernier jour"))
    identity = forms.ChoiceField(
        label=gettext_lazy("Qui répond"),
        choices=Survey.Identity.choices,
        initial=Survey.Identity.ANONYMOUS,
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("opens") and data.get("closes") and data["closes"] < data["opens"]:
            self.add_error("closes", _("Le dernier jour vient avant le premier."))
        return data


def _free_slug(title: str) -> str:
    """The title as a piece of address that no process has yet."""
    base = slug(title)
    taken = set(Process.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number, found = 2, base
    while found in taken:
        number, found = number + 1, f"{base}-{number}"
    return found


@for_agents
def new_questionnaire(request: HttpRequest) -> HttpResponse:
    """A draft with one step; then its questions are written."""
    agent = agent_of(request)
    refusal = may_run_process(agent, None)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    form = QuestionnaireForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        process = questionnaire.create(
            title=data["title"],
            slug=_free_slug(data["title"]),
            actor=agent,
            opens_at=timezone.make_aware(datetime.combine(data["opens"], time(9))),
            closes_at=timezone.make_aware(datetime.combine(data["closes"], time(23, 59))),
            rules=questionnaire.Rules(identity=data["identity"]),
            summary=data["summary"],
            is_published=False,
            contact_name=agent.full_name,
            contact_email=agent.email,
        )
        messages.success(request, _("Questionnaire créé. Écrivez ses questions."))
        return redirect("surveys_desk:form", process.slug, process.ordered_steps[0].slug)
    status = 422 if form.errors else 200
    return render(request, "desk/new_questionnaire.html", {"form": form}, status=status)


@for_agents
def publish(request: HttpRequest, process: str) -> HttpResponse:
    """Everyone sees the process from now on."""
    found = load_desk_process(request, process)
    if request.method != "POST":
        return redirect("desk:process", found.slug)
    refusal = may_run_process(request.user, found.pk) or _refusal_by_checks(found)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    publish_process(process=found, actor=agent_of(request))
    messages.success(request, _("La démarche est publiée."))
    return redirect("desk:process", found.slug)


def _refusal_by_checks(process: Process) -> Refusal | None:
    blocking = [str(check.label) for check in checks_of(process) if check.blocking]
    if not blocking:
        return None
    return Refusal(
        "not_ready",
        _("Cette démarche n’est pas prête à être publiée."),
        rule=_("Il manque\u00a0: %(what)s.") % {"what": ", ".join(blocking)},
        remedy=_("Complétez-la, puis recommencez."),
    )
