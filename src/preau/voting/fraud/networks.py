"""The networks that ballots came from: kept where a vote declared it, for days, never after the seal."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import Person
from preau.accounts.policies import may_run_process
from preau.kernel import clock
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record

from ..models import Election, VoteOrigin
from ..policies import may_register_key

#: What a vote may declare, in days; 0 keeps nothing.
DAYS = (0, 7, 30)
#: A household, an office or a stand share a network: fewer say nothing.
FEWEST_FROM_ONE = 8


@transaction.atomic
def keep_networks(*, election: Election, days: int, actor: Person) -> Election | Refusal:
    """Declare, before the vote is set, for how long the network of a ballot is kept."""
    demand(may_run_process(actor, election.step.process_id))
    refusal = may_register_key(election)
    if refusal is not None:
        return refusal
    if days not in DAYS:
        return Refusal("unknown_length", _("Choisissez une des durées proposées."))
    election.network_days = days
    election.save(update_fields=["network_days"])
    record(
        actor=actor,
        verb="kept_networks",
        subject=election,
        process_id=election.step.process_id,
        days=days,
    )
    return election


def shared_networks(election: Election) -> list[tuple[str, date, set[str]]]:
    """Networks that many voters share on one day, the largest first; no statement where none is kept."""
    if not election.network_days:
        return []
    found: dict[tuple[str, date], set[str]] = defaultdict(set)
    rows = VoteOrigin.objects.filter(election=election)
    for key, network, day in rows.values_list("voter_key", "network", "day").iterator():
        found[network, day].add(key)
    shared = [(*one, keys) for one, keys in found.items() if len(keys) >= FEWEST_FROM_ONE]
    return sorted(shared, key=lambda one: (-len(one[2]), one[1]))


def wipe_old_networks() -> int:
    """Erase, in the current site, what is older than each vote declared; how many lines."""
    gone, today = 0, clock.now().date()
    for election in Election.objects.filter(network_days__gt=0):
        last = today - timedelta(days=election.network_days)
        gone += VoteOrigin.objects.filter(election=election, day__lt=last).delete()[0]
    return gone
