"""How a participatory budget begins: its steps, a few questions, and words to begin with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.territory.models import Zone
from preau.ui.forms import EurosField, PlainForm
from preau.ui.words import money, number
from preau.voting.formats import ballot_formats

from .registry import Stage

#: Five steps, as most cities run them: thirteen months from the first idea to the works.
STAGES = (
    Stage(gettext_lazy("Dépôt des idées"), 42),
    Stage(gettext_lazy("Analyse"), 84, gap=1),
    Stage(gettext_lazy("Vote"), 21, gap=7),
    Stage(gettext_lazy("Résultats"), None, gap=7),
    Stage(gettext_lazy("Réalisation"), 730, gap=21),
)
#: Formats that need no other limit than the number of choices.
_OFFERED = ("ranked", "approval")
MOST_CHOICES = 10


class BudgetForm(PlainForm):
    """Money, age and ballot; each has an answer that does."""

    town = EurosField(
        required=False,
        label=gettext_lazy("Enveloppe pour toute la ville"),
        help_text=gettext_lazy("Laissez vide s’il n’y en a pas."),
    )
    most_cost = EurosField(
        required=False,
        label=gettext_lazy("Prix le plus haut d’un projet"),
        help_text=gettext_lazy("Laissez vide s’il n’y a pas de plafond."),
    )
    least_age = forms.IntegerField(
        label=gettext_lazy("Âge pour voter"), initial=11, min_value=3, max_value=99
    )
    ballot_format = forms.ChoiceField(
        label=gettext_lazy("Forme du bulletin"), initial="ranked", widget=forms.RadioSelect
    )
    max_choices = forms.IntegerField(
        label=gettext_lazy("Projets par bulletin, au plus"),
        initial=3,
        min_value=1,
        max_value=MOST_CHOICES,
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        formats: Any = self.fields["ballot_format"]
        formats.choices = [(code, ballot_formats.get(code).label) for code in _OFFERED]
        zones = list(Zone.objects.filter(kind=Zone.Kind.QUARTER).defer("polygon"))
        for zone in zones:
            label = _("Enveloppe\u00a0: %(zone)s") % {"zone": zone.name}
            self.fields[f"zone_{zone.pk}"] = EurosField(required=False, label=label)
        self.order_fields([*(f"zone_{zone.pk}" for zone in zones), "town"])
        for field in self.fields.values():
            if isinstance(field, EurosField):
                field.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        amounts = [data.get(name) for name in self.fields if name.startswith(("zone_", "town"))]
        if not self.errors and not any(amounts):
            self.add_error("town", _("Donnez au moins une enveloppe."))
        return data


@dataclass(frozen=True)
class Answers:
    """The answers as the making needs them; money in cents."""

    envelopes: dict[int | None, int]
    most_cost_cents: int | None
    least_age: int
    ballot_format: str
    max_choices: int

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Answers:
        envelopes: dict[int | None, int] = {
            int(name.removeprefix("zone_")): cents
            for name, cents in data.items()
            if name.startswith("zone_") and cents
        }
        if data["town"]:
            envelopes[None] = data["town"]
        return cls(
            envelopes,
            data["most_cost"],
            data["least_age"],
            data["ballot_format"],
            data["max_choices"],
        )

    @property
    def points(self) -> tuple[int, ...]:
        """Ranked: the first choice weighs as much as there are choices, the last one point."""
        return tuple(range(self.max_choices, 0, -1))


def rulebook(asked: Answers) -> dict[str, Any]:
    """A règlement to begin with: eight short articles that say what the machine will do."""
    facts = {
        "total": money(sum(asked.envelopes.values())),
        "age": number(asked.least_age),
        "choices": number(asked.max_choices),
        "cap": money(asked.most_cost_cents or 0),
    }
    ballot = (
        _(
            "Chaque personne classe jusqu’à %(choices)s projets. Le premier reçoit le plus de points."
        )
        if asked.ballot_format == "ranked"
        else _("Chaque personne choisit jusqu’à %(choices)s projets. Chaque choix compte une voix.")
    )
    cost = (
        _("Un projet ne dépasse ni %(cap)s, ni l’enveloppe où il concourt.")
        if asked.most_cost_cents
        else _("Un projet ne dépasse pas l’enveloppe où il concourt.")
    )
    texts = [
        (_("Objet et montant"), _("Les habitantes et les habitants choisissent des projets d’investissement, pour %(total)s.")),
        (_("Qui peut participer"), _("Toute personne qui habite la commune et qui a au moins %(age)s ans peut voter, quelle que soit sa nationalité.")),
        (_("Intérêt général"), _("Le projet sert l’intérêt général. Il est ouvert à toutes et à tous, sans but commercial.")),
        (_("Compétence et terrain"), _("Le projet relève de la collectivité et se réalise sur un terrain ou dans un bâtiment dont elle a l’usage.")),
        (_("Coût"), cost),
        (_("Réponse"), _("Chaque idée reçoit une réponse écrite, avec son motif, l’article appliqué et ce qui reste possible.")),
        (_("Le vote"), ballot),
        (_("Les lauréats"), _("Dans chaque enveloppe, les projets sont retenus dans l’ordre des résultats. Un projet trop cher pour la somme restante est passé, et l’on examine le suivant.")),
    ]  # fmt: skip
    articles = [
        {"number": str(place), "title": title, "text": text % facts}
        for place, (title, text) in enumerate(texts, start=1)
    ]
    return {"articles": articles}


def motives() -> list[tuple[str, str, str, str, str]]:
    """Reasons to say no, to begin with: code, name, public sentence, article, what remains."""
    return [
        ("interet", _("Ne sert pas l’intérêt général"), _("Elle ne profiterait pas à tout le monde."), "3", _("Vous pouvez la présenter autrement à la prochaine édition.")),
        ("competence", _("Ne dépend pas de la collectivité"), _("Elle dépend d’une autre administration."), "4", _("La collectivité lui transmet votre demande.")),
        ("cout", _("Coût au-delà de la règle"), _("Son coût dépasse ce que permet le règlement."), "5", _("Vous pouvez déposer une version plus petite à la prochaine édition.")),
        ("existe", _("Existe déjà ou déjà prévu"), _("Elle existe déjà, ou elle est déjà prévue."), "", _("Le service vous indique où et quand.")),
        ("technique", _("Impossible à cet endroit"), _("Elle n’est pas possible à cet endroit, pour une raison technique."), "", _("Le service peut chercher avec vous un autre emplacement.")),
    ]  # fmt: skip


def criteria() -> list[tuple[str, str, str]]:
    """Questions put so that « oui » speaks for the idea: question, article, motive of a « non »."""
    return [
        (_("L’idée sert-elle l’intérêt général\u00a0?"), "3", "interet"),
        (_("Dépend-elle de la collectivité, sur un terrain dont elle a l’usage\u00a0?"), "4", "competence"),
        (_("Son coût tient-il dans l’enveloppe et sous le plafond\u00a0?"), "5", "cout"),
        (_("Est-elle nouvelle, ni faite ni déjà prévue\u00a0?"), "", "existe"),
        (_("Est-elle possible techniquement à cet endroit\u00a0?"), "", "technique"),
    ]  # fmt: skip
