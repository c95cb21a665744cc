"""One requirement, one form, one screen."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from preau.territory.models import Zone
from preau.ui.forms import DatePartsField


class BirthDateForm(forms.Form):
    birth_date = DatePartsField(
        label=_("Quelle est votre date de naissance ?"),
        help_text=_("Elle sert à vérifier l’âge que demande le règlement. Personne ne la voit."),
        birth=True,
    )

    def clean_birth_date(self) -> date:
        day: date = self.cleaned_data["birth_date"]
        if not date(1900, 1, 1) <= day <= date.today():
            raise forms.ValidationError(_("Vérifiez l’année : cette date n’est pas possible."))
        return day


class ZoneForm(forms.Form):
    zone = forms.ModelChoiceField(
        label=_("Dans quel quartier habitez-vous ?"),
        help_text=_("Votre quartier décide du bulletin que vous recevez."),
        queryset=Zone.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez votre quartier.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["zone"]
        assert isinstance(field, forms.ModelChoiceField)  # declared above
        field.queryset = Zone.objects.filter(kind=Zone.Kind.QUARTER)


class PublicNameForm(forms.Form):
    public_name = forms.CharField(
        label=_("Sous quel nom voulez-vous paraître ?"),
        help_text=_("Tout le monde le lit à côté de votre idée. Un prénom suffit."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        error_messages={"required": _("Écrivez le nom à afficher.")},
    )
