"""What agents type on the pages of paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from preau.accounts.models import User
from preau.electorate.shown import SHOWN
from preau.kernel.text import search_key
from preau.territory.models import Zone
from preau.ui.forms import DatePartsField, PlainForm

from ..models import Contest, PaperRule, Station
from .roll import Identity

MOST_BALLOTS = 500


class RuleForm(PlainForm):
    """What the règlement says of votes in person, and who works after the closing."""

    precedence = forms.ChoiceField(
        label=_("Quand une personne vote en ligne et en personne"),
        choices=PaperRule.Precedence.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez lequel des deux votes compte.")},
    )
    late_hours = forms.IntegerField(
        label=_("Heures de saisie après la clôture"),
        help_text=_(
            "De 0 à 72. Les urnes sont scellées à la fin de ces heures, ou quand vous dites que la saisie est terminée."
        ),
        min_value=0,
        max_value=72,
        error_messages={
            name: _("Donnez un nombre de 0 à 72.")
            for name in ("required", "invalid", "min_value", "max_value")
        },
    )

    def __init__(self, rule: PaperRule | None, data: Any = None) -> None:
        held = rule or PaperRule()
        initial = {"precedence": held.precedence, "late_hours": held.late_hours}
        super().__init__(data, initial=initial)


class AgentsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Agents by their whole name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


class LateForm(PlainForm):
    """Agents named for the hours after the closing."""

    agents = AgentsField(
        User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Agents désignés pour la saisie après la clôture"),
    )

    def __init__(self, handlers: Any, rule: PaperRule | None, data: Any = None) -> None:
        named = [one.agent_id for one in rule.late_agents.all()] if rule else []
        super().__init__(data, initial={"agents": named})
        field = self.fields["agents"]
        if isinstance(field, AgentsField):
            field.queryset = handlers


class StationForm(PlainForm):
    """A place where people vote in person."""

    name = forms.CharField(
        label=_("Nom du bureau de vote"),
        max_length=80,
        error_messages={"required": _("Donnez un nom à ce bureau de vote.")},
    )
    place = forms.CharField(label=_("Adresse"), max_length=160, required=False)


class BatchForm(PlainForm):
    """A bundle of ballots taken out of an urn and counted by hand."""

    contest = forms.ModelChoiceField(
        Contest.objects.none(),
        label=_("Bulletin"),
        error_messages={"required": _("Choisissez le bulletin que porte ce lot.")},
    )
    station = forms.ModelChoiceField(
        Station.objects.none(),
        label=_("Bureau de vote"),
        error_messages={"required": _("Choisissez le bureau de vote d’où vient ce lot.")},
    )
    size = forms.IntegerField(
        label=_("Nombre de bulletins comptés à la main"),
        help_text=_("Des lots de 50 à 100 bulletins se relisent bien."),
        min_value=1,
        max_value=MOST_BALLOTS,
        error_messages={
            name: _("Donnez un nombre de 1 à 500.")
            for name in ("required", "invalid", "min_value", "max_value")
        },
    )

    def __init__(self, contests: Any, stations: Any, data: Any = None) -> None:
        super().__init__(data)
        for name, found in (("contest", contests), ("station", stations)):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = found
                field.empty_label = None if found.count() == 1 else _("À choisir")


class ReasonForm(PlainForm):
    """Why an act is taken back."""

    reason = forms.CharField(
        label=_("Motif"),
        max_length=200,
        error_messages={"required": _("Écrivez pourquoi : le journal le garde.")},
    )


class IdentityForm(PlainForm):
    """Who stands at the table, from the document they show or by their word; nothing is kept."""

    last_name = forms.CharField(
        label=_("Nom"),
        max_length=60,
        error_messages={"required": _("Écrivez le nom.")},
    )
    first_name = forms.CharField(
        label=_("Prénom"),
        max_length=60,
        error_messages={"required": _("Écrivez le prénom.")},
    )
    birth_date = DatePartsField(label=_("Date de naissance"))
    email = forms.EmailField(
        label=_("Adresse e-mail"),
        required=False,
        help_text=_("Si la personne a pu voter en ligne. Elle n’est pas gardée."),
        error_messages={"invalid": _("Cette adresse n’est pas complète.")},
    )

    code = forms.CharField(
        label=_("Code de sa lettre"),
        max_length=40,
        required=False,
        help_text=_("Les douze signes. La lettre ne sert plus en ligne ensuite."),
    )
    phone = forms.CharField(
        label=_("Numéro de mobile"),
        max_length=30,
        required=False,
        help_text=_("Si la personne a pu voter en ligne. Il n’est pas gardé en clair."),
    )

    def only_ask(self, shown: list[str]) -> None:
        """Leave out the letter or the number where the vote does not ask it online."""
        for name in set(SHOWN) - set(shown):
            del self.fields[name]

    def clean_last_name(self) -> str:
        return _with_letters(self.cleaned_data["last_name"])

    def clean_first_name(self) -> str:
        return _with_letters(self.cleaned_data["first_name"])

    def identity(self) -> Identity:
        return Identity(**self.cleaned_data)


def _with_letters(typed: str) -> str:
    if not search_key(typed):
        raise forms.ValidationError(_("Écrivez-le en lettres, comme sur la pièce d’identité."))
    return typed


class MarkForm(IdentityForm):
    """The ballot that a person receives."""

    contest = forms.ModelChoiceField(
        Contest.objects.none(),
        label=_("Bulletin remis"),
        error_messages={"required": _("Choisissez le bulletin remis.")},
    )
    zone = forms.ModelChoiceField(
        Zone.objects.none(),
        label=_("Quartier où habite la personne"),
        required=False,
        empty_label=_("À choisir"),
    )

    def __init__(self, contests: Any, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        zones = self.fields["zone"]
        if isinstance(zones, forms.ModelChoiceField):
            zones.queryset = Zone.objects.filter(kind=Zone.Kind.QUARTER).defer("polygon")
        self._zone = zones
        if not data or "zone" not in data:
            del self.fields["zone"]
        field = self.fields["contest"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = contests
            field.empty_label = None if contests.count() == 1 else _("À choisir")
        self.order_fields(["contest", "last_name", "first_name", "birth_date", "email", *SHOWN])

    def identity(self) -> Identity:
        data = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("contest", "zone")
        }
        zone = self.cleaned_data.get("zone")
        return Identity(**data, zone_id=zone.pk if zone else None)

    def ask_zone(self) -> None:
        """Add the question that tells people alike apart, when the list holds several."""
        self.fields.setdefault("zone", self._zone)
