"""What whoever runs a petition writes: the demand, then the answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.ui.forms import DayField, PlainForm

from ..actions import ANSWER, SETTINGS
from ..models import Petition

PARTS = [
    (10, gettext_lazy("Un électeur sur dix (commune)")),
    (20, gettext_lazy("Un électeur sur vingt (autre collectivité)")),
]


class SettingsForm(PlainForm):
    """The demand and the number of signatures that it needs."""

    demand = forms.CharField(
        label=gettext_lazy("Ce qui est demandé"), widget=forms.Textarea, max_length=5000
    )
    holder = forms.CharField(
        label=gettext_lazy("Qui porte la pétition"), max_length=160, required=False
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Cadre"), choices=Petition.Kind.choices, widget=forms.RadioSelect
    )
    asks = forms.ChoiceField(
        label=gettext_lazy("Elle demande"), choices=Petition.Asks.choices, widget=forms.RadioSelect
    )
    registered = forms.IntegerField(
        label=gettext_lazy("Personnes inscrites sur les listes électorales"),
        help_text=gettext_lazy("Pour une pétition locale\u00a0: son seuil en découle."),
        min_value=1,
        max_value=100_000_000,
        required=False,
    )
    part = forms.TypedChoiceField(
        label=gettext_lazy("Seuil d’une pétition locale"),
        choices=PARTS,
        coerce=int,
        widget=forms.RadioSelect,
        initial=10,
    )
    asked = forms.IntegerField(
        label=gettext_lazy("Signatures demandées par la charte"),
        help_text=gettext_lazy("Pour une pétition citoyenne."),
        min_value=1,
        max_value=100_000_000,
        required=False,
    )
    charter = forms.CharField(
        label=gettext_lazy("Charte ou délibération qui fixe ce seuil"),
        max_length=200,
        required=False,
    )

    def __init__(self, petition: Petition, data: Any = None) -> None:
        super().__init__(data, initial={name: getattr(petition, name) for name in SETTINGS})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_local = data.get("kind") == Petition.Kind.LOCAL
        if is_local and not data.get("registered") and not self.has_error("registered"):
            self.add_error("registered", _("Écrivez le nombre de personnes inscrites."))
        if not is_local and not data.get("asked") and not self.has_error("asked"):
            self.add_error("asked", _("Écrivez le nombre de signatures demandées."))
        data["asked"] = data.get("asked") or 500
        return data


class AnswerForm(PlainForm):
    """What was done of the petition; each field is written when it happens."""

    acknowledged_on = DayField(label=gettext_lazy("Accusé de réception"), required=False)
    recognised = forms.IntegerField(
        label=gettext_lazy("Signatures reconnues par le service des élections"),
        min_value=0,
        max_value=100_000_000,
        required=False,
    )
    recognised_on = DayField(label=gettext_lazy("Vérifiées le"), required=False)
    told_council_on = DayField(
        label=gettext_lazy("Conseil informé le"),
        help_text=gettext_lazy("À sa première séance après la réception."),
        required=False,
    )
    decision = forms.ChoiceField(
        label=gettext_lazy("Décision du conseil"),
        choices=Petition.Decision.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    decision_words = forms.CharField(
        label=gettext_lazy("Ce qui a été décidé, et pourquoi"),
        widget=forms.Textarea,
        max_length=4000,
        required=False,
    )
    decision_act = forms.CharField(
        label=gettext_lazy("Délibération ou arrêté"), max_length=200, required=False
    )
    decision_on = DayField(label=gettext_lazy("Date de la décision"), required=False)

    def __init__(self, petition: Petition, data: Any = None) -> None:
        super().__init__(data, initial={name: getattr(petition, name) for name in ANSWER})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("decision"):
            if not data.get("decision_words"):
                self.add_error(
                    "decision_words", _("Dites pourquoi\u00a0: la décision est motivée.")
                )
            if not data.get("decision_on") and not self.has_error("decision_on"):
                self.add_error("decision_on", _("Donnez la date de la décision."))
        if data.get("recognised") is not None and not data.get("recognised_on"):
            self.add_error("recognised_on", _("Donnez la date de la vérification."))
        return data
