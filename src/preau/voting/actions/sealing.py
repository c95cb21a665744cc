"""Sealed boxes: the length of their ballots, and putting one in."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from preau.electorate.queries import Elector

from ..keys import voter_key
from ..models import BallotDraft, BallotKey, Contest, Election
from ..receipts import Receipt
from ..sealed.box import length_for, receipt_of, seal, write_ballot


@transaction.atomic
def put_sealed(
    *, contest: Contest, elector: Elector, choices: Any, channel: str, draft: int | None
) -> Receipt | None:
    """Seal the ballot and put it in the box with its line on the roll: once, without any mail.

    The draft in clear goes in the same act; None when another request has just cast it. The receipt is computed from the sealed bytes and kept nowhere beside a name: it is for the
    voter to write down.
    """
    if draft is not None and not BallotDraft.objects.filter(pk=draft).delete()[0]:
        return None
    key = contest.election.ballot_key
    ballot = seal(key.public_key, write_ballot(contest.pk, choices), key.length)
    who = voter_key(contest.election.roll_key, elector.id)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT voting_cast_secret(%s, %s, %s, %s)", [contest.pk, who, channel, ballot]
        )
    return Receipt(receipt_of(ballot))


def freeze_length(election: Election) -> None:
    """Fix the length of sealed ballots: that of the longest list of options."""
    most = max(one.options.count() for one in election.contests.filter(is_secret=True))
    BallotKey.objects.filter(election=election).update(length=length_for(most))
