"""Forms of the study: an opinion, a section of the file, a request, a synthesis."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import Service
from preau.processes.models import Step
from preau.proposals.models import Proposal
from preau.ui.forms import DayField, EurosField, PlainForm

from ..extra import form_of
from ..fiche import Section
from ..models import Bearer, Fiche, Opinion, Outcome, Round, SecondReading, Stance, Synthesis
from ..opinions import usual_due_on
from .extra_forms import ExtraQuestions


def _euros(label: Any, **more: Any) -> EurosField:
    widget = forms.TextInput(attrs={"inputmode": "decimal"})
    return EurosField(label=label, required=False, widget=widget, **more)


def _months(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=240,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": gettext_lazy("Donnez un nombre de mois.")},
    )


class OpinionForm(PlainForm):
    """What a service answers. Kept as a draft whatever is missing; signing asks for the rest."""

    stance = forms.ChoiceField(
        label=gettext_lazy("Votre avis"),
        required=False,
        choices=Stance.choices,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        required=False,
        max_length=4000,
        label=gettext_lazy("En quelques mots"),
        help_text=gettext_lazy("Les agents et les élus les lisent, le public non."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    cost_low_cents = _euros(gettext_lazy("Investissement, au moins"))
    cost_high_cents = _euros(gettext_lazy("Investissement, au plus"))
    running_cents = _euros(gettext_lazy("Fonctionnement par an"))
    running_by = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Payé par"),
        choices=[("", gettext_lazy("Pas encore su")), *Bearer.choices],
    )
    delay_low_months = _months(gettext_lazy("Délai en mois, au moins"))
    delay_high_months = _months(gettext_lazy("Délai en mois, au plus"))
    risks = forms.CharField(
        required=False,
        max_length=4000,
        label=gettext_lazy("Risques"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    #: The version under the eyes of who writes.
    version = forms.IntegerField(widget=forms.HiddenInput)

    #: Asked in a fold: most opinions are one line.
    MORE = (
        "cost_low_cents",
        "cost_high_cents",
        "running_cents",
        "running_by",
        "delay_low_months",
        "delay_high_months",
        "risks",
    )

    def __init__(self, opinion: Opinion, data: Any = None) -> None:
        initial = {name: getattr(opinion, name) for name in Opinion.ANSWERS}
        super().__init__(
            data, initial=initial | {"version": opinion.version}, auto_id=f"o{opinion.pk}_%s"
        )
        self.opinion = opinion
        self.extra = ExtraQuestions.of(opinion, data)

    def is_valid(self) -> bool:
        is_right = super().is_valid()
        return (self.extra is None or self.extra.is_valid()) and is_right

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        pairs = (("cost_low_cents", "cost_high_cents"), ("delay_low_months", "delay_high_months"))
        for low, high in pairs:
            if None not in (data.get(low), data.get(high)) and data[high] < data[low]:
                self.add_error(high, _("Le plus grand nombre va ici."))
        return data

    def answers(self) -> dict[str, Any]:
        found = {name: self.cleaned_data.get(name) for name in Opinion.ANSWERS}
        found["extra"] = self.extra.answers() if self.extra else self.opinion.extra
        return found

    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in self.MORE]

    @property
    def has_more(self) -> bool:
        """True when something in the fold is written or wrong."""
        if any(name in self.errors for name in self.MORE):
            return True
        return any(self[name].value() not in (None, "") for name in self.MORE)


class AskForm(PlainForm):
    services = forms.ModelMultipleChoiceField(
        Service.objects.none(),
        label=gettext_lazy("Services"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Cochez au moins un service.")},
    )
    due_on = DayField(label=gettext_lazy("Avis attendu pour le"))
    question = forms.CharField(
        required=False,
        max_length=1000,
        label=gettext_lazy("Question à ces services"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_joint = forms.BooleanField(
        required=False,
        label=gettext_lazy(
            "Un seul avis commun\u00a0: le premier service l’écrit, les autres le signent"
        ),
    )

    def __init__(
        self, step: Step, asked: list[Opinion], suggested: list[int], data: Any = None
    ) -> None:
        initial = {"due_on": usual_due_on(step), "services": suggested}
        super().__init__(data, initial=initial, auto_id="ask_%s")
        free = Service.objects.exclude(pk__in=[one.service_id for one in asked])
        self.fields["services"].queryset = free  # type: ignore[attr-defined]  # typed as Field


class SynthesisForm(PlainForm):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Conclusion"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez une conclusion.")},
    )
    words = forms.CharField(
        max_length=4000,
        label=gettext_lazy("Synthèse des avis"),
        help_text=gettext_lazy("Pour la personne qui décide\u00a0; le public ne la lit pas."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Écrivez la synthèse.")},
    )
    cost_cents = _euros(gettext_lazy("Coût proposé"))
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, current: Synthesis | None, cost_cents: int | None, data: Any = None) -> None:
        initial: dict[str, Any] = {"cost_cents": cost_cents}
        if current is not None:
            initial = {
                "outcome": current.outcome,
                "words": current.words,
                "cost_cents": current.cost_cents,
                "seen": current.pk,
            }
        super().__init__(data, initial=initial, auto_id="synthesis_%s")


class SectionForm(PlainForm):
    """The fields of one section, from the columns of the file."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, section: Section, fiche: Fiche, version: int, data: Any = None) -> None:
        initial = {name: getattr(fiche, name) for name in section.fields}
        super().__init__(data, initial=initial | {"version": version}, auto_id=f"{section.code}_%s")
        self.section = section
        for name in section.fields:
            self.fields[name] = _field_of(Fiche._meta.get_field(name))

    def shown(self) -> list[forms.BoundField]:
        return [self[name] for name in self.section.fields]

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name) for name in self.section.fields}


def _field_of(column: Any) -> forms.Field:
    """How a column of the file is asked; nothing of it is required."""
    label = column.verbose_name
    if isinstance(column, models.BigIntegerField):
        return _euros(label)
    if isinstance(column, models.BooleanField):
        known = [("", gettext_lazy("Pas encore su")), ("True", gettext_lazy("Oui"))]
        return forms.TypedChoiceField(
            label=label,
            required=False,
            choices=[*known, ("False", gettext_lazy("Non"))],
            coerce=lambda value: value == "True",
            empty_value=None,
        )
    if column.choices:
        known = [("", gettext_lazy("Pas encore su")), *column.choices]
        return forms.ChoiceField(label=label, required=False, choices=known)
    if isinstance(column, models.IntegerField):
        return forms.IntegerField(
            label=label,
            required=False,
            min_value=0,
            max_value=10_000,
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            error_messages={"invalid": gettext_lazy("Donnez un nombre.")},
        )
    if isinstance(column, models.TextField):
        widget = forms.Textarea(attrs={"rows": 2})
        return forms.CharField(label=label, required=False, max_length=4000, widget=widget)
    return forms.CharField(label=label, required=False, max_length=column.max_length)


class SecondReadingForm(PlainForm):
    stance = forms.ChoiceField(
        label=gettext_lazy("Ce qu’en dit le comité"),
        choices=SecondReading.Stance.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez ce qu’en dit le comité.")},
    )
    words = forms.CharField(
        required=False,
        max_length=2000,
        label=gettext_lazy("En quelques mots"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, step: Step, data: Any = None) -> None:
        super().__init__(data, auto_id="second_%s")
        form, sent = form_of(step, Round.Kind.SECOND_READING), data is not None
        self.extra = ExtraQuestions(form, {}, "second", data, is_signing=sent) if form else None

    def is_valid(self) -> bool:
        is_right = super().is_valid()
        return (self.extra is None or self.extra.is_valid()) and is_right

    def given(self) -> dict[str, Any]:
        """What the action takes."""
        return self.cleaned_data | {"extra": self.extra.answers() if self.extra else {}}


class AskReadingForm(PlainForm):
    due_on = DayField(label=gettext_lazy("Réponse attendue pour le"))
    why = forms.CharField(
        required=False,
        max_length=1000,
        label=gettext_lazy("Pourquoi la relire"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, step: Step, data: Any = None) -> None:
        super().__init__(data, initial={"due_on": usual_due_on(step)}, auto_id="reading_%s")


def total_of(proposal: Proposal, fiche: Fiche) -> int | None:
    """The cost to propose: studied already, else the sum of the file's lines."""
    return proposal.cost_cents if proposal.cost_cents is not None else fiche.total_cents
