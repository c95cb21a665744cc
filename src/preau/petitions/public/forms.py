"""What a person declares as they sign."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import User
from preau.ui.forms import PlainForm

from ..actions import Signed
from ..models import Petition


class SignForm(PlainForm):
    """Names, address, declaration, and whether one's first name may be seen."""

    first_name = forms.CharField(
        label=gettext_lazy("Prénom"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=gettext_lazy("Nom"),
        help_text=gettext_lazy("Comme sur les listes électorales."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    address = forms.CharField(
        label=gettext_lazy("Votre adresse dans la commune"),
        help_text=gettext_lazy("Pour le service des élections seul\u00a0: elle n’est pas publiée."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        error_messages={"required": gettext_lazy("Écrivez votre adresse.")},
    )
    declares = forms.BooleanField(
        error_messages={"required": gettext_lazy("Cochez la case pour signer.")}
    )
    is_shown = forms.BooleanField(
        label=gettext_lazy("Montrer mon prénom et l’initiale de mon nom sur la page"),
        required=False,
    )

    def __init__(self, petition: Petition, person: User, data: Any = None) -> None:
        known = {"first_name": person.first_name, "last_name": person.last_name}
        super().__init__(data, initial=known)
        self.fields["declares"].label = (
            _("Je déclare être inscrit ou inscrite sur les listes électorales de la commune.")
            if petition.is_local
            else _("Je déclare remplir les conditions de la charte.")
        )

    def signed(self) -> Signed:
        data = self.cleaned_data
        return Signed(
            data["first_name"], data["last_name"], data["address"], is_shown=data["is_shown"]
        )
