"""One requirement, one form, one screen; and all of them together, to correct them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.territory.models import Zone
from preau.ui.forms import DatePartsField


def check_birth_date(day: date | None) -> None:
    """``ValidationError`` for a day on which nobody alive was born."""
    if day is not None and not date(1900, 1, 1) <= day <= timezone.localtime(clock.now()).date():
        raise forms.ValidationError(_("Vérifiez l’année : cette date n’est pas possible."))


class BirthDateForm(forms.Form):
    birth_date = DatePartsField(
        label=_("Quelle est votre date de naissance\u00a0?"),
        help_text=_("Elle sert à vérifier l’âge que demande le règlement. Personne ne la voit."),
        birth=True,
    )

    def clean_birth_date(self) -> date:
        day: date = self.cleaned_data["birth_date"]
        check_birth_date(day)
        return day


class ZoneForm(forms.Form):
    zone = forms.ModelChoiceField(
        label=_("Dans quel quartier habitez-vous\u00a0?"),
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
        label=_("Sous quel nom voulez-vous paraître\u00a0?"),
        help_text=_("Tout le monde le lit à côté de votre idée. Un prénom suffit."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        error_messages={"required": _("Écrivez le nom à afficher.")},
    )


class DetailsForm(forms.Form):
    """What a person gave, to be corrected or emptied."""

    public_name = forms.CharField(
        label=_("Nom public"),
        help_text=_("Tout le monde le lit à côté de vos prochaines contributions."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    zone = forms.ModelChoiceField(
        label=_("Quartier"),
        queryset=Zone.objects.none(),
        empty_label=_("Non donné"),
        required=False,
    )
    birth_date = DatePartsField(label=_("Date de naissance"), birth=True, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["zone"]
        assert isinstance(field, forms.ModelChoiceField)  # declared above
        field.queryset = Zone.objects.filter(kind=Zone.Kind.QUARTER)

    @staticmethod
    def values_of(person: User) -> dict[str, Any]:
        return {
            "public_name": person.public_name,
            "zone": person.zone_id,
            "birth_date": person.birth_date,
        }

    def clean_birth_date(self) -> date | None:
        day: date | None = self.cleaned_data["birth_date"]
        check_birth_date(day)
        return day

    def keep(self, person: User) -> None:
        for name, value in self.cleaned_data.items():
            setattr(person, name, value)
        person.save(update_fields=list(self.cleaned_data))
