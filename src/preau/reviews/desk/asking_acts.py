"""Asking about many ideas at once: the services for an opinion, the authors for precisions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import Person, Service, User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused
from preau.processes.models import Process, Step
from preau.proposals.desk.acts import BulkAct
from preau.proposals.desk.policies import may_change_in_bulk
from preau.proposals.desk.state import MoreState, put_back
from preau.proposals.models import Proposal
from preau.services.queries import Router
from preau.ui.forms import DayField

from ..mails import mail_requests
from ..models import Opinion
from ..opinions import ask_opinions, usual_due_on, withdraw_opinion
from ..policies import may_pilot, refusal_by_calendar
from ..precisions import ask_author, drop_precision, open_precision
from ..queries import review_step

_NO_REVIEW = Refusal("no_review", gettext_lazy("Cette démarche n’a pas d’étape d’analyse."))
#: Opinions asked longer ago by the same person come from another act.
_RECENT = timedelta(days=1)


def _step(process: Process) -> Step:
    step = review_step(process)
    if step is None:
        raise Refused(_NO_REVIEW)
    return step


class AskForm(forms.Form):
    """To whom, until when, what."""

    services = forms.ModelMultipleChoiceField(
        Service.objects.all(),
        required=False,
        label=gettext_lazy("Services"),
        widget=forms.CheckboxSelectMultiple,
    )
    by_rules = forms.BooleanField(
        required=False,
        label=gettext_lazy("Aussi ceux que les règles de répartition choisissent pour chaque idée"),
    )
    due_on = DayField(label=gettext_lazy("Avis attendu pour le"))
    question = forms.CharField(
        required=False,
        max_length=1000,
        label=gettext_lazy("Question à ces services"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("services") and not data.get("by_rules"):
            self.add_error("services", _("Cochez au moins un service."))
        return data


def _ask_form(process: Process, data: Any = None) -> AskForm:
    step = review_step(process)
    return AskForm(data, initial={"due_on": usual_due_on(step)} if step else {})


def _may_ask(person: Person, process: Process) -> Refusal | None:
    step = review_step(process)
    return _NO_REVIEW if step is None else may_pilot(person, step, clock.now())


def _asked_of(proposal: Proposal, data: dict[str, Any]) -> list[Service]:
    """The services ticked, then those that the rules choose for this idea."""
    found = {one.pk: one for one in data["services"]}
    if data["by_rules"]:
        router = data.setdefault("_router", Router.load())
        route = router.route(proposal)
        for one in [route.service, *route.consulted] if route else []:
            found.setdefault(one.pk, one)
    return list(found.values())


def _ask(proposal: Proposal, data: dict[str, Any], actor: User) -> bool:
    services = _asked_of(proposal, data)
    if not services:
        raise Refused(
            Refusal(
                "no_rule",
                _("Aucune règle ne dit à quel service va cette idée."),
                remedy=_("Demandez les avis depuis sa fiche, ou ajoutez une règle."),
            )
        )
    asked = ask_opinions(
        proposal=proposal,
        step=_step(proposal.process),
        services=services,
        actor=actor,
        due_on=data["due_on"],
        question=data["question"],
        tell=False,
    )
    return bool(asked)


def _tell(proposals: Sequence[Proposal], data: dict[str, Any], actor: User) -> None:
    """One mail for each agent, whatever the number of ideas."""
    if data.get("is_rehearsal"):
        mail_requests(list(_foreseen(proposals, data)))
        return
    asked = Opinion.objects.awaited().filter(
        proposal__in=[one.pk for one in proposals],
        asked_by=actor,
        asked_at__gte=clock.now() - _RECENT,
    )
    mail_requests(list(asked.select_related("service", "proposal", "step__process")))


def _foreseen(proposals: Sequence[Proposal], data: dict[str, Any]) -> Iterator[Opinion]:
    """What would be asked, to count the messages; nothing of it is kept."""
    standing = Opinion.objects.standing().filter(proposal__in=[one.pk for one in proposals])
    known = set(standing.values_list("proposal", "service"))
    for one in proposals:
        for service in _asked_of(one, data):
            if (one.pk, service.pk) not in known:
                yield Opinion(
                    pk=0,
                    proposal=one,
                    step=_step(one.process),
                    service=service,
                    question=data["question"],
                    due_on=data["due_on"],
                )


def _withdraw(proposal: Proposal, before: dict[str, Any], actor: User) -> None:
    known = {pk for pk, *_rest in before.get("opinions", [])}
    why = _("Changement annulé.")
    for one in Opinion.objects.awaited().filter(proposal=proposal).exclude(pk__in=known):
        withdraw_opinion(opinion=one, why=why, actor=actor)
    put_back(proposal, before, actor, why=why)


class PrecisionForm(forms.Form):
    """One question to each author."""

    question = forms.CharField(
        max_length=2000,
        label=gettext_lazy("Votre question aux auteurs"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Écrivez votre question.")},
    )
    due_on = DayField(label=gettext_lazy("Réponse attendue pour le"))

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        if day <= timezone.localdate(clock.now()):
            raise forms.ValidationError(_("Laissez au moins un jour pour répondre."))
        return day


def _precision_form(process: Process, data: Any = None) -> PrecisionForm:
    day = timezone.localdate(clock.now()) + timedelta(days=10)
    return PrecisionForm(data, initial={"due_on": day})


def _may_question(person: Person, process: Process) -> Refusal | None:
    step = review_step(process)
    if step is None:
        return _NO_REVIEW
    return may_change_in_bulk(person, process) or refusal_by_calendar(step, clock.now())


def _question(proposal: Proposal, data: dict[str, Any], actor: User) -> bool:
    held = open_precision(proposal)
    if held is not None and held.question == data["question"].strip():
        return False
    ask_author(
        proposal=proposal,
        step=_step(proposal.process),
        question=data["question"],
        due_on=data["due_on"],
        actor=actor,
    )
    return True


def _forget_question(proposal: Proposal, before: dict[str, Any], actor: User) -> None:
    held = open_precision(proposal)
    if held is None:
        raise Refused(Refusal("closed", _("Cette question n’attend plus de réponse.")))
    drop_precision(asked=held, why=_("Changement annulé."), actor=actor)


def _kept(proposal: Proposal) -> list[list[Any]]:
    standing = Opinion.objects.standing().filter(proposal=proposal).order_by("pk")
    rows = standing.values_list("pk", "version", "signed_at")
    return [[pk, version, signed is not None] for pk, version, signed in rows]


def _said(proposal: Proposal) -> str:
    standing = Opinion.objects.standing().filter(proposal=proposal)
    names = standing.order_by("service__sort_key").values_list("service__name", flat=True)
    return ", ".join(names)


OPINIONS_STATE = MoreState(gettext_lazy("Avis demandés"), _kept, _said)
ACTS = [
    BulkAct(
        "ask_opinions",
        gettext_lazy("Demander des avis"),
        13,
        _ask_form,
        _may_ask,
        _ask,
        finish=_tell,
        undo=_withdraw,
    ),
    BulkAct(
        "ask_authors",
        gettext_lazy("Demander des précisions"),
        14,
        _precision_form,
        _may_question,
        _question,
        undo=_forget_question,
    ),
]
