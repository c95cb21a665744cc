"""Who applies for what, and the documents: the forms that are not questions of the call."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.questions.answers import Faulty
from preau.questions.files import check_upload
from preau.questions.types.texts import is_rna, is_siret
from preau.territory.models import Zone
from preau.territory.queries import quarters
from preau.ui.forms import DayField, PlainForm
from preau.ui.words import day

from .models import Call, PieceKind

#: Signs that the summary may hold.
LONGEST_SUMMARY = 600
KINDS = (
    ("association", gettext_lazy("Association")),
    ("group", gettext_lazy("Collectif d’habitants")),
    ("school", gettext_lazy("Établissement scolaire ou de santé")),
    ("company", gettext_lazy("Entreprise ou coopérative")),
    ("person", gettext_lazy("Personne seule")),
)


class HolderForm(PlainForm):
    """The project in a few words, and who carries it."""

    #: What an anonymous reading shows of it.
    ANONYMOUS = ("title", "summary", "zone")

    title = forms.CharField(label=gettext_lazy("Nom du projet"), max_length=120)
    summary = forms.CharField(
        label=gettext_lazy("Le projet en quelques lignes"),
        help_text=gettext_lazy("Public si la liste des dossiers est publiée."),
        max_length=LONGEST_SUMMARY,
        widget=forms.Textarea,
    )
    zone = forms.ChoiceField(label=gettext_lazy("Quartier"), required=False)
    holder = forms.CharField(label=gettext_lazy("Nom du porteur"), max_length=80)
    holder_kind = forms.ChoiceField(
        label=gettext_lazy("Sous quelle forme"), choices=KINDS, widget=forms.RadioSelect
    )
    identifier = forms.CharField(
        label=gettext_lazy("SIRET ou RNA"),
        help_text=gettext_lazy("14 chiffres, ou W suivi de 9 chiffres."),
        max_length=24,
    )
    address = forms.CharField(label=gettext_lazy("Adresse du siège"), max_length=200)
    contact = forms.CharField(label=gettext_lazy("Personne à joindre"), max_length=120)
    phone = forms.CharField(label=gettext_lazy("Téléphone"), max_length=30, required=False)

    def __init__(self, call: Call, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.call = call
        self.fields["zone"].choices = [  # type: ignore[attr-defined]
            ("", _("Toute la commune")),
            *((str(zone.pk), zone.name) for zone in _zones_of(call)),
        ]
        if not call.asks_identifier:
            self.fields["identifier"].required = False

    def clean_identifier(self) -> str:
        """Without spaces, its key checked."""
        typed = "".join(str(self.cleaned_data["identifier"]).split()).upper()
        if typed and not (is_siret(typed) or is_rna(typed)):
            if typed.isdigit() and len(typed) == 14:
                raise forms.ValidationError(
                    _("Un chiffre de ce numéro est faux\u00a0: vérifiez-le.")
                )
            raise forms.ValidationError(
                _("Écrivez un SIRET de 14 chiffres ou un RNA comme W123456789.")
            )
        return typed

    def words(self, name: str) -> str:
        """An answer as people read it."""
        value = str(self.initial.get(name) or "")
        choices = getattr(self.fields[name], "choices", None)
        if choices is None or (name == "zone" and not value):
            return value
        return str(dict(choices).get(value, ""))


def _zones_of(call: Call) -> list[Zone]:
    """The neighbourhoods, read once for this ``call``."""
    found: list[Zone] | None = call.__dict__.get("_zones")
    if found is None:
        found = call.__dict__["_zones"] = quarters()
    return found


def expiry_fault(kind: PieceKind, expires_on: str | None, closes_at: datetime | None) -> str:
    """Why a date of validity does not do; empty when it does."""
    if not kind.expires:
        return ""
    if not expires_on:
        return _("Écrivez jusqu’à quand ce document est valable.")
    last = timezone.localtime(closes_at).date() if closes_at is not None else None
    if last is not None and date.fromisoformat(expires_on) < last:
        return _("Ce document ne sera plus valable à la clôture, le %(day)s.") % {
            "day": day(last, with_year=True)
        }
    return ""


class PieceForm(PlainForm):
    """One document, and until when it is valid."""

    def __init__(
        self, kind: PieceKind, closes_at: datetime | None, *arguments: Any, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.kind, self.closes_at = kind, closes_at
        self.fields["file"] = forms.FileField(
            label=kind.title,
            help_text=kind.help,
            error_messages={
                "required": _("Choisissez un fichier."),
                "empty": _("Ce fichier est vide."),
            },
        )
        if kind.expires:
            self.fields["expires_on"] = DayField(label=_("Valable jusqu’au"))

    def clean_file(self) -> Any:
        try:
            check_upload(self.cleaned_data["file"])
        except Faulty as fault:
            raise forms.ValidationError(fault.message) from fault
        return self.cleaned_data["file"]

    def clean_expires_on(self) -> date:
        found: date = self.cleaned_data["expires_on"]
        fault = expiry_fault(self.kind, found.isoformat(), self.closes_at)
        if fault:
            raise forms.ValidationError(
                _("%(fault)s Joignez-en un plus récent.") % {"fault": fault}
            )
        return found
