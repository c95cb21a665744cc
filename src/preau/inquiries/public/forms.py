"""The form of an observation: one text, everything else as people wish."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from preau.ui.forms import PlainForm

from ..models import Inquiry, Observation, Position
from ..places import point_typed

LONGEST = 50_000


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class DepositForm(PlainForm):
    """Nothing is asked but the text."""

    text = forms.CharField(
        label=_("Votre observation"),
        help_text=_(
            "Ce que vous pensez du projet, ce qui manque, ce que vous proposez. Tout le monde la"
            " lira."
        ),
        max_length=LONGEST,
        widget=forms.Textarea,
        error_messages={
            "required": _("Écrivez votre observation."),
            "max_length": _("Ce texte est trop long. Joignez-le plutôt comme document."),
        },
    )
    author_kind = forms.ChoiceField(
        label=_("Comment signez-vous\u00a0?"),
        choices=Observation.Author.choices,
        initial=Observation.Author.ANONYMOUS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites comment vous signez.")},
    )
    author_name = forms.CharField(
        label=_("Nom ou pseudonyme"),
        help_text=_("Publié avec l’observation. Vide si vous ne signez pas."),
        max_length=120,
        required=False,
    )
    quality = forms.CharField(
        label=_("En qualité de"),
        help_text=_("Par exemple\u00a0: habitante, propriétaire, association, entreprise."),
        max_length=120,
        required=False,
    )
    position = forms.ChoiceField(
        label=_("Votre avis sur le projet"),
        choices=[choice for choice in Position.choices if choice[0]],
        required=False,
        widget=forms.RadioSelect,
    )
    piece = forms.ChoiceField(label=_("Pièce du dossier"), required=False)
    parcel = forms.CharField(
        label=_("Lieu ou parcelle"),
        help_text=_("Par exemple\u00a0: 12 rue des Tanneurs, ou parcelle AB 214."),
        max_length=160,
        required=False,
    )
    latitude = forms.CharField(required=False, max_length=24, widget=forms.HiddenInput)
    longitude = forms.CharField(required=False, max_length=24, widget=forms.HiddenInput)
    email = forms.EmailField(
        label=_("Adresse e-mail pour l’accusé de réception"),
        help_text=_("Jamais publiée. Sans adresse, le reçu s’affiche à l’écran."),
        required=False,
        error_messages={"invalid": _("Écrivez une adresse comme nom@exemple.fr.")},
    )

    def __init__(self, inquiry: Inquiry, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        pieces = inquiry.pieces.values_list("pk", "title")
        field = self.fields["piece"]
        field.choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", _("Tout le dossier")),
            *((str(pk), title) for pk, title in pieces),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind = cleaned.get("author_kind")
        if kind == Observation.Author.ANONYMOUS:
            cleaned["author_name"] = ""
        elif kind and not cleaned.get("author_name"):
            self.add_error("author_name", _("Écrivez le nom ou le pseudonyme à publier."))
        try:
            point = point_typed(cleaned.get("latitude", ""), cleaned.get("longitude", ""))
        except ValueError:
            point = None
            self.add_error("parcel", _("Placez de nouveau le point sur la carte."))
        cleaned["latitude"], cleaned["longitude"] = point or (None, None)
        return cleaned
