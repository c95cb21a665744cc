"""What the roll of an election shows: who voted is known, never for what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from django.db.models import Count
from django.db.models.functions import TruncMinute

from preau.accounts.models import User
from preau.electorate.models import Proof

from ..keys import voter_key
from ..models import Channel, Election, RollEntry
from .addresses import Cluster, clusters

#: A minute is a burst from this many voices on, and this many times the usual minute.
FEWEST_AT_ONCE = 10
TIMES_USUAL = 8
MOST_BURSTS = 20


@dataclass(frozen=True)
class Burst:
    """A minute in which far more people voted than in the usual one."""

    at: datetime
    voters: int


@dataclass(frozen=True)
class Signs:
    """All that was found, and among how many: ``named`` voters have an account today."""

    voters: int
    named: int
    clusters: list[Cluster]
    bursts: list[Burst]


def signs_of(election: Election) -> Signs:
    """Look at the roll: a fixed number of statements; nothing found is kept anywhere."""
    lines = RollEntry.objects.filter(election=election, channel=Channel.WEB)
    keys = set(lines.values_list("voter_key", flat=True))
    emails = list(_addresses(election, keys))
    return Signs(len(keys), len(emails), clusters(emails), _bursts(election))


def _addresses(election: Election, keys: set[str]) -> Iterator[str]:
    """The addresses of the accounts that are on the roll, found by their keys."""
    proofs = Proof.objects.filter(step=election.step, account__isnull=False).order_by("-pk")
    electors = dict(proofs.values_list("account_id", "elector"))
    people = User.objects.values_list("pk", "public_id", "email")
    for pk, public_id, email in people.iterator(chunk_size=2000):
        if voter_key(election.roll_key, electors.get(pk, public_id)) in keys:
            yield email


def _bursts(election: Election) -> list[Burst]:
    minutes = (
        RollEntry.objects.filter(election=election, channel=Channel.WEB)
        .annotate(minute=TruncMinute("at"))
        .values_list("minute")
        .annotate(voters=Count("voter_key", distinct=True))
    )
    found = [Burst(minute, voters) for minute, voters in minutes.order_by("minute")]
    if not found:
        return []
    least = max(FEWEST_AT_ONCE, TIMES_USUAL * median(one.voters for one in found))
    loud = sorted((one for one in found if one.voters >= least), key=lambda one: -one.voters)
    return loud[:MOST_BURSTS]
