"""Answering many ideas at once with one common reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from preau.accounts.models import Person, User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused
from preau.processes.models import Process
from preau.proposals.desk.acts import BulkAct
from preau.proposals.models import Proposal

from ..actions import decide
from ..models import Motive, Verdict
from ..policies import may_decide
from ..queries import current_decision, review_step
from ..taking_back import take_back_decision


class RefuseForm(forms.Form):
    motive = forms.ModelChoiceField(
        Motive.objects.none(),
        label=_("Motif commun"),
        empty_label=_("Choisissez un motif"),
        error_messages={"required": _("Choisissez le motif commun à ces idées.")},
    )
    words = forms.CharField(
        required=False,
        max_length=2000,
        label=_("Vos mots aux auteurs"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RetainForm(forms.Form):
    words = forms.CharField(
        required=False,
        max_length=2000,
        label=_("Vos mots aux auteurs"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _refuse_form(process: Process, data: Any = None) -> RefuseForm:
    form = RefuseForm(data)
    form.fields["motive"].queryset = process.motives.all()  # type: ignore[attr-defined]  # typed as Field
    return form


def _retain_form(process: Process, data: Any = None) -> RetainForm:
    return RetainForm(data)


def _may(person: Person, process: Process) -> Refusal | None:
    step = review_step(process)
    if step is None:
        return Refusal("no_review", _("Cette démarche n’a pas d’étape d’analyse."))
    return may_decide(person, step, clock.now())


def _give(proposal: Proposal, verdict: str, data: dict[str, Any], actor: User) -> bool:
    step = review_step(proposal.process)
    if step is None:
        raise Refused(Refusal("no_review", _("Cette démarche n’a pas d’étape d’analyse.")))
    motive, words = data.get("motive"), data["words"].strip()
    current = current_decision(proposal, step)
    if (
        current is not None
        and current.verdict == verdict
        and current.motive == motive
        and current.words == words
    ):
        return False
    decide(
        proposal=proposal,
        step=step,
        verdict=verdict,
        motive=motive,
        words=words,
        actor=actor,
        seen=current.pk if current else None,
    )
    return True


def _refuse(proposal: Proposal, data: dict[str, Any], actor: User) -> bool:
    return _give(proposal, Verdict.REFUSED, data, actor)


def _retain(proposal: Proposal, data: dict[str, Any], actor: User) -> bool:
    return _give(proposal, Verdict.RETAINED, data, actor)


def take_back(proposal: Proposal, before: dict[str, Any], actor: User) -> None:
    take_back_decision(proposal=proposal, actor=actor, cost_cents=before["cost_cents"])


ACTS = [
    BulkAct("retain", _("Retenir pour le vote"), 40, _retain_form, _may, _retain, undo=take_back),
    BulkAct("refuse", _("Ne pas retenir"), 50, _refuse_form, _may, _refuse, undo=take_back),
]
