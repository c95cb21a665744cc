"""Casting a ballot: the hot path."""

from __future__ import annotations

import json
import uuid
from typing import cast

from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from psycopg.errors import IntegrityError as RefusedByDatabase

from preau.accounts.models import Known, Person, User
from preau.electorate.queries import Elector, elector_of
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.messaging.actions import send_email
from preau.tenancy.addresses import absolute_url
from preau.ui.words import moment

from ..formats import BallotFormat, Choices, ballot_formats
from ..keys import box_key, voter_key
from ..models import BallotDraft, BoxSecret, Channel, Contest
from ..policies import closed, may_vote, voted_elsewhere
from ..receipts import Receipt, new_receipt

#: The roll, then the box: the ballot is written from the line that the roll has taken.
_CAST = """
WITH entry AS (
    INSERT INTO voting_rollentry (election_id, contest_id, is_for_zone, voter_key, channel, at)
    VALUES (%(election)s, %(contest)s, %(is_for_zone)s, %(voter)s, %(channel)s, %(at)s)
    ON CONFLICT (site_id, contest_id, voter_key) DO UPDATE SET channel = EXCLUDED.channel
    RETURNING contest_id
)
INSERT INTO voting_ballot (id, contest_id, box_key, choices, channel, receipt)
SELECT %(ballot)s, contest_id, %(place)s, %(choices)s::jsonb, %(channel)s, %(receipt)s FROM entry
ON CONFLICT (site_id, contest_id, box_key) DO UPDATE
SET choices = EXCLUDED.choices, channel = EXCLUDED.channel, receipt = EXCLUDED.receipt
"""

#: The receipt that was drawn is that of another ballot, in a box or in a list.
_TAKEN = ("one_ballot_per_receipt", "receipt_is_new")


def cast_ballot(
    *, contest: Contest, voter: Person, choices: Choices, channel: str = Channel.WEB
) -> Receipt | Refusal:
    """Put the ballot of ``voter`` in the box, in place of an earlier one if there is one.

    ``choices`` is what the format of the contest keeps, nothing for a blank vote. Writes the roll and the box in
    one statement, and the mail with them; no counter, no ledger entry. Whatever the
    policy let through, the database refuses what is illegal and its refusal is answered in words.
    """
    refusal = may_vote(contest, voter, clock.now()) or _format(contest).misfit(contest, choices)
    if refusal is not None:
        return refusal
    voter = cast(Known, voter)  # the policy lets no one else through
    while True:
        receipt = new_receipt()
        try:
            is_in = _put_in(contest, voter, choices, channel, receipt)
        except IntegrityError as error:
            if _rule_of(error) in _TAKEN:
                continue  # another is drawn: one in some millions of millions
            return _in_words(error, contest)
        return receipt if is_in else closed(contest)


@transaction.atomic
def cast_draft(*, draft: BallotDraft, voter: Person) -> Receipt | Refusal | None:
    """Cast the choices of a draft, of which no copy stays; a refusal leaves the draft.

    None when another request has just cast it: a button pressed twice is one ballot, one receipt.
    """
    kept = BallotDraft.objects.filter(pk=draft.pk)
    if draft.pk is not None and not kept.delete()[0]:
        return None
    answer = cast_ballot(contest=draft.contest, voter=voter, choices=draft.choices)
    if isinstance(answer, Refusal):
        transaction.set_rollback(True)
    return answer


def _format(contest: Contest) -> BallotFormat:
    return ballot_formats.get(contest.ballot_format)


def _put_in(
    contest: Contest, voter: Known, choices: Choices, channel: str, receipt: Receipt
) -> bool:
    """Roll, box and mail in one transaction; False when the box was sealed meanwhile.

    Of two first ballots of one voter at the same instant, PostgreSQL may refuse the second by the
    rule « one zone per voter » before it sees that it is the same zone: tried again, it replaces.
    """
    try:
        return _write_and_confirm(contest, voter, choices, channel, receipt)
    except IntegrityError as error:
        if _rule_of(error) != "one_zone_per_voter":
            raise
    return _write_and_confirm(contest, voter, choices, channel, receipt)


@transaction.atomic
def _write_and_confirm(
    contest: Contest, voter: Known, choices: Choices, channel: str, receipt: Receipt
) -> bool:
    if not _write(contest, voter, choices, channel, receipt):
        return False
    if isinstance(voter, User):
        _confirm_by_mail(contest, voter, receipt)
    return True


def _write(
    contest: Contest, voter: Known, choices: Choices, channel: str, receipt: Receipt
) -> bool:
    """Roll, then box; False when the secret is gone because the box was sealed meanwhile."""
    secret = BoxSecret.objects.filter(contest=contest).values_list("key", flat=True).first()
    if secret is None:
        return False
    elector = cast(Elector, elector_of(contest.election.step, voter))  # as for the voter
    with connection.cursor() as cursor:
        cursor.execute(
            _CAST,
            {
                "election": contest.election_id,
                "contest": contest.pk,
                "is_for_zone": contest.zone_id is not None,
                "voter": voter_key(contest.election.roll_key, elector.id),
                "at": clock.now(),
                "ballot": uuid.uuid4(),
                "place": box_key(secret, elector.id),
                "choices": json.dumps(choices),
                "channel": channel,
                "receipt": receipt.code,
            },
        )
    return True


def _confirm_by_mail(contest: Contest, voter: User, receipt: Receipt) -> None:
    """Says what was received and until when it can change; never the choices."""
    send_email(
        to=voter.email,
        recipient=voter,
        kind="ballot_receipt",
        subject=_("Votre bulletin est dans l’urne\u00a0: %(words)s") % {"words": receipt.words},
        template="voting/mail/receipt",
        later=True,  # the hot path does not wait for a page to be written
        context={
            "contest": {"title": contest.title},
            "receipt": {"words": receipt.words, "signs": receipt.signs},
            "until": moment(contest.closes_at),
            "links": {
                "change": absolute_url(contest.url("ballot")),
                "verify": absolute_url(f"{reverse('voting:verify')}?recu={receipt.code}"),
            },
        },
    )


def _rule_of(error: IntegrityError) -> str | None:
    """Name of the constraint or guard that refused."""
    cause = error.__cause__
    return cause.diag.constraint_name if isinstance(cause, RefusedByDatabase) else None


def _in_words(error: IntegrityError, contest: Contest) -> Refusal:
    """The refusal of the database as one a resident can read; an unknown one is a defect."""
    match _rule_of(error):
        case "box_is_open":
            return closed(contest)
        case "one_zone_per_voter":
            return voted_elsewhere()
        case "ballot_with_own_options":
            return Refusal("foreign_option", _("Un des choix n’est pas sur ce bulletin."))
    raise error
