"""The form of a reading, made of the grid, and that of a decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.ui.forms import EurosField, PlainForm

from ..marking import Typed, lacks
from ..models import Criterion, Grant, Reading
from ..ruling import Ruling

#: A longer scale is typed, not picked.
LONGEST_SCALE = 10
WORDS = 4000


class MarksForm(PlainForm):
    """One mark and its words by criterion. Nothing is required to save; all is to finish."""

    def __init__(self, reading: Reading, criteria: list[Criterion], data: Any = None) -> None:
        super().__init__(data)
        self.criteria = criteria
        given = {one.criterion_id: one for one in reading.marks.all()}
        for one in criteria:
            mark = given.get(one.pk)
            self.fields[f"mark_{one.pk}"] = _mark_field(one)
            self.fields[f"words_{one.pk}"] = _words_field(one)
            if mark is not None:
                self.initial[f"mark_{one.pk}"] = mark.value
                self.initial[f"words_{one.pk}"] = mark.comment
        self.fields["comment"] = forms.CharField(
            label=_("Avis d’ensemble, pour la délibération"),
            widget=forms.Textarea,
            max_length=WORDS,
            required=False,
        )
        self.initial["comment"] = reading.comment

    def lines(self) -> list[tuple[Criterion, forms.BoundField, forms.BoundField]]:
        """Each criterion with its two fields."""
        return [(one, self[f"mark_{one.pk}"], self[f"words_{one.pk}"]) for one in self.criteria]

    def typed(self) -> dict[int, Typed]:
        """What was typed, even where it does not do."""
        found = {}
        for one in self.criteria:
            value = self.data.get(f"mark_{one.pk}", "")
            words = self.data.get(f"words_{one.pk}", "")[:WORDS]
            is_figure = value.isdecimal() and len(value) < 4
            found[one.pk] = Typed(int(value) if is_figure else None, words)
        return found

    def comment(self) -> str:
        return str(self.data.get("comment", ""))[:WORDS]

    def add_lacks(self) -> bool:
        """Say beside each criterion what it lacks; True when nothing does."""
        typed = self.typed()
        self.is_valid()
        for one in self.criteria:
            said = lacks(one, typed[one.pk])
            if not said or self.has_error(f"mark_{one.pk}"):
                continue
            is_marked = typed[one.pk].value is not None
            in_scale = is_marked and one.low <= (typed[one.pk].value or 0) <= one.high
            self.add_error(f"words_{one.pk}" if in_scale else f"mark_{one.pk}", said)
        return not self.errors


def _mark_field(criterion: Criterion) -> forms.Field:
    low, high = criterion.low, criterion.high
    label = _("Note, de %(low)s à %(high)s") % {"low": low, "high": high}
    if high - low <= LONGEST_SCALE:
        return forms.ChoiceField(
            label=label,
            choices=[(one, str(one)) for one in range(low, high + 1)],
            widget=forms.RadioSelect,
            required=False,
        )
    return forms.IntegerField(
        label=label,
        min_value=low,
        max_value=high,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


def _words_field(criterion: Criterion) -> forms.Field:
    under = criterion.comment_under
    return forms.CharField(
        label=_("Pourquoi cette note"),
        help_text=_("Exigé au-dessous de %(under)s.") % {"under": under} if under else "",
        widget=forms.Textarea,
        max_length=WORDS,
        required=False,
    )


class ConflictForm(PlainForm):
    reason = forms.CharField(
        label=gettext_lazy("Quel est ce lien"),
        help_text=gettext_lazy("Lu par le secrétariat du jury seulement."),
        max_length=400,
        required=False,
    )


class RulingForm(PlainForm):
    """What the president writes of one application."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Décision"),
        choices=Grant.Decision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez une décision.")},
    )
    amount_cents = EurosField(label=gettext_lazy("Montant accordé"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Motif"),
        help_text=gettext_lazy("Il figure dans la lettre. Exigé si le dossier n’est pas retenu."),
        widget=forms.Textarea,
        max_length=WORDS,
        required=False,
    )
    tie_reason = forms.CharField(
        label=gettext_lazy("Ce qui départage les dossiers à égalité"),
        widget=forms.Textarea,
        max_length=1000,
        required=False,
    )

    #: The field that each refusal of a decision is about.
    FIELDS: Mapping[str, str] = {
        "decision": "decision",
        "amount": "amount_cents",
        "more_than_asked": "amount_cents",
        "envelope": "amount_cents",
        "reason": "reason",
        "tie": "tie_reason",
    }

    def __init__(self, grant: Grant | None, asked: int | None, data: Any = None) -> None:
        initial: dict[str, Any] = {"amount_cents": asked}
        if grant is not None:
            names = ("decision", "reason", "tie_reason")
            initial |= {name: getattr(grant, name) for name in names}
            initial["amount_cents"] = grant.amount_cents or asked
        super().__init__(data, initial=initial)

    def ruling(self) -> Ruling:
        typed = self.cleaned_data
        return Ruling(
            typed["decision"], typed["amount_cents"] or 0, typed["reason"], typed["tie_reason"]
        )


class PresenceForm(PlainForm):
    """Who is in the room."""

    present = forms.MultipleChoiceField(
        label=gettext_lazy("Membres présents"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, members: list[Any], data: Any = None) -> None:
        initial = {"present": [str(one.pk) for one in members if one.is_present]}
        super().__init__(data, initial=initial)
        field = self.fields["present"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(one.pk), _titled(one)) for one in members]


def _titled(member: Any) -> str:
    return f"{member.name} ({member.get_role_display()})" if member.is_president else member.name


class ClosingForm(PlainForm):
    notes = forms.CharField(
        label=gettext_lazy("Observations portées au procès-verbal"),
        widget=forms.Textarea,
        max_length=WORDS,
        required=False,
    )
