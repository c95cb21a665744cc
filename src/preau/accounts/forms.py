from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class EmailForm(forms.Form):
    email = forms.EmailField(
        label=_("Votre adresse e-mail"),
        help_text=_("Nous y envoyons un code à six chiffres. Elle n’est jamais montrée."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={
            "required": _("Écrivez votre adresse e-mail."),
            "invalid": _("Écrivez une adresse complète, comme nom@exemple.fr."),
        },
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code à six chiffres"),
        help_text=_("Il se trouve dans le message que vous venez de recevoir."),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
        error_messages={"required": _("Écrivez le code reçu par e-mail.")},
    )
