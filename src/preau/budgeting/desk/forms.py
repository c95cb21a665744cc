"""Envelopes, counting rule and public draw, as agents type them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.territory.models import Zone
from preau.ui.forms import EurosField, PlainForm

from ..models import Edition, Fit
from ..wording import FIT_WORDS, ties_in_words

MOST_CHOICES = 5
#: Declared orders between equal projects; each ends with the draw.
TIES = (
    ("first-ranks", "cheaper", "older", "draw"),
    ("cheaper", "older", "draw"),
    ("cheaper", "draw"),
    ("first-ranks", "draw"),
    ("draw",),
)


class EnvelopesForm(PlainForm):
    """One amount a zone, and one for the whole town; an empty amount means no envelope."""

    town = EurosField(required=False, label=gettext_lazy("Toute la ville"))

    def __init__(self, zones: list[Zone], edition: Edition | None, data: Any = None) -> None:
        super().__init__(data)
        self.zones = zones
        held = {one.zone_id: one.cents for one in edition.envelopes.all()} if edition else {}
        for zone in zones:
            self.fields[f"zone_{zone.pk}"] = EurosField(
                required=False, label=zone.name, initial=held.get(zone.pk)
            )
        self.fields["town"].initial = held.get(None)
        self.order_fields([*(f"zone_{zone.pk}" for zone in zones), "town"])
        for field in self.fields.values():
            field.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        found = dict(super().clean() or {})
        for name, cents in found.items():
            if cents == 0:
                self.add_error(
                    name, _("Une enveloppe est plus grande que zéro, ou reste sans montant.")
                )
        if not self.errors and not any(found.values()):
            raise forms.ValidationError(_("Donnez au moins une enveloppe."))
        return found

    def cents_by_zone(self) -> dict[int | None, int]:
        """Zone id, or None for the town, to cents; zones left empty are not there."""
        data = self.cleaned_data
        found: dict[int | None, int] = {
            zone.pk: data[f"zone_{zone.pk}"] for zone in self.zones if data[f"zone_{zone.pk}"]
        }
        if data["town"]:
            found[None] = data["town"]
        return found


class RulesForm(PlainForm):
    """How a ballot is filled in and counted."""

    max_choices = forms.IntegerField(
        label=gettext_lazy("Combien de projets chaque personne classe-t-elle ?"),
        min_value=1,
        max_value=MOST_CHOICES,
        error_messages={
            name: gettext_lazy("Donnez un nombre de 1 à 5.")
            for name in ("required", "invalid", "min_value", "max_value")
        },
    )
    points = forms.CharField(
        label=gettext_lazy("Points par rang"),
        help_text=gettext_lazy("Du premier choix au dernier, par exemple 3 2 1."),
        error_messages={"required": gettext_lazy("Donnez les points de chaque rang.")},
    )
    fit = forms.ChoiceField(
        label=gettext_lazy("Quand un projet n’entre pas dans ce qui reste de l’enveloppe"),
        choices=[(code, FIT_WORDS[code]) for code in Fit.values],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez ce que devient ce projet.")},
    )
    ties = forms.ChoiceField(
        label=gettext_lazy("À égalité de points, passe d’abord"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez ce qui départage.")},
    )
    unspent_rule = forms.CharField(
        required=False,
        max_length=240,
        label=gettext_lazy("Ce que devient l’argent qui reste"),
        help_text=gettext_lazy("Une phrase du règlement, publiée avec les résultats."),
    )

    def __init__(self, edition: Edition | None, data: Any = None) -> None:
        held = edition or Edition()
        super().__init__(
            data,
            initial={
                "max_choices": held.max_choices,
                "points": " ".join(str(value) for value in held.points),
                "fit": held.fit,
                "ties": " ".join(held.ties),
                "unspent_rule": held.unspent_rule,
            },
        )
        offered = dict.fromkeys([*TIES, tuple(held.ties)])
        choices: Any = [(" ".join(one), ties_in_words(one)) for one in offered]
        self.fields["ties"] = _with_choices(self.fields["ties"], choices)

    def clean_points(self) -> list[int]:
        try:
            points = [int(value) for value in self.cleaned_data["points"].replace(",", " ").split()]
        except ValueError as error:
            raise forms.ValidationError(_("Donnez des nombres entiers, comme 3 2 1.")) from error
        if any(value < 1 or value > 1000 for value in points):
            raise forms.ValidationError(_("Chaque rang vaut de 1 à 1000 points."))
        if points != sorted(set(points), reverse=True):
            raise forms.ValidationError(_("Un choix vaut plus de points que le suivant."))
        return points

    def clean_ties(self) -> list[str]:
        return str(self.cleaned_data["ties"]).split()

    def clean(self) -> dict[str, Any]:
        found = dict(super().clean() or {})
        points, most = found.get("points"), found.get("max_choices")
        if points is not None and most is not None and len(points) != most:
            self.add_error(
                "points",
                _("Donnez autant de nombres que de choix : %(n)s.") % {"n": most},
            )
        return found


def _with_choices(field: forms.Field, choices: Any) -> forms.Field:
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
    return field


class DrawForm(PlainForm):
    """What was drawn in public, so that anyone finds the same order again."""

    seed = forms.CharField(
        label=gettext_lazy("Ce qui a été tiré en public"),
        help_text=gettext_lazy(
            "Des mots, des chiffres ou un numéro, dits devant témoins. Ils sont publiés avec les "
            "résultats et ne changent plus."
        ),
        max_length=200,
        error_messages={"required": gettext_lazy("Écrivez ce qui a été tiré en public.")},
    )
