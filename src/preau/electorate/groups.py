"""The group that may vote: addresses, hashed, and the agents of the authority if the rule says so."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from preau.accounts.models import Known, User
from preau.kernel import clock
from preau.kernel.refusal import demand
from preau.ledger.actions import record
from preau.processes.models import Requirement

from .keys import key_of
from .models import Electorate, Member
from .policies import may_set_electorate


def is_member(requirement: Requirement, person: Known) -> bool:
    """True for an account whose confirmed address is in the group."""
    if not isinstance(person, User):
        return False
    if requirement.rule.get("agents") and person.is_agent:
        return True
    electorate = Electorate.objects.filter(step=requirement.step).first()
    if electorate is None:
        return False
    key = key_of(electorate, "member", person.email)
    return Member.objects.filter(electorate=electorate, key=key).exists()


@transaction.atomic
def set_group(*, electorate: Electorate, emails: Iterable[str], actor: User) -> int:
    """Make ``emails`` the whole list of the group; how many addresses it holds."""
    demand(may_set_electorate(actor, electorate.step, clock.now()))
    tidy = dict.fromkeys(email.strip().lower() for email in emails)
    electorate.members.all().delete()
    Member.objects.bulk_create(
        Member(electorate=electorate, key=key_of(electorate, "member", email)) for email in tidy
    )
    record(
        actor=actor,
        verb="set_group",
        subject=electorate,
        process_id=electorate.step.process_id,
        count=len(tidy),
    )
    return len(tidy)
