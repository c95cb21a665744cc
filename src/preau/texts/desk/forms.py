"""Forms of the back office: the settings of a consultation, its texts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.ui.forms import DayField, PlainForm

from ..kind import REASONABLE
from ..models import Consultation
from ..reading import Piece, Unreadable, read_file, read_words


class SettingsForm(PlainForm):
    """What the law asks to make public, and how contributions are moderated."""

    rules = forms.CharField(
        label=gettext_lazy("Modalités"),
        help_text=gettext_lazy("Qui peut participer, comment, et comment les avis sont lus."),
        max_length=8000,
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Écrivez comment se passe la consultation.")},
    )
    information = forms.CharField(
        label=gettext_lazy("Informations utiles"),
        help_text=gettext_lazy("Ce qu’il faut savoir pour se prononcer, avec les adresses."),
        max_length=8000,
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Donnez les informations utiles.")},
    )
    follow_up = forms.CharField(
        label=gettext_lazy("Suites envisagées"),
        help_text=gettext_lazy("Ce qui sera fait des avis, et qui décide."),
        max_length=8000,
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Dites ce qui sera fait des avis.")},
    )
    follow_up_on = DayField(label=gettext_lazy("Publication des suites au plus tard"))
    short_time_reason = forms.CharField(
        label=gettext_lazy("Pourquoi un délai court"),
        help_text=gettext_lazy("Demandé quand la consultation dure moins de quinze jours."),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
    )
    moderation = forms.ChoiceField(
        label=gettext_lazy("Modération"),
        choices=Consultation.Moderation.choices,
        widget=forms.RadioSelect,
    )
    least_group = forms.IntegerField(
        label=gettext_lazy("Taille minimale d’un groupe de positions"),
        help_text=gettext_lazy("En dessous, un groupe n’est jamais montré."),
        min_value=5,
        max_value=1000,
    )

    def __init__(self, *args: Any, consultation: Consultation, **more: Any) -> None:
        super().__init__(*args, **more)
        self.consultation = consultation

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        step = self.consultation.step
        is_short = bool(
            step.opens_at and step.closes_at and step.closes_at - step.opens_at < REASONABLE
        )
        if is_short and not data.get("short_time_reason"):
            words = _("La consultation dure moins de quinze jours\u00a0: dites pourquoi.")
            self.add_error("short_time_reason", words)
        day = data.get("follow_up_on")
        if day and step.closes_at and day <= step.closes_at.date():
            self.add_error("follow_up_on", _("Cette date vient avant la fin de la consultation."))
        return data


class TextForm(PlainForm):
    """A text pasted, or given as a file."""

    is_questions = forms.ChoiceField(
        label=gettext_lazy("Ce que c’est"),
        choices=[
            ("", gettext_lazy("Un texte\u00a0: on dit d’accord, à modifier ou pas d’accord")),
            ("1", gettext_lazy("Des questions ouvertes\u00a0: on répond avec ses mots")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    title = forms.CharField(label=gettext_lazy("Titre"), max_length=160)
    intro = forms.CharField(
        label=gettext_lazy("Présentation du texte"),
        help_text=gettext_lazy("Lue au-dessus du texte\u00a0: d’où il vient, ce qu’il change."),
        required=False,
        max_length=4000,
        widget=forms.Textarea,
    )
    words = forms.CharField(
        label=gettext_lazy("Le texte"),
        help_text=gettext_lazy(
            "Collez-le\u00a0: une ligne vide entre deux passages, «\u00a0#\u00a0» ou «\u00a0Article 3\u00a0» au début "
            "d’une section."
        ),
        required=False,
        max_length=1_000_000,
        widget=forms.Textarea,
    )
    file = forms.FileField(
        label=gettext_lazy("Ou un fichier"),
        help_text=gettext_lazy(
            "DOCX, Markdown, texte, ou CSV avec une colonne «\u00a0texte\u00a0»."
        ),
        required=False,
    )

    pieces: list[Piece]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        words, file = data.get("words") or "", data.get("file")
        self.pieces = []
        if bool(words.strip()) == bool(file):
            both = _("Collez le texte, ou donnez un fichier\u00a0: l’un ou l’autre.")
            self.add_error("words", both)
            return data
        try:
            self.pieces = read_file(file) if file else read_words(words)
        except Unreadable as error:
            self.add_error("file" if file else "words", str(error))
        return data
