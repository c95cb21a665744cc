"""Preparing many answers at once, and publishing those that are ready."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import Person, User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused
from preau.processes.models import Process
from preau.proposals.desk.acts import BulkAct
from preau.proposals.models import Proposal
from preau.reviews.models import Motive, Verdict
from preau.reviews.policies import may_decide
from preau.reviews.queries import review_step

from ..actions import drop_answer, prepare_answer, publish_answer, take_back_publication
from ..models import Prepared


class PrepareForm(forms.Form):
    verdict = forms.ChoiceField(
        label=gettext_lazy("Que répondra la collectivité\u00a0?"),
        choices=[(one.value, one.label) for one in (Verdict.RETAINED, Verdict.REFUSED)],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez une décision.")},
    )
    motive = forms.ModelChoiceField(
        Motive.objects.none(),
        required=False,
        label=gettext_lazy("Motif commun, si les idées ne sont pas retenues"),
        empty_label=gettext_lazy("Aucun motif"),
    )
    words = forms.CharField(
        required=False,
        max_length=2000,
        label=gettext_lazy("Vos mots aux auteurs"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_no = data.get("verdict") == Verdict.REFUSED
        if is_no and not data.get("motive") and not data.get("words"):
            self.add_error("motive", _("Choisissez un motif ou écrivez la raison."))
        return data


def _prepare_form(process: Process, data: Any = None) -> PrepareForm:
    form = PrepareForm(data)
    form.fields["motive"].queryset = process.motives.all()  # type: ignore[attr-defined]  # typed as Field
    return form


def _publish_form(process: Process, data: Any = None) -> forms.Form:
    return forms.Form(data)


def _may(person: Person, process: Process) -> Refusal | None:
    step = review_step(process)
    if step is None:
        return Refusal("no_review", _("Cette démarche n’a pas d’étape d’analyse."))
    return may_decide(person, step, clock.now())


def _prepare(proposal: Proposal, data: dict[str, Any], actor: User) -> bool:
    step = review_step(proposal.process)
    if step is None:
        raise Refused(Refusal("no_review", _("Cette démarche n’a pas d’étape d’analyse.")))
    is_no = data["verdict"] == Verdict.REFUSED
    asked = {
        "verdict": data["verdict"],
        "motive": data["motive"] if is_no else None,
        "words": data["words"].strip(),
    }
    held = Prepared.objects.filter(proposal=proposal).select_related("motive").first()
    if held is not None:
        if {name: getattr(held, name) for name in asked} == asked:
            return False
        raise Refused(
            Refusal(
                "already_prepared",
                _("Une autre réponse est déjà préparée pour cette idée."),
                remedy=_("Corrigez-la depuis sa fiche, ou retirez-la d’abord."),
            )
        )
    prepare_answer(proposal=proposal, step=step, actor=actor, asked=asked)
    return True


def _unprepare(proposal: Proposal, before: dict[str, Any], actor: User) -> None:
    held = Prepared.objects.filter(proposal=proposal).first()
    if held is None:
        raise Refused(
            Refusal("gone", _("La réponse préparée n’est plus là\u00a0: publiée ou retirée."))
        )
    drop_answer(prepared=held, actor=actor)


def _publish(proposal: Proposal, data: dict[str, Any], actor: User) -> bool:
    publish_answer(proposal=proposal, actor=actor)
    return True


def _unpublish(proposal: Proposal, before: dict[str, Any], actor: User) -> None:
    take_back_publication(proposal=proposal, actor=actor, cost_cents=before["cost_cents"])


PUBLISH = BulkAct(
    code="publish",
    label=gettext_lazy("Publier les réponses préparées"),
    order=60,
    form=_publish_form,
    may=_may,
    apply=_publish,
    undo=_unpublish,
)
ACTS = [
    BulkAct(
        code="prepare",
        label=gettext_lazy("Préparer la réponse, sans la publier"),
        order=35,
        form=_prepare_form,
        may=_may,
        apply=_prepare,
        undo=_unprepare,
    ),
    PUBLISH,
]
