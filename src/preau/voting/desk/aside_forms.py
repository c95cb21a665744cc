"""Which voices to set aside, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from preau.ui.forms import PlainForm

from ..fraud.members import Member


class ProposeForm(PlainForm):
    """The voices of a clue that somebody proposes to set aside."""

    voices = forms.MultipleChoiceField(
        label=gettext_lazy("Voix à mettre à l’écart"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("D’une même personne, laissez une voix."),
        error_messages={"required": gettext_lazy("Choisissez au moins une voix.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Motif"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Il est lu par les personnes à qui est le bulletin. Dites ce qui a été constaté, ne "
            "nommez personne."
        ),
    )

    def __init__(self, members: list[Member], data: Any = None) -> None:
        super().__init__(data)
        self._known = {one.handle: one.key for one in members}
        field = self.fields["voices"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one.handle, one.label) for one in members if one.may_be_chosen]

    @property
    def keys(self) -> list[str]:
        """The chosen voters, by their keys on the roll."""
        return [self._known[handle] for handle in self.cleaned_data["voices"]]


class NetworksForm(PlainForm):
    """Whether, and for how long, the network of a ballot is kept."""

    days = forms.ChoiceField(
        label=gettext_lazy("Relevé des réseaux"),
        choices=[
            (0, gettext_lazy("Rien n’est gardé")),
            (7, gettext_lazy("Sept jours")),
            (30, gettext_lazy("Trente jours")),
        ],
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Le réseau d’où vient un bulletin, tronqué et haché, pour voir ceux d’où viennent trop de "
            "votes. Effacé après ces jours, et toujours au scellement. Dit aux votants. Jamais pour un "
            "vote secret."
        ),
    )

    def __init__(self, days: int, data: Any = None) -> None:
        super().__init__(data, initial={"days": days})


class WordsForm(PlainForm):
    """Why a file is decided so."""

    words = forms.CharField(
        label=gettext_lazy("Motif de la décision"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
