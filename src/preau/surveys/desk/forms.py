"""The settings of a questionnaire."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from preau.ui.forms import PlainForm

from ..models import Survey


class SettingsForm(PlainForm):
    """What the questionnaire is for, who answers, how many."""

    title = forms.CharField(label=gettext_lazy("Titre du questionnaire"), max_length=160)
    why = forms.CharField(
        label=gettext_lazy("À quoi servent les réponses"),
        required=False,
        max_length=4000,
        widget=forms.Textarea,
        help_text=gettext_lazy("Qui les lit, ce qu’elles décideront, et quand."),
    )
    identity = forms.ChoiceField(
        label=gettext_lazy("Qui répond"), choices=Survey.Identity.choices, widget=forms.RadioSelect
    )
    is_several = forms.BooleanField(
        label=gettext_lazy("Une personne peut répondre plusieurs fois"), required=False
    )
    quota = forms.IntegerField(
        label=gettext_lazy("Réponses au plus"), required=False, min_value=1, max_value=10_000_000
    )
