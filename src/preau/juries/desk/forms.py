"""Rules, members, conflicts and the grid, typed by who runs the process."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.proposals.models import Proposal
from preau.ui.forms import EurosField, MomentField, PlainForm

from ..models import Criterion, Juror, Jury
from ..setting import SETTINGS, Line

#: Lines of criteria that the page offers beyond those written.
MORE, MOST = 3, 20


class SettingsForm(PlainForm):
    readers_each = forms.IntegerField(
        label=gettext_lazy("Lectures par dossier"),
        help_text=gettext_lazy("Deux au moins permettent de comparer les notes."),
        min_value=1,
        max_value=20,
    )
    is_anonymous = forms.BooleanField(
        label=gettext_lazy("Cacher aux membres qui porte le dossier, jusqu’à la délibération"),
        required=False,
    )
    envelope_cents = EurosField(label=gettext_lazy("Enveloppe"), required=False)
    reads_until = MomentField(
        label=gettext_lazy("Fin des lectures"),
        help_text=gettext_lazy("Ensuite, plus aucune note ne change."),
        required=False,
    )

    def __init__(self, jury: Jury, data: Any = None) -> None:
        super().__init__(data, initial={name: getattr(jury, name) for name in SETTINGS})


class MemberForm(PlainForm):
    name = forms.CharField(label=gettext_lazy("Prénom et nom"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("Adresse e-mail"))
    role = forms.ChoiceField(
        label=gettext_lazy("Rôle"),
        choices=Juror.Role.choices,
        initial=Juror.Role.MEMBER,
        widget=forms.RadioSelect,
    )


class StateForm(PlainForm):
    """A tie that the secretary knows of."""

    juror = forms.TypedChoiceField(label=gettext_lazy("Membre"), coerce=int)
    number = forms.TypedChoiceField(label=gettext_lazy("Dossier"), coerce=int)
    reason = forms.CharField(label=gettext_lazy("Quel est ce lien"), max_length=400)

    def __init__(self, members: list[Juror], found: list[Proposal], data: Any = None) -> None:
        super().__init__(data)
        juror, number = self.fields["juror"], self.fields["number"]
        assert isinstance(juror, forms.ChoiceField)
        assert isinstance(number, forms.ChoiceField)
        juror.choices = [(one.pk, one.name) for one in members]
        number.choices = [
            (one.number, f"n°\u00a0{one.number} {one.title} ({one.author_name})") for one in found
        ]


class LineForm(PlainForm):
    """One criterion; left without a name it is no criterion."""

    label = forms.CharField(label=gettext_lazy("Critère"), max_length=120, required=False)
    help = forms.CharField(label=gettext_lazy("Ce qui est regardé"), max_length=400, required=False)
    weight = forms.IntegerField(
        label=gettext_lazy("Poids"), min_value=1, max_value=100, initial=1, required=False
    )
    low = forms.IntegerField(
        label=gettext_lazy("Note la plus basse"),
        min_value=0,
        max_value=99,
        initial=0,
        required=False,
    )
    high = forms.IntegerField(
        label=gettext_lazy("Note la plus haute"),
        min_value=1,
        max_value=Criterion.MOST,
        initial=5,
        required=False,
    )
    comment_under = forms.IntegerField(
        label=gettext_lazy("Commentaire exigé au-dessous de"),
        min_value=0,
        max_value=Criterion.MOST,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("label"):
            return data
        for name in ("weight", "low", "high"):
            if data.get(name) is None and not self.has_error(name):
                data[name] = self.fields[name].initial
        low, high = data.get("low"), data.get("high")
        if low is not None and high is not None and high <= low:
            self.add_error("high", _("La note la plus haute dépasse la plus basse."))
        under = data.get("comment_under")
        if under is not None and high is not None and under > high:
            self.add_error("comment_under", _("Ce seuil dépasse la note la plus haute."))
        return data


class ReasonForm(PlainForm):
    reason = forms.CharField(
        label=gettext_lazy("Pourquoi la grille change"), max_length=400, required=False
    )


class GridForm:
    """The lines of a grid in one form; lines without a name are left out."""

    def __init__(self, criteria: list[Criterion], data: Any = None) -> None:
        count = min(MOST, len(criteria) + MORE)
        if data is not None and str(data.get("lines", "")).isdecimal():
            count = min(MOST, int(data["lines"]))
        self.forms = [
            LineForm(
                data,
                prefix=f"line{place}",
                initial=_initial(criteria[place]) if place < len(criteria) else {},
            )
            for place in range(count)
        ]
        self.reason = ReasonForm(data)

    def is_valid(self) -> bool:
        everything = [one.is_valid() for one in [*self.forms, self.reason]]  # each says its errors
        return all(everything)

    def lines(self) -> list[Line]:
        """The criteria as typed, in order."""
        return [Line(**one.cleaned_data) for one in self.forms if one.cleaned_data.get("label")]

    @property
    def errors(self) -> list[Any]:
        """The forms that hold an error, for the summary."""
        return [one for one in [*self.forms, self.reason] if one.errors]


def _initial(criterion: Criterion) -> dict[str, Any]:
    return {name: getattr(criterion, name) for name in LineForm.base_fields}
