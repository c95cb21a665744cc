"""One rung, one form."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from preau.kernel import clock
from preau.kernel.text import search_key
from preau.territory.models import Zone
from preau.ui.forms import DatePartsField, PlainForm

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


class PersonForm(PlainForm):
    """Name and birth date, as they stand on a document."""

    last = forms.CharField(
        label=_("Nom de naissance ou d’usage"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        error_messages={"required": _("Écrivez votre nom.")},
    )
    first = forms.CharField(
        label=_("Prénom"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": _("Écrivez votre prénom.")},
    )
    birth_date = DatePartsField(label=_("Date de naissance"), birth=True)

    def clean_last(self) -> str:
        return _with_letters(self.cleaned_data["last"])

    def clean_first(self) -> str:
        return _with_letters(self.cleaned_data["first"])

    def clean_birth_date(self) -> date:
        day: date = self.cleaned_data["birth_date"]
        if not date(1900, 1, 1) <= day <= timezone.localdate(clock.now()):
            raise forms.ValidationError(_("Vérifiez l’année\u00a0: cette date n’est pas possible."))
        return day


def _with_letters(typed: str) -> str:
    if not search_key(typed):
        raise forms.ValidationError(_("Écrivez-le en lettres, comme sur votre pièce d’identité."))
    return typed


class RollForm(PersonForm):
    """The zone is asked of people alike only, once their name has been read."""

    zone = forms.ModelChoiceField(
        Zone.objects.none(),
        label=_("Dans quel quartier habitez-vous\u00a0?"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez votre quartier.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["zone"]
        assert isinstance(field, forms.ModelChoiceField)  # declared above
        field.queryset = Zone.objects.filter(kind=Zone.Kind.QUARTER).defer("polygon")
        self._zone = field
        if not data or "zone" not in data:
            del self.fields["zone"]

    def ask_zone(self) -> None:
        """Add the question, after somebody alike was found."""
        self.fields["zone"] = self._zone
        said = _("Deux personnes de la liste portent votre nom et sont nées le même jour que vous.")
        self.add_error("zone", said)


class DeclarationForm(PersonForm):
    sworn = forms.BooleanField(
        label=_("Je déclare sur l’honneur habiter ici et ne voter qu’une fois."),
        error_messages={"required": _("Cochez cette déclaration pour continuer.")},
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
