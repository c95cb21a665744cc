"""One rung, one form."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from preau.ui.forms import PlainForm


class PostcodeForm(PlainForm):
    postcode = forms.CharField(
        label=_("Quel est votre code postal\u00a0?"),
        help_text=_("Celui de l’adresse où vous habitez, en cinq chiffres."),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "inputmode": "numeric"}),
        error_messages={"required": _("Écrivez votre code postal.")},
    )

    def clean_postcode(self) -> str:
        typed = re.sub(r"\s", "", self.cleaned_data["postcode"])
        if not re.fullmatch(r"\d{5}", typed, re.ASCII):
            raise forms.ValidationError(_("Écrivez les cinq chiffres, comme 18000."))
        return typed
