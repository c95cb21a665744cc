"""The table of a budget as a form: lines that grow, amounts read as people type them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from preau.ui.forms import PlainForm

from ..money import MOST_LINES, NATURES, cents_of

#: Empty lines shown below those that are filled.
SPARE = 2
LEAST = 4
LONGEST_LABEL = 120


@dataclass(frozen=True)
class Row:
    """One line of the table, ready to be drawn."""

    number: int
    label: BoundField
    amount: BoundField
    nature: BoundField | None = None


class BudgetForm(PlainForm):
    """Expenses, incomes, the amount asked. What cannot be read is kept as it was typed."""

    def __init__(self, data: Mapping[str, Any], *arguments: Any, **options: Any) -> None:
        self.kept = data
        initial = {"asked": data.get("asked", ""), "note": data.get("note", "")}
        super().__init__(*arguments, initial=initial, **options)
        self.sizes = {
            side: self._size(side, rows)
            for side, rows in (
                ("e", data.get("expenses", [])),
                ("i", data.get("incomes", [])),
            )
        }
        for side, label in (("e", _("Dépense %(n)s")), ("i", _("Recette %(n)s"))):
            rows = data.get("expenses" if side == "e" else "incomes", [])
            for place in range(self.sizes[side]):
                row = rows[place] if place < len(rows) else ["", "", "other"]
                self._add_line(f"{side}{place}", label % {"n": place + 1}, row)
        self.fields["asked"] = _amount(_("Montant demandé"))
        self.fields["note"] = forms.CharField(
            label=_("Explications"), required=False, max_length=2000, widget=forms.Textarea
        )

    def _size(self, side: str, rows: list[Any]) -> int:
        """As many lines as were posted, else those that are kept and some to spare."""
        if self.is_bound:
            typed = str(self.data.get(f"{side}-lines", ""))
            return min(int(typed), MOST_LINES) if typed.isdecimal() else LEAST
        return min(max(LEAST, len(rows) + SPARE), MOST_LINES)

    def _add_line(self, name: str, label: str, row: list[str]) -> None:
        self.fields[f"{name}_label"] = forms.CharField(
            label=_("%(line)s, intitulé") % {"line": label},
            required=False,
            max_length=LONGEST_LABEL,
        )
        self.fields[f"{name}_amount"] = _amount(_("%(line)s, montant") % {"line": label})
        self.initial.update({f"{name}_label": row[0], f"{name}_amount": row[1]})
        if name.startswith("i"):
            self.fields[f"{name}_nature"] = forms.ChoiceField(
                label=_("%(line)s, origine") % {"line": label}, choices=NATURES, required=False
            )
            self.initial[f"{name}_nature"] = row[2] if len(row) > 2 and row[2] else "other"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for side in ("e", "i"):
            for place in range(self.sizes[side]):
                label, amount = f"{side}{place}_label", f"{side}{place}_amount"
                if data.get(label) and amount in data and not data[amount]:
                    self.add_error(amount, _("Écrivez le montant de cette ligne."))
                if data.get(amount) and not data.get(label) and label in data:
                    self.add_error(label, _("Dites à quoi correspond ce montant."))
        return data

    def rows(self, side: str) -> list[Row]:
        return [
            Row(
                place + 1,
                self[f"{side}{place}_label"],
                self[f"{side}{place}_amount"],
                self[f"{side}{place}_nature"] if side == "i" else None,
            )
            for place in range(self.sizes[side])
        ]

    def expenses(self) -> list[Row]:
        return self.rows("e")

    def incomes(self) -> list[Row]:
        return self.rows("i")

    def typed(self) -> dict[str, Any]:
        """What was posted, as it is kept: blank lines left out, nothing else changed."""

        def said(name: str, longest: int = LONGEST_LABEL) -> str:
            return str(self.data.get(name, "")).replace("\x00", "").strip()[:longest]

        def lines(side: str) -> list[list[str]]:
            found = []
            for place in range(self.sizes[side]):
                row = [said(f"{side}{place}_label"), said(f"{side}{place}_amount", 30)]
                if side == "i":
                    nature = said(f"{side}{place}_nature", 10)
                    row.append(nature if nature in dict(NATURES) else "other")
                if row[0] or row[1]:
                    found.append(row)
            return found

        return {
            "expenses": lines("e"),
            "incomes": lines("i"),
            "asked": said("asked", 30),
            "note": said("note", 2000),
        }


class _Amount(forms.CharField):
    """Keeps what was typed; only says whether it can be read."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value:
            cents_of(value)


def _amount(label: str) -> forms.CharField:
    return _Amount(
        label=label,
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
