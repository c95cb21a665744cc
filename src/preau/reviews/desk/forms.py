"""The decision form: the règlement's questions, the corrections, the verdict, the words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.processes.models import Step
from preau.proposals.models import Proposal
from preau.ui.forms import EurosField

from ..handover import Handover
from ..models import Assessment, Criterion, Decision, Motive, Verdict

_COST_HINT = gettext_lazy("Études et travaux compris, en euros. Il figurera sur le bulletin.")


class CriteriaForm(forms.Form):
    """One question of the règlement per line: oui, non, à préciser, or nothing yet."""

    def __init__(self, proposal: Proposal, step: Step, data: Any = None) -> None:
        super().__init__(data)
        self.criteria = list(step.criteria.select_related("motive"))
        held = {one.criterion_id: one for one in proposal.assessments.filter(criterion__step=step)}
        self.held = held
        self.fields["criteria_seen"] = forms.CharField(
            required=False,
            widget=forms.HiddenInput,
            initial=" ".join(f"{pk}:{one.answer}" for pk, one in sorted(held.items())),
        )
        for criterion in self.criteria:
            one = held.get(criterion.pk)
            self.fields[f"criterion_{criterion.pk}"] = forms.ChoiceField(
                label=criterion.question,
                required=False,
                choices=Assessment.Answer.choices,
                widget=forms.RadioSelect,
                initial=one.answer if one else "",
            )

    def lines(self) -> list[tuple[Criterion, forms.BoundField, Assessment | None]]:
        """What the template shows: the criterion, its field, who answered and when."""
        return [(one, self[f"criterion_{one.pk}"], self.held.get(one.pk)) for one in self.criteria]

    def answers(self) -> dict[Criterion, str]:
        return {one: self.cleaned_data.get(f"criterion_{one.pk}", "") for one in self.criteria}

    def seen(self) -> dict[Criterion, str]:
        """What stood on the page when it was opened."""
        pairs = (part.split(":", 1) for part in self.cleaned_data["criteria_seen"].split())
        known = {pair[0]: pair[1] for pair in pairs if len(pair) == 2}
        return {one: known.get(str(one.pk), "") for one in self.criteria}

    def look_again(self) -> None:
        """After a conflict: what is kept now is what stands under the eyes."""
        data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        data["criteria_seen"] = self.fields["criteria_seen"].initial
        self.data = data

    def suggested(self) -> Motive | None:
        """The motive of the first question answered « non »."""
        return next(
            (
                one.criterion.motive
                for one in self.held.values()
                if one.answer == Assessment.Answer.NO and one.criterion.motive
            ),
            None,
        )


class DecisionForm(forms.Form):
    """The verdict and its public words."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Que répond la collectivité\u00a0?"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez une décision.")},
    )
    cost = EurosField(
        label=gettext_lazy("Coût étudié"),
        required=False,
        help_text=_COST_HINT,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    motive = forms.ModelChoiceField(
        Motive.objects.none(),
        required=False,
        label=gettext_lazy("Motif, si l’idée n’est pas retenue"),
        empty_label=gettext_lazy("Aucun motif"),
    )
    target = forms.IntegerField(
        required=False,
        min_value=1,
        label=gettext_lazy("Regrouper avec le n°"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": gettext_lazy("Donnez le numéro d’une idée.")},
    )
    handed_to = forms.CharField(
        required=False,
        max_length=120,
        label=gettext_lazy("Transmettre à"),
        help_text=gettext_lazy("Par exemple\u00a0: le Département de l’Isère."),
    )
    handed_contact = forms.CharField(
        required=False,
        max_length=160,
        label=gettext_lazy("Contact dans cette collectivité"),
        help_text=gettext_lazy(
            "Tout le monde le lit. Si c’est une adresse de courriel, l’idée y est envoyée."
        ),
    )
    words = forms.CharField(
        required=False,
        max_length=2000,
        label=gettext_lazy("Vos mots à l’auteur"),
        help_text=gettext_lazy("Tout le monde les lit. Des phrases courtes, au présent."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    signed_by = forms.CharField(max_length=120, label=gettext_lazy("Signature publique"))
    #: The decision under the eyes of the agent, so that none is overwritten unseen.
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        proposal: Proposal,
        step: Step,
        current: Decision | None,
        signature: str,
        data: Any = None,
    ) -> None:
        self.proposal = proposal
        super().__init__(data, initial=_initial(proposal, current, signature))
        self.fields["motive"].queryset = step.process.motives.all()  # type: ignore[attr-defined]  # typed as Field
        if current is None:
            choices = [one for one in Verdict.choices if one[0] != Verdict.REOPENED]
            self.fields["verdict"].choices = choices  # type: ignore[attr-defined]  # typed as Field
        elif current.verdict != Verdict.REOPENED:
            self.fields["words"].help_text = _(
                "Dites aussi pourquoi la décision change\u00a0: elle est datée et s’ajoute à la première."
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["merged_into"] = None
        if data.get("verdict") == Verdict.MERGED:
            number = data.get("target") or 0
            target = Proposal.objects.of(self.proposal.process).filter(number=number).first()
            if target is None:
                self.add_error("target", _("Donnez le numéro d’une idée de cette démarche."))
            data["merged_into"] = target
        return data

    def asked(self) -> dict[str, Any]:
        """What the decision actions take."""
        data = self.cleaned_data
        return {
            "verdict": data["verdict"],
            "motive": data["motive"],
            "words": data["words"],
            "cost_cents": data["cost"],
            "merged_into": data["merged_into"],
            "handover": Handover(data["handed_to"], data["handed_contact"]),
            "signed_by": data["signed_by"],
        }


def _initial(proposal: Proposal, current: Decision | None, signature: str) -> dict[str, Any]:
    return {
        "cost": proposal.cost_cents,
        "signed_by": signature,
        "seen": current.pk if current else None,
        "motive": current.motive_id if current else None,
        "target": current.merged_into.number if current and current.merged_into else None,
        "handed_to": current.handed_to if current else "",
        "handed_contact": current.handed_contact if current else "",
    }
