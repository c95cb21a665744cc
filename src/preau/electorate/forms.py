"""One rung, one form."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from preau.ui.forms import PlainForm

from .phones import mobile_number


class PaperCodeForm(PlainForm):
    code = forms.CharField(
        label=_("Quel est votre code personnel\u00a0?"),
        help_text=_("Douze lettres et chiffres, imprimés sur votre lettre."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Écrivez le code de votre lettre.")},
    )


class NumberForm(PlainForm):
    number = forms.CharField(
        label=_("Quel est votre numéro de mobile\u00a0?"),
        help_text=_("Nous y envoyons un code par SMS, gratuit. Un numéro, une voix."),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"required": _("Écrivez votre numéro de mobile.")},
    )

    def clean_number(self) -> str:
        number = mobile_number(self.cleaned_data["number"])
        if number is None:
            raise forms.ValidationError(
                _("Écrivez un numéro de mobile français, comme 06 12 34 56 78.")
            )
        return number


class PhoneCodeForm(PlainForm):
    code = forms.CharField(
        label=_("Code à six chiffres"),
        help_text=_("Il se trouve dans le SMS que vous venez de recevoir."),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
        error_messages={"required": _("Écrivez le code reçu par SMS.")},
    )


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
