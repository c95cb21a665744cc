"""Forms of those who read, answer and type in contributions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.kernel.sheets import text_of
from preau.questions.files import check_upload
from preau.questions.types.base import Faulty
from preau.ui.forms import DayField, PlainForm

from ..actions import MOST_REWRITE, MOST_SIGNS, Words
from ..keys import same_lines
from ..models import Consultation, Gathering, Outcome, Passage, Position

#: A table of words never weighs more.
MOST_BYTES = 4 * 2**20


class AnswerForm(PlainForm):
    """What becomes of a contribution, or of many, and why: both are public."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Suite donnée"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez la suite donnée.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Pourquoi"),
        help_text=gettext_lazy("Lu par tout le monde, et par l’auteur dans son e-mail."),
        max_length=3000,
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Écrivez la raison\u00a0: elle est publique.")},
    )


class GatheringForm(PlainForm):
    origin = forms.ChoiceField(
        label=gettext_lazy("Origine"),
        choices=[one for one in Gathering.Origin.choices if one[0] != Gathering.Origin.FILE],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez une origine.")},
    )
    title = forms.CharField(
        label=gettext_lazy("Intitulé"),
        help_text=gettext_lazy("Par exemple\u00a0: atelier du 3\u00a0mars, salle des fêtes."),
        max_length=160,
    )
    held_on = DayField(label=gettext_lazy("Date"), required=False)
    people = forms.IntegerField(
        label=gettext_lazy("Personnes présentes"), required=False, min_value=0, max_value=100_000
    )
    file = forms.FileField(
        label=gettext_lazy("Compte rendu ou courrier"),
        help_text=gettext_lazy("Gardé au bureau, jamais publié."),
        required=False,
    )

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given:
            try:
                check_upload(given)
            except Faulty as fault:
                raise forms.ValidationError(str(fault)) from fault
        return given


class TableForm(PlainForm):
    """Contributions of a table: a CSV file, or its lines pasted."""

    file = forms.FileField(required=False, label=gettext_lazy("Fichier CSV"))
    pasted = forms.CharField(
        required=False,
        label=gettext_lazy("Ou collez les lignes d’un tableur"),
        strip=False,
        widget=forms.Textarea,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file, pasted = data.get("file"), data.get("pasted") or ""
        if file is not None and file.size > MOST_BYTES:
            self.add_error("file", _("Ce fichier dépasse 4\u00a0Mo."))
        elif file is None and not pasted.strip():
            self.add_error("file", _("Choisissez un fichier ou collez des lignes."))
        else:
            data["words"] = text_of(file.read()) if file is not None else pasted
        return data


class EntryForm(PlainForm):
    """A contribution typed in from paper or minutes."""

    passage = forms.ModelChoiceField(
        label=gettext_lazy("Passage"),
        queryset=Passage.objects.none(),
        error_messages={"required": gettext_lazy("Choisissez le passage.")},
    )
    position = forms.ChoiceField(
        label=gettext_lazy("Position"),
        help_text=gettext_lazy("Sans objet pour la réponse à une question ouverte."),
        choices=Position.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    author_name = forms.CharField(
        label=gettext_lazy("Signé"),
        help_text=gettext_lazy("Vide\u00a0: l’intitulé du recueil."),
        required=False,
        max_length=120,
    )
    body = forms.CharField(
        label=gettext_lazy("Ce qui est dit"),
        required=False,
        max_length=MOST_SIGNS,
        widget=forms.Textarea,
    )
    rewrite = forms.CharField(
        label=gettext_lazy("Rédaction proposée"),
        required=False,
        max_length=MOST_REWRITE,
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, consultation: Consultation, **more: Any) -> None:
        super().__init__(*args, **more)
        passages = Passage.objects.filter(
            version__text__consultation=consultation,
            version__published_at__isnull=False,
            depth=0,
        )
        field: Any = self.fields["passage"]
        field.queryset = passages.select_related("version__text").order_by(
            "version__text__order", "-version__number", "order"
        )
        field.label_from_instance = _passage_words

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("body") or data.get("rewrite")):
            self.add_error("body", _("Écrivez ce qui est dit, ou la rédaction proposée."))
        passage = data.get("passage")
        if passage is None:
            return data
        if passage.version.text.is_questions:
            data["position"] = ""
            if data.get("rewrite"):
                self.add_error("rewrite", _("Une question ouverte ne se récrit pas."))
        elif not data.get("position"):
            self.add_error("position", _("Choisissez une position."))
        elif data.get("rewrite") and data["position"] != Position.AMEND:
            words = _("Une autre rédaction va avec «\u00a0À modifier\u00a0».")
            self.add_error("position", words)
        return data

    def words(self) -> Words:
        data = self.cleaned_data
        return Words(data["position"], same_lines(data["body"]), same_lines(data["rewrite"]))


def _passage_words(one: Passage) -> str:
    return f"{one.version.text.title[:40]} · {one.number} {(one.title or one.body)[:60]}"


class PassageForm(PlainForm):
    """A passage of the version being written."""

    title = forms.CharField(label=gettext_lazy("Titre"), required=False, max_length=240)
    body = forms.CharField(
        label=gettext_lazy("Texte"), required=False, max_length=20_000, widget=forms.Textarea
    )
    reason = forms.CharField(
        label=gettext_lazy("Pourquoi ce changement"),
        help_text=gettext_lazy("Lu sur la page qui compare les versions."),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
    )
    numbers = forms.CharField(
        label=gettext_lazy("Numéros des avis qui l’ont inspiré"),
        help_text=gettext_lazy("Séparés par des virgules."),
        required=False,
        max_length=2000,
    )

    def clean_numbers(self) -> list[int]:
        raw = self.cleaned_data["numbers"].replace(";", ",").replace("n°", "")
        parts = [part.strip() for part in raw.replace("\n", ",").split(",") if part.strip()]
        if not all(part.isdecimal() and len(part) < 9 for part in parts):
            raise forms.ValidationError(_("Écrivez des numéros, comme 12, 48, 103."))
        return [int(part) for part in parts]
