"""Who acts in the procedure, and the hours when the commissioner receives."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import Membership, Role, User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record

from .chain import append, instant
from .models import Capacity, Inquiry, Party, Permanence
from .policies import may_conduct, may_organise

#: Role in the back office, of this process alone, that goes with a capacity.
ROLES = {
    Capacity.COMMISSIONER: Role.COMMISSIONER,
    Capacity.PRESIDENT: Role.COMMISSIONER,
    Capacity.MEMBER: Role.COMMISSIONER,
    Capacity.SUBSTITUTE: Role.READER,
    Capacity.PROJECT_OWNER: Role.READER,
    Capacity.TOWN_HALL: Role.CLERK,
}


@transaction.atomic
def add_party(
    *,
    inquiry: Inquiry,
    capacity: Capacity,
    name: str,
    email: str = "",
    user: User | None = None,
    actor: User | None = None,
) -> Party:
    """Write somebody into the procedure; their account, if any, enters the desk for it alone."""
    if actor is not None:
        demand(may_organise(inquiry, actor))
    known = user or (User.objects.filter(email=email.strip().lower()).first() if email else None)
    party = Party.objects.create(
        inquiry=inquiry,
        user=known,
        capacity=capacity,
        name=name,
        email=email or (known.email if known else ""),
        since=clock.now(),
    )
    inquiry.__dict__.pop("_parties", None)
    open_desk(party)
    append(
        inquiry, "party", str(capacity), name=name, by=actor.full_name if actor is not None else ""
    )
    if actor is not None:
        record(
            actor=actor,
            verb="named_party",
            subject=inquiry.step,
            process_id=inquiry.step.process_id,
            name=name,
            capacity=str(Capacity(capacity).label),
        )
    return party


def open_desk(party: Party) -> None:
    """The role that goes with their capacity, for this process alone."""
    role = ROLES.get(Capacity(party.capacity))
    if party.user is not None and role is not None:
        process_id = party.inquiry.step.process_id
        Membership.objects.get_or_create(user=party.user, role=role, process_id=process_id)


def close_desk(party: Party) -> None:
    """Who leaves the procedure leaves the desk."""
    role = ROLES.get(Capacity(party.capacity))
    if party.user is not None and role is not None:
        process_id = party.inquiry.step.process_id
        Membership.objects.filter(user=party.user, role=role, process_id=process_id).delete()


@transaction.atomic
def replace_party(
    *, party: Party, name: str, email: str = "", user: User | None = None, reason: str, actor: User
) -> Party:
    """Another takes the place of ``party`` from now on, in the same capacity; both stay written."""
    inquiry = party.inquiry
    demand(may_organise(inquiry, actor))
    held = Party.objects.select_for_update(of=("self",)).get(pk=party.pk)
    if held.until is not None:
        raise Refused(Refusal("gone", _("Cette personne n’agit plus dans l’enquête.")))
    party.until = clock.now()
    party.save(update_fields=["until"])
    close_desk(party)
    made = add_party(
        inquiry=inquiry, capacity=Capacity(party.capacity), name=name, email=email, user=user
    )
    append(
        inquiry,
        "party_replaced",
        str(party.capacity),
        name=party.name,
        by_name=name,
        reason=reason,
        by=actor.full_name,
    )
    record(
        actor=actor,
        verb="replaced_party",
        subject=inquiry.step,
        process_id=inquiry.step.process_id,
        before=party.name,
        after=name,
        reason=reason,
    )
    return made


@transaction.atomic
def declare_independent(*, party: Party, actor: User) -> None:
    """The commissioner declares that they hold no interest in the project, under their account."""
    if party.user_id != actor.pk or party.independent_at is not None:
        return
    party.independent_at = clock.now()
    party.save(update_fields=["independent_at"])
    append(party.inquiry, "independent", str(party.capacity), name=party.name)


@transaction.atomic
def add_permanence(
    *, inquiry: Inquiry, place: str, starts_at: datetime, ends_at: datetime, actor: User
) -> Permanence:
    """One more permanence; told in the journal, since it changes what the order says."""
    demand(may_organise(inquiry, actor) and may_conduct(inquiry, actor))
    made = Permanence.objects.create(
        inquiry=inquiry, place=place, starts_at=starts_at, ends_at=ends_at
    )
    append(
        inquiry,
        "permanence",
        "added",
        title=place,
        starts_at=instant(starts_at),
        ends_at=instant(ends_at),
        by=actor.full_name,
    )
    return made


@transaction.atomic
def drop_permanence(*, permanence: Permanence, reason: str, actor: User) -> None:
    """A permanence does not take place; the journal says why."""
    inquiry = permanence.inquiry
    demand(may_organise(inquiry, actor) and may_conduct(inquiry, actor))
    append(
        inquiry,
        "permanence",
        "dropped",
        title=permanence.place,
        starts_at=instant(permanence.starts_at),
        reason=reason,
        by=actor.full_name,
    )
    permanence.delete()


@transaction.atomic
def report_permanence(*, permanence: Permanence, visitors: int, account: str, actor: User) -> None:
    """How many came, and what was said in short."""
    demand(may_conduct(permanence.inquiry, actor))
    permanence.visitors, permanence.account = visitors, account
    permanence.save(update_fields=["visitors", "account"])
