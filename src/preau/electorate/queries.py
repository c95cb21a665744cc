"""Which elector somebody is in a step, and what they have proved there."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from preau.accounts.models import Guest, Known, Person, User
from preau.processes.models import Requirement, Step
from preau.processes.requirements import kind_of, requirements_of

from .models import Electorate, Proof

#: Proofs whose key is that of a person: one channel knows what another has seen.
PERSON_KINDS = ("roll", "declaration", "franceconnect")
#: The requirement that any one of them answers: ``{"kinds": ["roll", "franceconnect"]}``.
ONE_OF = "one_of"


@dataclass(frozen=True)
class Elector:
    """One voice of a step: a random id, and where it votes if that is known."""

    id: uuid.UUID
    zone_id: int | None = None


def elector_of(step: Step, person: Person) -> Elector | None:
    """The elector that ``person`` is in ``step``; None for somebody of whom nothing is known.

    An account is its own elector, unless what it proved had already served, without an account:
    then it is that one. One statement, and none where nothing asked leaves a proof.
    """
    if not isinstance(person, User | Guest):
        return None
    if not any(kind_of(one).leaves_proof for one in requirements_of(step)):
        return Elector(person.public_id, person.zone_id)
    found = list(proofs_of(step, person))
    zone_id = next((one.zone_id for one in found if one.zone_id is not None), person.zone_id)
    return Elector(found[0].elector if found else person.public_id, zone_id)


def proofs_of(step: Step, person: Known) -> QuerySet[Proof]:
    """What ``person`` has proved in ``step``."""
    mine = Proof.objects.filter(step=step).order_by("pk")
    if isinstance(person, User):
        return mine.filter(account=person)
    return mine.filter(elector=person.public_id)


def ways_of(requirement: Requirement) -> list[str]:
    """The kinds of proof that answer ``requirement``: its own, or those among which one chooses."""
    return (
        list(requirement.rule.get("kinds", []))
        if requirement.kind == ONE_OF
        else [requirement.kind]
    )


def kinds_asked(step: Step) -> set[str]:
    """Every kind of proof that may be given in ``step``."""
    return {kind for one in requirements_of(step) for kind in ways_of(one)}


def has_proved(step: Step, person: Known, kind: str) -> bool:
    """True when ``person`` has a proof of that kind in ``step``."""
    return proofs_of(step, person).filter(kind=kind).exists()


def electors_of(person: User) -> dict[int, uuid.UUID]:
    """The elector ids of an account that differ from its own, by step id: one statement."""
    proofs = Proof.objects.filter(account=person).exclude(elector=person.public_id)
    return dict(proofs.values_list("step_id", "elector"))


def electorate_of(step: Step) -> Electorate:
    """The electorate of a step, made when it is first needed."""
    return Electorate.objects.get_or_create(step=step)[0]
