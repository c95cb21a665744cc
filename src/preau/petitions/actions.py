"""Writing a petition: its settings, a signature, its withdrawal, the answer of the council."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from psycopg.errors import UniqueViolation

from preau.accounts.models import User
from preau.accounts.policies import may_run_process
from preau.kernel import clock
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record
from preau.messaging.actions import send_email
from preau.processes.models import Step
from preau.tenancy.addresses import absolute_url

from .models import Petition, Signature
from .policies import may_set, may_sign, may_withdraw
from .quarters import quarter_of
from .queries import signature_of, signer_of

#: What is written before the first signature, and what the council answers.
SETTINGS = ("kind", "asks", "demand", "holder", "registered", "part", "asked", "charter")
ANSWER = (
    "acknowledged_on",
    "recognised",
    "recognised_on",
    "told_council_on",
    "decision",
    "decision_words",
    "decision_act",
    "decision_on",
)


@transaction.atomic
def create_petition(*, step: Step, settings: Mapping[str, Any], actor: User | None) -> Petition:
    """Give a step its petition. ``actor`` None is the house, laying a process again."""
    if actor is not None:
        demand(may_run_process(actor, step.process_id))
    return Petition.objects.create(step=step, **settings)


@transaction.atomic
def set_petition(*, petition: Petition, settings: Mapping[str, Any], actor: User) -> Petition:
    """Write the demand and its threshold; raises ``Refused`` once somebody has signed."""
    held = Petition.objects.select_for_update().get(pk=petition.pk)
    held.step = petition.step
    demand(may_set(actor, held, clock.now()))
    for name in SETTINGS:
        setattr(held, name, settings[name])
    held.save(update_fields=SETTINGS)
    record(
        actor=actor,
        verb="set_petition",
        subject=held,
        process_id=held.step.process_id,
        threshold=held.threshold,
    )
    return held


@dataclass(frozen=True)
class Signed:
    """What a person writes as they sign."""

    first_name: str
    last_name: str
    address: str
    is_shown: bool = False


def sign(*, petition: Petition, person: User, signed: Signed) -> Signature | Refusal:
    """Sign for ``person``, who declares to be an elector; the database refuses a second one."""
    at = clock.now()
    signer = signer_of(signed.first_name, signed.last_name, person.birth_date)
    refusal = may_sign(petition, person, at, signer=signer)
    if refusal is not None:
        return refusal
    try:
        with transaction.atomic():
            return _sign(petition, person, signed, signer)
    except IntegrityError as error:
        refusal = may_sign(petition, person, at, signer=signer)  # another window was faster
        if refusal is None or not isinstance(error.__cause__, UniqueViolation):
            raise
        return refusal


def _sign(petition: Petition, person: User, signed: Signed, signer: str) -> Signature:
    at = clock.now()
    signature = Signature.objects.create(
        petition=petition,
        user=person,
        signer=signer,
        quarter=quarter_of(at) if petition.is_local else "",
        first_name=signed.first_name,
        last_name=signed.last_name,
        birth_date=person.birth_date,
        address=signed.address,
        shown_name=f"{signed.first_name} {signed.last_name[:1]}." if signed.is_shown else "",
        at=at,
    )
    record(
        actor=person, verb="signed_petition", subject=petition, process_id=petition.step.process_id
    )
    title = petition.step.process.title
    send_email(
        to=person.email,
        recipient=person,
        kind="petition",
        subject=_("Vous avez signé\u00a0: %(title)s") % {"title": title},
        template="petitions/mail/signed",
        context={"title": title, "url": absolute_url(petition.url("petition"))},
    )
    return signature


@transaction.atomic
def withdraw(*, petition: Petition, person: User) -> Petition | Refusal:
    """Take the signature back: nothing of it is kept, and the quarter is free again."""
    refusal = may_withdraw(petition, person, clock.now())
    if refusal is not None:
        return refusal
    signature = signature_of(petition, person)
    assert signature is not None  # the policy has just found it
    signature.delete()
    record(
        actor=person,
        verb="withdrew_signature",
        subject=petition,
        process_id=petition.step.process_id,
    )
    return petition


@transaction.atomic
def answer_petition(*, petition: Petition, answer: Mapping[str, Any], actor: User) -> Petition:
    """Say what the authority and its council did; each step may be told as it comes."""
    demand(may_run_process(actor, petition.step.process_id))
    for name in ANSWER:
        setattr(petition, name, answer[name])
    petition.save(update_fields=ANSWER)
    record(
        actor=actor,
        verb="answered_petition",
        subject=petition,
        process_id=petition.step.process_id,
        decision=petition.decision,
    )
    return petition


@transaction.atomic
def forget_signatures(*, person: User) -> None:
    """Signatures that still run go; those of a closed petition keep no name."""
    at = clock.now()
    for one in Signature.objects.filter(user=person).select_related("petition__step"):
        if one.petition.step.state_at(at) == "open":
            one.delete()
            continue
        one.user = one.birth_date = None
        one.first_name = one.last_name = one.address = one.shown_name = ""
        one.save()
