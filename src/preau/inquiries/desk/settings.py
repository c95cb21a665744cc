"""What the order says, until the opening."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.processes.desk_access import agent_of, for_agents, refused_in_desk
from preau.ui.forms import DayField, PlainForm

from ..models import Inquiry
from ..policies import may_organise
from ..settings import CHANGED, change_settings, refusal_by_text, refusal_to_change
from .access import frame, load_desk_inquiry
from .acts import in_full


class SettingsForm(PlainForm):
    """The same words as the order, the notice and the site."""

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
    email = forms.EmailField(
        label=gettext_lazy("Adresse e-mail de l’enquête"),
        help_text=gettext_lazy("Celle où le public écrit."),
        required=False,
    )
    has_web_register = forms.BooleanField(
        label=gettext_lazy("Ouvrir un registre en ligne"), required=False
    )
    review = forms.ChoiceField(
        label=gettext_lazy("Publication des observations"),
        choices=Inquiry.Review.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, inquiry: Inquiry, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.inquiry, channels = inquiry, inquiry.profile.channels
        self.fields["email"].required = channels.get("email") == "required"
        if channels.get("web") == "required":
            del self.fields["has_web_register"]
        if not inquiry.profile.has_commissioner:
            for name in ("order_number", "order_on"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        refusal = None if self.errors else refusal_by_text(self.inquiry, data)
        if refusal is not None:
            self.add_error("notice_on", in_full(refusal))
        return data


@for_agents
def settings(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Change what the order says; read it once the inquiry is open."""
    inquiry = load_desk_inquiry(request, process, step)
    locked = refusal_to_change(inquiry)
    form = SettingsForm(inquiry, initial={name: getattr(inquiry, name) for name in CHANGED})
    if request.method == "POST":
        refusal = may_organise(inquiry, request.user) or locked
        if refusal is not None:
            return refused_in_desk(request, refusal)
        form = SettingsForm(inquiry, request.POST)
        if form.is_valid():
            changed = change_settings(
                inquiry=inquiry, said=form.cleaned_data, actor=agent_of(request)
            )
            if changed:
                messages.success(request, _("Enregistré, et inscrit au journal."))
            return redirect(inquiry.desk_url("settings"))
    context = frame(request, inquiry, "settings", form=form, locked=locked)
    status = 422 if form.errors else 200
    return render(request, "inquiries/desk/settings.html", context, status=status)
