"""How ballots are filled in and counted, as agents set it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.ui.forms import PlainForm
from preau.voting.formats import ballot_formats
from preau.voting.formats.grades import USUAL_GRADES

from ..models import Edition, Fit
from ..preparation import LIMITED
from ..wording import FIT_WORDS, ties_in_words

#: A voter ranks few projects, and may approve of many.
MOST_RANKS, MOST_CHOICES, MOST_POINTS = 5, 30, 1000
LEAST_GRADES, MOST_GRADES = 4, 7
#: The formats that an envelope can be shared out by.
FORMATS = ("ranked", "approval", "basket", "points", "for-against", "grades")
#: Declared orders between equal projects; each ends with the draw.
TIES = (
    ("first-ranks", "cheaper", "older", "draw"),
    ("cheaper", "older", "draw"),
    ("cheaper", "draw"),
    ("first-ranks", "draw"),
    ("draw",),
)


class RulesForm(PlainForm):
    """How a ballot is filled in and counted."""

    ballot_format = forms.ChoiceField(
        label=gettext_lazy("Comment vote-t-on ?"),
        choices=[(code, ballot_formats.get(code).label) for code in FORMATS],
        widget=forms.RadioSelect,
        required=False,
    )
    max_choices = forms.IntegerField(
        label=gettext_lazy("Combien de choix au plus sur un bulletin ?"),
        required=False,
        min_value=1,
        max_value=MOST_CHOICES,
        error_messages={
            name: gettext_lazy("Donnez un nombre de 1 à 30.")
            for name in ("invalid", "min_value", "max_value")
        },
    )
    points = forms.CharField(
        label=gettext_lazy("Points par rang"),
        help_text=gettext_lazy("Du premier choix au dernier, par exemple 3 2 1."),
        required=False,
    )
    points_total = forms.IntegerField(
        label=gettext_lazy("Combien de points à répartir ?"),
        required=False,
        min_value=1,
        max_value=MOST_POINTS,
        error_messages={
            name: gettext_lazy("Donnez un nombre de 1 à 1000.")
            for name in ("invalid", "min_value", "max_value")
        },
    )
    max_against = forms.IntegerField(
        label=gettext_lazy("Combien de « contre » au plus ?"),
        required=False,
        min_value=0,
        max_value=MOST_CHOICES,
        error_messages={
            name: gettext_lazy("Donnez un nombre de 0 à 30.")
            for name in ("invalid", "min_value", "max_value")
        },
    )
    grades = forms.CharField(
        label=gettext_lazy("Les mentions"),
        help_text=gettext_lazy("De la meilleure à la moins bonne, une par ligne, de 4 à 7."),
        widget=forms.Textarea,
        required=False,
        max_length=400,
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
                "ballot_format": held.ballot_format,
                "points_total": held.ballot_rules.get("points_total", 10),
                "max_against": held.ballot_rules.get("max_against", 1),
                "grades": "\n".join(held.ballot_rules.get("grades", USUAL_GRADES)),
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

    def clean_ballot_format(self) -> str:
        return self.cleaned_data["ballot_format"] or "ranked"

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

    def clean_grades(self) -> list[str]:
        lines = self.cleaned_data["grades"].splitlines()
        return [line.strip()[:40] for line in lines if line.strip()]

    def clean_ties(self) -> list[str]:
        return str(self.cleaned_data["ties"]).split()

    def clean(self) -> dict[str, Any]:
        found = dict(super().clean() or {})
        way = found.get("ballot_format", "")
        limits: dict[str, Any] = {}
        if way == "ranked":
            self._check_ranks(found)
        if way in LIMITED and found.get("max_choices") is None:
            self._complain("max_choices", _("Donnez le nombre de choix."))
        if way == "points":
            limits["points_total"] = self._wanted(found, "points_total")
        if way == "for-against":
            limits["max_against"] = self._wanted(found, "max_against")
        if way == "grades":
            limits["grades"] = found.get("grades")
            self._check_grades(found.get("grades") or [])
        for name in ("points_total", "max_against", "grades"):
            found.pop(name, None)
        most = found.get("max_choices") or 3
        return found | {
            "max_choices": most,
            "points": found.get("points") or list(range(most, 0, -1)),
            "ballot_rules": limits,
        }

    def _check_ranks(self, found: dict[str, Any]) -> None:
        points, most = found.get("points"), found.get("max_choices")
        if most is not None and most > MOST_RANKS:
            self._complain("max_choices", _("On classe %(n)s projets au plus.") % {"n": MOST_RANKS})
        elif points == []:
            self._complain("points", _("Donnez les points de chaque rang."))
        elif points is not None and most is not None and len(points) != most:
            said = _("Donnez autant de nombres que de choix : %(n)s.") % {"n": most}
            self._complain("points", said)

    def _check_grades(self, grades: list[str]) -> None:
        if not LEAST_GRADES <= len(grades) <= MOST_GRADES:
            self._complain("grades", _("Écrivez de 4 à 7 mentions, une par ligne."))
        elif len(set(grades)) != len(grades):
            self._complain("grades", _("Une mention est écrite deux fois."))

    def _wanted(self, found: dict[str, Any], name: str) -> int | None:
        if found.get(name) is None:
            self._complain(name, _("Donnez un nombre."))
        number: int | None = found.get(name)
        return number

    def _complain(self, name: str, words: str) -> None:
        """Unless the field has its own complaint already."""
        if name not in self.errors:
            self.add_error(name, words)


def _with_choices(field: forms.Field, choices: Any) -> forms.Field:
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
    return field
