"""A vote without an account, kept in an account afterwards: the voice stays the same one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from preau.accounts.models import Guest, User
from preau.electorate.models import Proof
from preau.electorate.proving import attach

from ..keys import voter_key
from ..models import Contest, Election, RollEntry


@dataclass(frozen=True)
class GuestVote:
    """Where a guest has voted, and whether an account may take that voice over."""

    election: Election
    contests: list[Contest]
    is_free: bool


def guest_votes(*, guest: Guest, account: User) -> list[GuestVote]:
    """The votes of ``guest`` that are nobody's yet, whatever the state of their box.

    An account that has its own line on the same roll cannot take a second one.
    """
    steps = Proof.objects.filter(elector=guest.public_id, account=None).values("step")
    found = []
    for election in Election.objects.filter(step__in=steps).select_related("step__process"):
        lines = RollEntry.objects.filter(election=election).select_related("contest")
        theirs = lines.filter(voter_key=voter_key(election.roll_key, guest.public_id))
        contests = [line.contest for line in theirs.order_by("contest_id")]
        own = lines.filter(voter_key=voter_key(election.roll_key, account.public_id))
        if contests:
            found.append(GuestVote(election, contests, is_free=not own.exists()))
    return found


@transaction.atomic
def attach_votes(*, guest: Guest, account: User) -> bool:
    """Give ``account`` the voices of ``guest``; False where one of them could not be taken.

    Where the account knew neither zone nor birth date, it keeps those that the guest had given:
    the ballot can then be changed without being asked again.
    """
    done = [
        vote.is_free and attach(step=vote.election.step, guest=guest, account=account) is None
        for vote in guest_votes(guest=guest, account=account)
    ]
    if any(done):
        account.zone_id = account.zone_id or guest.zone_id
        account.birth_date = account.birth_date or guest.birth_date
        account.save(update_fields=["zone", "birth_date"])
    return all(done)
