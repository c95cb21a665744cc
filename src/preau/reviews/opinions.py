"""Asking services for their opinion, and what they do with the request; each act with its trace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from preau.accounts.models import Service, User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record
from preau.processes.models import Step
from preau.proposals.actions import set_status
from preau.proposals.models import Proposal, Status

from .extra import asked_form, missing_in
from .mails import mail_requests
from .models import Opinion, Round
from .policies import may_answer, may_hand_over, may_pilot, may_reopen, refusal_to_answer

DEFAULT_DAYS = 15


def usual_due_on(step: Step) -> date:
    """When an opinion asked today is due: after the days of the round, within its end."""
    today = timezone.localdate(clock.now())
    study = step.rounds.filter(kind=Round.Kind.STUDY).first()
    due = today + timedelta(days=study.days if study else DEFAULT_DAYS)
    ends = [study.due_on] if study and study.due_on else []
    if step.closes_at is not None:
        ends.append(timezone.localdate(step.closes_at))
    return max(today, min([due, *ends]))


@transaction.atomic
def ask_opinions(
    *,
    proposal: Proposal,
    step: Step,
    services: Sequence[Service],
    actor: User,
    due_on: date | None = None,
    question: str = "",
    is_joint: bool = False,
    tell: bool = True,
) -> list[Opinion]:
    """Ask several services at once, each with the same day; those asked already are left alone.

    ``is_joint``: the first one writes, the others sign with it. Raises ``Refused``.
    """
    at = clock.now()
    demand(may_pilot(actor, step, at))
    due_on = due_on or usual_due_on(step)
    if due_on < timezone.localdate(at):
        raise Refused(
            Refusal("past", _("La date attendue est passée."), remedy=_("Donnez-en une autre."))
        )
    standing = Opinion.objects.standing().filter(proposal=proposal, step=step)
    known = set(standing.values_list("service_id", flat=True))
    asked: list[Opinion] = []
    for service in services:
        if service.pk in known:
            continue
        asked.append(
            Opinion.objects.create(
                proposal=proposal,
                step=step,
                service=service,
                joint_of=asked[0] if is_joint and asked else None,
                question=question.strip(),
                asked_by=actor,
                asked_by_name=actor.full_name,
                asked_at=at,
                due_on=due_on,
            )
        )
    if not asked:
        return []
    record(
        actor=actor,
        verb="asked_opinions",
        subject=proposal,
        process_id=proposal.process_id,
        services=", ".join(one.service.name for one in asked),
        due_on=due_on.isoformat(),
    )
    _start_review(proposal, step, actor, asked)
    if tell:
        mail_requests(asked)
    return asked


def _start_review(proposal: Proposal, step: Step, actor: User, asked: list[Opinion]) -> None:
    """The public reads that the services study the idea."""
    if proposal.status in (Status.SUBMITTED, Status.CHECKING):
        names = ", ".join(one.service.name for one in asked)
        set_status(
            proposal=proposal,
            status=Status.REVIEW,
            actor=actor,
            step=step,
            sentence=_("Services qui étudient l’idée\u00a0: %(names)s.") % {"names": names},
        )


def _locked(opinion: Opinion) -> Opinion:
    found = Opinion.objects.select_for_update(of=("self",)).select_related(
        "proposal", "service", "step", "joint_of"
    )
    return found.get(pk=opinion.pk)


@transaction.atomic
def save_opinion(
    *,
    opinion: Opinion,
    answers: Mapping[str, Any],
    seen: int,
    actor: User | None,
    name: str = "",
    sign: bool = False,
) -> Opinion:
    """Keep what a service writes, and sign it when asked to.

    ``seen`` is the version under the eyes of who writes: what somebody else wrote since is never
    overwritten (``Refused`` with ``changed_meanwhile``). ``actor`` None is whoever holds the link
    sent to the address of the service, and gives a ``name``.
    """
    held, at = _locked(opinion), clock.now()
    demand(may_answer(actor, held, at) if actor else refusal_to_answer(held, at))
    who = actor.full_name if actor else name.strip()
    if held.version != seen and (held.edited_by_name, held.edited_by_id) != (
        who,
        actor.pk if actor else None,
    ):
        raise Refused(
            Refusal(
                "changed_meanwhile",
                _("%(name)s a écrit dans cet avis entre-temps.") % {"name": held.edited_by_name},
            )
        )
    written = {} if held.joint_of_id else answers
    changed = {
        key: value
        for key, value in written.items()
        if key in Opinion.ANSWERS and getattr(held, key) != value
    }
    for key, value in changed.items():
        setattr(held, key, value)
    if changed or sign:
        held.form = asked_form(held)
    if changed:
        held.version += 1
        held.edited_by, held.edited_by_name, held.edited_at = actor, who, at
    if sign:
        demand(_refusal_to_sign(held, who))
        held.signed_by, held.signed_by_name, held.signed_at = actor, who, at
    if changed or sign:
        held.save()
    if sign:
        _record(held, "signed_opinion", actor, stance=held.answer.stance, by=who)
    return held


def _refusal_to_sign(held: Opinion, who: str) -> Refusal | None:
    if not who:
        return Refusal("no_name", _("Écrivez votre nom\u00a0: un avis est signé."))
    if held.joint_of is not None and held.joint_of.signed_at is None:
        return Refusal(
            "joint_awaited",
            _("L’avis commun n’est pas encore signé par %(service)s.")
            % {"service": held.joint_of.service},
        )
    if held.joint_of is None and not held.stance:
        return Refusal("no_stance", _("Choisissez un avis."))
    low, high = held.cost_low_cents, held.cost_high_cents
    if low is not None and high is not None and high < low:
        return Refusal("costs", _("Le coût haut est plus petit que le coût bas."))
    missing = missing_in(asked_form(held), held.extra) if held.joint_of is None else ""
    if missing:
        return Refusal("missing", _("Il manque une réponse\u00a0: %(title)s") % {"title": missing})
    needs_words = held.stance in ("reserved", "unfavourable") and not held.words.strip()
    if held.joint_of is None and needs_words:
        return Refusal("no_words", _("Dites pourquoi, en une phrase."))
    return None


@transaction.atomic
def reopen_opinion(*, opinion: Opinion, why: str, actor: User) -> Opinion:
    """Take up a signed opinion again; what was signed stays in the record. Raises ``Refused``."""
    held = _locked(opinion)
    demand(may_reopen(actor, held, clock.now()))
    demand(_refusal_without(why))
    signed = f"{held.answer.get_stance_display()}. {held.answer.words}".strip()
    _record(held, "reopened_opinion", actor, why=why, signed=signed, by=held.signed_by_name)
    held.signed_at, held.signed_by, held.signed_by_name = None, None, ""
    held.save(update_fields=["signed_at", "signed_by", "signed_by_name"])
    # Those who signed with it sign again what it will say.
    held.joined_by.update(signed_at=None, signed_by=None, signed_by_name="")
    return held


@transaction.atomic
def transfer_opinion(*, opinion: Opinion, service: Service, why: str, actor: User) -> Opinion:
    """Hand a request over to another service, with the reason; its day stays. Raises ``Refused``."""
    held, at = _locked(opinion), clock.now()
    demand(may_hand_over(actor, held, at))
    demand(_refusal_without(why))
    others = Opinion.objects.standing().filter(proposal=held.proposal, step=held.step)
    if others.filter(service=service).exists():
        raise Refused(Refusal("asked_already", _("Ce service est déjà interrogé sur cette idée.")))
    held.closed_at, held.closed_why = at, why.strip()
    held.save(update_fields=["closed_at", "closed_why"])
    today = timezone.localdate(at)
    heir = Opinion.objects.create(
        proposal=held.proposal,
        step=held.step,
        service=service,
        question=held.question,
        asked_by=actor,
        asked_by_name=actor.full_name,
        asked_at=at,
        due_on=max(held.due_on, today + timedelta(days=3)),
    )
    held.transferred_to = heir
    held.save(update_fields=["transferred_to"])
    held.joined_by.update(joint_of=heir)
    _record(held, "transferred_opinion", actor, why=why, to=service.name)
    mail_requests([heir])
    return heir


@transaction.atomic
def withdraw_opinion(*, opinion: Opinion, why: str, actor: User) -> Opinion:
    """Wait no more for a service. Raises ``Refused``."""
    held = _locked(opinion)
    demand(may_pilot(actor, held.step, clock.now()))
    if not held.is_awaited:
        raise Refused(Refusal("not_awaited", _("Cet avis est déjà donné ou clos.")))
    demand(_refusal_without(why))
    held.closed_at, held.closed_why = clock.now(), why.strip()
    held.save(update_fields=["closed_at", "closed_why"])
    held.joined_by.update(joint_of=None)
    _record(held, "withdrew_opinion", actor, why=why)
    return held


@transaction.atomic
def postpone_opinion(*, opinion: Opinion, due_on: date, why: str, actor: User) -> Opinion:
    """Give a service more time, with the reason. Raises ``Refused``."""
    held, at = _locked(opinion), clock.now()
    demand(may_pilot(actor, held.step, at))
    demand(_refusal_without(why))
    if not held.is_awaited or due_on < timezone.localdate(at):
        raise Refused(Refusal("past", _("La date attendue est passée, ou l’avis est donné.")))
    before, held.due_on, held.escalated_on = held.due_on, due_on, None
    held.save(update_fields=["due_on", "escalated_on"])
    _record(
        held,
        "postponed_opinion",
        actor,
        why=why,
        before=before.isoformat(),
        due_on=due_on.isoformat(),
    )
    return held


def _refusal_without(why: str) -> Refusal | None:
    return None if why.strip() else Refusal("no_reason", _("Dites pourquoi."))


def _record(held: Opinion, verb: str, actor: User | None, **data: Any) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=held.proposal,
        process_id=held.proposal.process_id,
        service=held.service.name,
        **data,
    )
