"""The two small forms around the questions."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from preau.ui.forms import PlainForm


class EmailForm(PlainForm):
    email = forms.EmailField(
        label=_("Adresse e-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Écrivez votre adresse e-mail"),
            "invalid": _("Écrivez une adresse comme prenom@exemple.fr"),
        },
    )


class ResumeForm(PlainForm):
    code = forms.CharField(
        label=_("Code de six signes"),
        help_text=_("Il est sur l’écran ou dans le message où vous l’avez reçu."),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": _("Écrivez le code de six signes")},
    )
