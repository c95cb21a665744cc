"""Forms of the back office: how a call is set, what is asked again, what follows a decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.kernel import clock
from preau.questions.answers import Faulty
from preau.questions.files import check_upload
from preau.ui.forms import DayField, EurosField, PlainForm

from ..models import Application, Call


class SettingsForm(PlainForm):
    """The money of a call, and what every application holds."""

    envelope_cents = EurosField(label=gettext_lazy("Enveloppe"), required=False)
    ceiling_cents = EurosField(label=gettext_lazy("Montant demandé au plus"), required=False)
    rate = forms.IntegerField(
        label=gettext_lazy("Part des dépenses que l’aide couvre au plus"),
        min_value=1,
        max_value=100,
        error_messages={"invalid": gettext_lazy("Écrivez un nombre entier de 1 à 100.")},
    )
    asks_budget = forms.BooleanField(label=gettext_lazy("Demander un budget"), required=False)
    asks_identifier = forms.BooleanField(
        label=gettext_lazy("Le SIRET ou le RNA est obligatoire"), required=False
    )

    def __init__(self, call: Call, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        choices = [
            (one.id, one.title) for one in call.form.document.questions if not one.is_section
        ]
        self.fields["identifying"] = forms.MultipleChoiceField(
            label=_("Réponses qui disent qui dépose"),
            help_text=_("Elles sont cachées d’une lecture anonyme."),
            choices=choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        most, envelope = data.get("ceiling_cents"), data.get("envelope_cents")
        if most == 0:
            self.add_error("ceiling_cents", _("Écrivez un montant, ou rien."))
        if most and envelope is not None and most > envelope:
            self.add_error("ceiling_cents", _("Un seul dossier dépasserait l’enveloppe."))
        return data


class ConditionForm(PlainForm):
    question = forms.CharField(label=gettext_lazy("Question"), max_length=200)
    expects = forms.ChoiceField(
        label=gettext_lazy("Pour être aidé, il faut répondre"),
        choices=[("1", gettext_lazy("Oui")), ("", gettext_lazy("Non"))],
        required=False,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Sinon, pourquoi c’est exclu"),
        help_text=gettext_lazy("La personne lit cette phrase."),
        max_length=300,
    )
    remedy = forms.CharField(
        label=gettext_lazy("Ce qui reste possible"),
        help_text=gettext_lazy("Une autre aide, un autre appel, à qui s’adresser."),
        max_length=300,
        required=False,
    )


class PieceKindForm(PlainForm):
    title = forms.CharField(label=gettext_lazy("Document"), max_length=120)
    help = forms.CharField(label=gettext_lazy("Aide"), max_length=300, required=False)
    is_required = forms.BooleanField(label=gettext_lazy("Obligatoire"), required=False)
    expires = forms.BooleanField(
        label=gettext_lazy("A une date de fin de validité, à dépasser le jour de la clôture"),
        required=False,
    )
    is_anonymous = forms.BooleanField(
        label=gettext_lazy("Ne dit pas qui dépose\u00a0: visible d’une lecture anonyme"),
        required=False,
    )


class AskPieceForm(PlainForm):
    """A document that is missing, why, until when."""

    kind = forms.ChoiceField(label=gettext_lazy("Document"))
    words = forms.CharField(
        label=gettext_lazy("Ce qui manque"), max_length=1000, widget=forms.Textarea
    )
    due_on = DayField(label=gettext_lazy("À donner avant la fin du"))

    def __init__(self, kinds: list[Any], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), one.title) for one in kinds
        ]

    def clean_due_on(self) -> Any:
        found = self.cleaned_data["due_on"]
        if found < timezone.localdate(clock.now()):
            raise forms.ValidationError(_("Ce jour est passé. Donnez une date à venir."))
        return found


class VerdictForm(PlainForm):
    verdict = forms.ChoiceField(
        label=gettext_lazy("Le dossier est"),
        choices=[
            choice
            for choice in Application.Completeness.choices
            if choice[0] in ("complete", "rejected")
        ],
        widget=forms.RadioSelect,
    )


def _checked(upload: Any) -> Any:
    if upload:
        try:
            check_upload(upload)
        except Faulty as fault:
            raise forms.ValidationError(fault.message) from fault
    return upload or None


class AgreementForm(PlainForm):
    amount_cents = EurosField(
        label=gettext_lazy("Montant accordé"),
        error_messages={"required": gettext_lazy("Écrivez le montant.")},
    )
    reference = forms.CharField(
        label=gettext_lazy("Référence de l’acte"), max_length=160, required=False
    )
    signed_on = DayField(label=gettext_lazy("Signée le"), required=False)
    file = forms.FileField(label=gettext_lazy("Convention signée"), required=False)

    def clean_file(self) -> Any:
        return _checked(self.cleaned_data["file"])


class InstalmentForm(PlainForm):
    amount_cents = EurosField(
        label=gettext_lazy("Montant"),
        error_messages={"required": gettext_lazy("Écrivez le montant.")},
    )
    condition = forms.CharField(
        label=gettext_lazy("Condition"),
        help_text=gettext_lazy("Par exemple\u00a0: à la signature, à la remise du bilan."),
        max_length=200,
    )
    planned_on = DayField(label=gettext_lazy("Prévu le"), required=False)
    paid_on = DayField(label=gettext_lazy("Payé le"), required=False)

    def clean_amount_cents(self) -> int:
        found: int = self.cleaned_data["amount_cents"]
        if found == 0:
            raise forms.ValidationError(_("Écrivez un montant plus grand que zéro."))
        return found


class AskReportForm(PlainForm):
    title = forms.CharField(label=gettext_lazy("Bilan attendu"), max_length=120)
    due_on = DayField(label=gettext_lazy("À rendre avant la fin du"))


class DeliveredForm(PlainForm):
    on = DayField(label=gettext_lazy("Projet réalisé le"))
    sentence = forms.CharField(
        label=gettext_lazy("En une phrase"),
        help_text=gettext_lazy("Elle paraît sur la page du projet."),
        max_length=300,
    )
