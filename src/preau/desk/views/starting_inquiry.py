"""A new public inquiry: what is it about, which text rules it, when may it open."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.policies import may_run_process
from preau.blueprints import enquete_publique
from preau.blueprints.enquete_publique import Plan, Who
from preau.inquiries.models import Capacity, Inquiry
from preau.inquiries.profiles import Profile, all_profiles, profile, propose, wizard
from preau.kernel import clock
from preau.processes.desk_access import agent_of, for_agents, refused_in_desk
from preau.processes.outline import free_slug
from preau.ui.forms import DayField, PlainForm


@for_agents
def new_inquiry(request: HttpRequest) -> HttpResponse:
    """Five questions, then the procedure that the answers call for, with its reason."""
    refusal = may_run_process(agent_of(request), None)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    questions = wizard()["questions"]
    answers = {one["code"]: request.GET.get(one["code"], "") for one in questions}
    proposed = None
    if all(answers.values()):
        proposed = propose(answers, timezone.localdate(clock.now()))
    context = {
        "questions": [
            (
                one,
                [(value, label, answers[one["code"]] == value) for value, label in one["choices"]],
            )
            for one in questions
        ],
        "is_half": any(answers.values()) and proposed is None,
        "proposed": proposed,
        "others": [one for one in all_profiles() if proposed and one is not proposed.profile],
        "query": request.GET.urlencode(),
    }
    return render(request, "desk/new_inquiry.html", context)


class InquiryForm(PlainForm):
    """What the order of opening will say."""

    title = forms.CharField(label=gettext_lazy("Titre"), max_length=120)
    summary = forms.CharField(
        label=gettext_lazy("Promesse en une phrase"), max_length=240, required=False
    )
    purpose = forms.CharField(
        label=gettext_lazy("Objet de l’enquête"), max_length=4000, widget=forms.Textarea
    )
    decision = forms.CharField(
        label=gettext_lazy("Décision au terme de la procédure"),
        help_text=gettext_lazy("Laquelle, et qui la prend. L’avis au public le dit."),
        max_length=400,
        required=False,
    )
    authority = forms.CharField(label=gettext_lazy("Autorité qui organise"), max_length=160)
    project_owner = forms.CharField(label=gettext_lazy("Responsable du projet"), max_length=160)
    project_contact = forms.CharField(
        label=gettext_lazy("Renseignements sur le projet"), max_length=240, required=False
    )
    seat = forms.CharField(label=gettext_lazy("Siège de l’enquête"), max_length=240)
    places = forms.CharField(
        label=gettext_lazy("Lieux et heures où le dossier se consulte"),
        help_text=gettext_lazy("Un lieu par ligne."),
        max_length=4000,
        widget=forms.Textarea,
        required=False,
    )
    order_number = forms.CharField(
        label=gettext_lazy("Numéro de l’arrêté"), max_length=60, required=False
    )
    order_on = DayField(label=gettext_lazy("Date de l’arrêté"), required=False)
    notice_on = DayField(label=gettext_lazy("Date de l’avis au public"), required=False)
    opens = DayField(label=gettext_lazy("Premier jour"))
    opens_hour = forms.TimeField(
        label=gettext_lazy("À"),
        initial="09:00",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    closes = DayField(label=gettext_lazy("Dernier jour"))
    closes_hour = forms.TimeField(
        label=gettext_lazy("À"),
        initial="17:00",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    commissioner = forms.CharField(
        label=gettext_lazy("Commissaire enquêteur"),
        help_text=gettext_lazy("Vide tant qu’il n’est pas désigné."),
        max_length=160,
        required=False,
    )
    commissioner_email = forms.EmailField(
        label=gettext_lazy("Adresse e-mail du commissaire"),
        help_text=gettext_lazy("Celle de son compte lui ouvre le bureau, pour cette enquête."),
        required=False,
    )
    email = forms.EmailField(
        label=gettext_lazy("Adresse e-mail de l’enquête"),
        help_text=gettext_lazy("Celle où le public écrit."),
        required=False,
    )
    has_web_register = forms.BooleanField(
        label=gettext_lazy("Ouvrir un registre en ligne"), required=False, initial=True
    )
    review = forms.ChoiceField(
        label=gettext_lazy("Publication des observations"),
        choices=Inquiry.Review.choices,
        initial=Inquiry.Review.AFTER,
        widget=forms.RadioSelect,
    )

    def __init__(
        self, text: Profile, answers: dict[str, str], *arguments: Any, **more: Any
    ) -> None:
        super().__init__(*arguments, **more)
        self.text, self.answers = text, answers
        channels = text.channels
        self.fields["email"].required = channels.get("email") == "required"
        if channels.get("web") == "required":
            del self.fields["has_web_register"]
        if not text.has_commissioner:
            for name in ("commissioner", "commissioner_email", "order_number", "order_on"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("opens") and data.get("closes") and not self.errors:
            refusal = enquete_publique.refusal_of(self.plan(data), *self.hours(data))
            if refusal is not None:
                rule = f" ({refusal.rule})" if refusal.rule else ""
                said = f"{refusal.reason}{rule} {refusal.remedy}".strip()
                self.add_error("opens" if refusal.code == "term_broken" else "closes", said)
        return data

    def hours(self, data: dict[str, Any]) -> tuple[datetime, datetime]:
        """Opening and closing, in the site's zone."""
        return (
            timezone.make_aware(datetime.combine(data["opens"], data["opens_hour"])),
            timezone.make_aware(datetime.combine(data["closes"], data["closes_hour"])),
        )

    def plan(self, data: dict[str, Any]) -> Plan:
        """The plan of the blueprint."""
        copied = (
            *("purpose", "decision", "authority", "project_owner", "project_contact"),
            *("seat", "places"),
        )
        people = [Who(Capacity.AUTHORITY, data.get("authority", ""))]
        people.append(Who(Capacity.PROJECT_OWNER, data.get("project_owner", "")))
        if data.get("commissioner"):
            email = data.get("commissioner_email", "")
            people.append(Who(Capacity.COMMISSIONER, data["commissioner"], email))
        return Plan(
            profile=self.text.code,
            **{name: data.get(name, "") for name in copied},
            order_number=data.get("order_number", ""),
            order_on=data.get("order_on"),
            notice_on=data.get("notice_on"),
            email=data.get("email", ""),
            has_web_register=data.get("has_web_register", True),
            review=data.get("review", Inquiry.Review.AFTER),
            answers=self.answers,
            people=tuple(people),
        )


@for_agents
def set_inquiry(request: HttpRequest, code: str) -> HttpResponse:
    """What the order says, checked against the text before anything is written."""
    agent = agent_of(request)
    refusal = may_run_process(agent, None)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    try:
        text = profile(code)
    except LookupError as error:
        raise Http404 from error
    codes = [one["code"] for one in wizard()["questions"]]
    answers = {code: request.GET[code][:20] for code in codes if request.GET.get(code)}
    form = InquiryForm(text, answers, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        opens_at, closes_at = form.hours(data)
        process = enquete_publique.create(
            title=data["title"],
            slug=free_slug(data["title"]),
            actor=agent,
            opens_at=opens_at,
            closes_at=closes_at,
            plan=form.plan(data),
            summary=data["summary"],
            is_published=False,
            contact_name=agent.full_name,
            contact_email=agent.email,
        )
        messages.success(request, _("Enquête créée. Ajoutez ses pièces et ses actes."))
        return redirect("inquiries_desk:home", process.slug, process.ordered_steps[0].slug)
    status = 422 if form.errors else 200
    context = {"form": form, "profile": text}
    return render(request, "desk/set_inquiry.html", context, status=status)
