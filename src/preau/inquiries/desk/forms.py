"""Forms of the inquiry's pages in the back office."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from preau.kernel import clock
from preau.ui.forms import DayField, PlainForm

from ..models import Act, Capacity, Channel, Inquiry, Observation, Party, Position, Theme
from ..models.inquiry import CONDUCTORS
from ..procedure import MOVING, may_record

LONGEST = 50_000


class HourField(forms.TimeField):
    """An hour of the day."""

    default_error_messages = {"invalid": _("Donnez une heure comme 17:30.")}

    def __init__(self, **options: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        super().__init__(widget=widget, **options)


def moment_of(day: Any, hour: time | None) -> datetime:
    """That hour of that day, in the site's zone."""
    return timezone.make_aware(datetime.combine(day, hour or time()))


class PointForm(PlainForm):
    """One remark of an observation."""

    text = forms.CharField(
        label=_("Point soulevé"),
        max_length=4000,
        widget=forms.Textarea,
        error_messages={"required": _("Écrivez le point soulevé.")},
    )
    theme = forms.ModelChoiceField(
        label=_("Thème"), queryset=Theme.objects.none(), required=False, empty_label=_("Sans thème")
    )
    parcel = forms.CharField(label=_("Parcelle"), max_length=80, required=False)
    assigned_to = forms.ModelChoiceField(
        label=_("Confié à"),
        queryset=Party.objects.none(),
        required=False,
        empty_label=_("Personne"),
    )
    note = forms.CharField(
        label=_("Note pour la commission"),
        help_text=_("Jamais publiée."),
        max_length=4000,
        required=False,
        widget=forms.Textarea,
    )

    def __init__(self, inquiry: Inquiry, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        parties = inquiry.parties.filter(until=None, capacity__in=CONDUCTORS)
        self.fields["theme"].queryset = inquiry.themes.all()  # type: ignore[attr-defined]
        self.fields["assigned_to"].queryset = parties  # type: ignore[attr-defined]


class EnterForm(PlainForm):
    """An observation on paper, by post or spoken."""

    channel = forms.ChoiceField(
        label=_("Voie"),
        choices=[one for one in Channel.choices if one[0] not in ("web", "email")],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez la voie.")},
    )
    day = DayField(label=_("Reçue le"))
    hour = HourField(label=_("À"), required=False, help_text=_("Vide\u00a0: dans la journée."))
    place = forms.CharField(
        label=_("Registre ou lieu"),
        help_text=_("Par exemple\u00a0: registre de la mairie, permanence du 12 mai."),
        max_length=160,
        required=False,
    )
    page = forms.CharField(label=_("Page"), max_length=20, required=False)
    text = forms.CharField(
        label=_("Observation, transcrite mot pour mot"),
        max_length=LONGEST,
        widget=forms.Textarea,
        error_messages={"required": _("Écrivez l’observation.")},
    )
    author_kind = forms.ChoiceField(
        label=_("Signature"),
        choices=Observation.Author.choices,
        initial=Observation.Author.ANONYMOUS,
        widget=forms.RadioSelect,
    )
    author_name = forms.CharField(label=_("Nom"), max_length=120, required=False)
    quality = forms.CharField(label=_("En qualité de"), max_length=120, required=False)
    position = forms.ChoiceField(
        label=_("Avis"),
        choices=[one for one in Position.choices if one[0]],
        required=False,
        widget=forms.RadioSelect,
    )
    parcel = forms.CharField(label=_("Parcelle ou lieu"), max_length=160, required=False)
    #: The same key is the same observation, however often it is sent.
    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    scan = forms.FileField(
        label=_("Original numérisé"),
        help_text=_("PDF ou photo, 50\u00a0Mo au plus."),
        required=False,
    )

    def __init__(self, inquiry: Inquiry, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.inquiry = inquiry

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day = cleaned.get("day")
        if day is None:
            return cleaned
        opens_at, closes_at = self.inquiry.step.opens_at, self.inquiry.step.closes_at
        at = moment_of(day, cleaned.get("hour"))
        if cleaned.get("hour") is None:  # some time that day, while the register was open
            at = min(at, clock.now())
            if opens_at is not None and timezone.localdate(opens_at) == day:
                at = max(at, opens_at)
            if closes_at is not None and timezone.localdate(closes_at) == day:
                at = min(at, closes_at)
        if at > clock.now():
            self.add_error("day", _("Cette date est dans l’avenir."))
        elif opens_at is not None and at < opens_at:
            self.add_error("day", _("Le registre n’était pas encore ouvert."))
        cleaned["received_at"] = at
        if cleaned.get("author_kind") == Observation.Author.ANONYMOUS:
            cleaned["author_name"] = ""
        elif not cleaned.get("author_name"):
            self.add_error("author_name", _("Écrivez le nom qui signe."))
        return cleaned


class ActForm(PlainForm):
    """An act of the procedure, among those that this person may write."""

    kind = forms.ChoiceField(label=_("Acte"), error_messages={"required": _("Choisissez l’acte.")})
    done_on = DayField(label=_("Date de l’acte"))
    title = forms.CharField(
        label=_("Titre"), max_length=200, error_messages={"required": _("Donnez un titre.")}
    )
    text = forms.CharField(
        label=_("Texte"), max_length=LONGEST, required=False, widget=forms.Textarea
    )
    document = forms.FileField(
        label=_("Document"), help_text=_("PDF ou photo, 50\u00a0Mo au plus."), required=False
    )
    drawn = forms.BooleanField(
        label=_("Sans fichier, joindre celui que la plateforme dresse"),
        help_text=_(
            "Pour l’arrêté, l’avis et la clôture. Le procès-verbal, le mémoire et le rapport le sont"
            " aussi, si vous n’écrivez pas de texte ici (page Papiers)."
        ),
        required=False,
        initial=True,
    )
    #: The line of the chain that tells an outage.
    line = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, inquiry: Inquiry, person: Any, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (kind, label)
            for kind, label in Act.Kind.choices
            if kind not in MOVING and may_record(inquiry, person, kind) is None
        ]

    def clean_done_on(self) -> Any:
        day = self.cleaned_data["done_on"]
        if day > timezone.localdate(clock.now()):
            raise forms.ValidationError(_("Cette date est dans l’avenir."))
        return day


class ProlongForm(PlainForm):
    """A later end, and why."""

    day = DayField(label=_("Nouvelle clôture"))
    hour = HourField(label=_("À"))
    reason = forms.CharField(
        label=_("Motif"),
        max_length=4000,
        widget=forms.Textarea,
        error_messages={"required": _("Donnez le motif.")},
    )


class SuspendForm(PlainForm):
    """Until when at the latest, and why."""

    until = DayField(label=_("Suspendre jusqu’au"))
    reason = forms.CharField(
        label=_("Motif"),
        max_length=4000,
        widget=forms.Textarea,
        error_messages={"required": _("Donnez le motif.")},
    )


class ComplementForm(PlainForm):
    """The dates of a complementary inquiry, its order, and what changed in the project."""

    changes = forms.CharField(
        label=_("Ce qui change dans le projet"),
        help_text=_("Le public le lit à la page de l’enquête complémentaire."),
        max_length=4000,
        widget=forms.Textarea,
        error_messages={"required": _("Dites ce qui change.")},
    )
    opens_on = DayField(label=_("Ouverture"))
    opens_hour = HourField(label=_("À"), error_messages={"required": _("Donnez l’heure.")})
    closes_on = DayField(label=_("Clôture"))
    closes_hour = HourField(label=_("À"), error_messages={"required": _("Donnez l’heure.")})
    order_number = forms.CharField(label=_("Numéro de l’arrêté"), max_length=60, required=False)
    order_on = DayField(label=_("Date de l’arrêté"))
    notice_on = DayField(label=_("Date de l’avis au public"))


class PermanenceForm(PlainForm):
    """Hours when the commissioner receives."""

    place = forms.CharField(
        label=_("Lieu"), max_length=240, error_messages={"required": _("Donnez le lieu.")}
    )
    day = DayField(label=_("Jour"))
    start = HourField(label=_("De"), error_messages={"required": _("Donnez l’heure.")})
    end = HourField(label=_("À"), error_messages={"required": _("Donnez l’heure.")})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end <= start:
            self.add_error("end", _("La permanence finirait avant de commencer."))
        return cleaned


class PartyForm(PlainForm):
    """Somebody of the procedure."""

    capacity = forms.ChoiceField(label=_("Qualité"), choices=Capacity.choices)
    name = forms.CharField(
        label=_("Nom"), max_length=160, error_messages={"required": _("Donnez le nom.")}
    )
    email = forms.EmailField(
        label=_("Adresse e-mail"),
        help_text=_(
            "Celle de son compte ouvre le bureau à cette personne, pour cette enquête seulement."
        ),
        required=False,
        error_messages={"invalid": _("Écrivez une adresse comme nom@exemple.fr.")},
    )


class ReplaceForm(PartyForm):
    """Who takes the place of somebody, and why."""

    reason = forms.CharField(
        label=_("Motif"), max_length=400, error_messages={"required": _("Donnez le motif.")}
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        del self.fields["capacity"]


class PieceForm(PlainForm):
    """A version of a piece."""

    document = forms.FileField(
        label=_("Fichier"),
        help_text=_("50\u00a0Mo au plus."),
        error_messages={
            "required": _("Choisissez un fichier."),
            "empty": _("Ce fichier est vide."),
        },
    )
    alternative = forms.CharField(
        label=_("Le même contenu en texte"),
        help_text=_("Pour qui ne peut pas lire le document, et pour la recherche."),
        required=False,
        max_length=200_000,
        widget=forms.Textarea,
    )
    reason = forms.CharField(label=_("Pourquoi cette version"), max_length=240, required=False)
