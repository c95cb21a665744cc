"""Envelopes and public draw, as agents type them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.territory.models import Zone
from preau.ui.forms import EurosField, PlainForm

from ..models import Edition


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
