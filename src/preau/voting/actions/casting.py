"""Casting a ballot: the hot path."""

from __future__ import annotations

import json
from contextlib import nullcontext
from datetime import datetime
from functools import lru_cache
from typing import Any, cast

from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from psycopg.errors import IntegrityError as RefusedByDatabase

from preau.accounts.models import Known, Person, User
from preau.electorate.queries import Elector, elector_of
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.messaging import carried
from preau.tenancy.addresses import absolute_url
from preau.ui.words import moment

from ..formats import BallotFormat, Choices, ballot_formats
from ..keys import box_key, voter_key
from ..models import BallotDraft, Channel, Contest
from ..paper.roll import may_vote_online, voted_in_person
from ..policies import closed, may_vote, suspended, voted_already, voted_elsewhere
from ..queries import secret_of
from ..receipts import Receipt, new_receipt
from .sealing import put_sealed

#: The door takes the draft away, writes the roll and the box, and the mail leaves with them: one
#: statement is one transaction and one round trip.
_CAST = f"""
WITH cast_now AS MATERIALIZED (
    SELECT voting_cast(%(contest)s, %(voter)s, %(place)s, %(choices)s::jsonb, %(receipt)s, %(at)s,
        %(draft)s::bigint, %(network)s) AS is_in
), mail AS (
    {carried.INSERT} FROM cast_now WHERE is_in AND %(mail_to)s::text IS NOT NULL
)
SELECT is_in FROM cast_now
"""  # noqa: S608 (of our own pieces)

#: The receipt that was drawn is that of another ballot, in a box or in a list.
_TAKEN = ("one_ballot_per_receipt", "receipt_is_new")


def cast_ballot(
    *, contest: Contest, voter: Person, choices: Choices, network: str = ""
) -> Receipt | Refusal:
    """Put the ballot of ``voter`` in the box, in place of an earlier one if there is one.

    ``choices`` is what the format of the contest keeps, nothing for a blank vote; ``network``, where
    the election keeps it, says where the ballot comes from. Writes the roll,
    the box and the mail in one statement; no counter, no ledger entry. Whatever the policy let
    through, the database refuses what is illegal and its refusal is answered in words.
    """
    answer = _cast(contest, voter, choices, network, draft=None)
    return answer if answer is not None else closed(contest)


def cast_draft(*, draft: BallotDraft, voter: Person, network: str = "") -> Receipt | Refusal | None:
    """Cast the choices of a draft, of which no copy stays; a refusal leaves the draft.

    None when another request has just cast it: a button pressed twice is one ballot, one receipt.
    """
    begun_at = draft.begun_at if draft.pk is not None else None
    contest = draft.contest
    return _cast(
        contest,
        voter,
        draft.choices,
        network,
        draft=draft.pk,
        begun_at=begun_at,
        secret=draft.box_secret,
    )


def _cast(
    contest: Contest,
    voter: Person,
    choices: Choices,
    network: str,
    *,
    draft: int | None,
    begun_at: datetime | None = None,
    secret: str | None = None,
) -> Receipt | Refusal | None:
    refusal = (
        may_vote(contest, voter, contest.hour_of(begun_at, clock.now()))
        or may_vote_online(contest, voter)
        or _format(contest).misfit(contest, choices)
    )
    if refusal is not None:
        return refusal
    voter = cast(Known, voter)  # the policy lets no one else through
    if contest.is_secret:
        return _seal_in(contest, voter, choices, Channel.WEB, draft)
    secret = secret or secret_of(contest)
    if secret is None:
        return closed(contest)  # sealed meanwhile
    ballot = {"choices": json.dumps(choices), "draft": draft, "network": network}
    ballot |= _places(contest, voter, secret)
    while True:
        receipt = new_receipt()
        try:
            is_in = _put_in(ballot | _mail(contest, voter, receipt), receipt)
        except IntegrityError as error:
            if _rule_of(error) in _TAKEN:
                continue  # another is drawn: one in some millions of millions
            return _in_words(error, contest)
        return receipt if is_in else None


def _seal_in(
    contest: Contest, voter: Known, choices: Choices, channel: str, draft: int | None
) -> Receipt | Refusal | None:
    elector = cast(Elector, elector_of(contest.election.step, voter))
    try:
        return put_sealed(
            contest=contest, elector=elector, choices=choices, channel=channel, draft=draft
        )
    except IntegrityError as error:
        return _in_words(error, contest)


def _put_in(ballot: dict[str, Any], receipt: Receipt) -> bool:
    """All of it or nothing; False when the draft had already gone.

    Of two first ballots of one voter at the same instant, PostgreSQL may refuse the second by the
    rule « one zone per voter » before it sees that it is the same zone: tried again, it replaces.
    """
    try:
        return _write(ballot, receipt)
    except IntegrityError as error:
        if _rule_of(error) != "one_zone_per_voter":
            raise
    return _write(ballot, receipt)


def _write(ballot: dict[str, Any], receipt: Receipt) -> bool:
    now = {"at": clock.now(), "receipt": receipt.code}
    # Inside the work of others a refusal takes back the statement alone.
    kept = transaction.atomic() if connection.in_atomic_block else nullcontext()
    with kept, connection.prepared_cursor() as cursor:  # type: ignore[attr-defined]  # of our backend
        cursor.execute(_CAST, ballot | now)
        return bool(cursor.fetchone()[0])


def _places(contest: Contest, voter: Known, secret: str) -> dict[str, Any]:
    """Where the voter stands on the roll and in the box."""
    elector = cast(Elector, elector_of(contest.election.step, voter))  # as for the voter
    return {
        "contest": contest.pk,
        "voter": voter_key(contest.election.roll_key, elector.id),
        "place": box_key(secret, elector.id),
    }


def _format(contest: Contest) -> BallotFormat:
    return ballot_formats.get(contest.ballot_format)


def _mail(contest: Contest, voter: Known, receipt: Receipt) -> dict[str, Any]:
    """Says what was received and until when it can change; never the choices."""
    if not isinstance(voter, User):
        return carried.NO_MAIL
    until, change, verify = _same_for_all(
        contest.closes_at,
        absolute_url(contest.url("ballot")),
        absolute_url(""),
        clock.now().year,
        (get_language(), get_current_timezone_name()),
    )
    return carried.mail_values(
        to=voter,
        kind="ballot_receipt",
        subject=_("Votre bulletin est dans l’urne\u00a0: %(words)s") % {"words": receipt.words},
        template="voting/mail/receipt",
        context={
            "contest": {"title": contest.title},
            "receipt": {"words": receipt.words, "signs": receipt.signs},
            "until": until,
            "links": {"change": change, "verify": verify + receipt.code},
        },
    )


@lru_cache(256)
def _same_for_all(
    closes_at: datetime | None, change: str, here: str, _year: int, _reader: tuple[str, str]
) -> tuple[str, str, str]:
    """What each mail of a contest says alike: its hour in the reader's language, and two links.

    The year and how the reader is spoken to are not read here; what is remembered depends on them.
    """
    return moment(closes_at), change, f"{here}{reverse('voting:verify')}?recu="


def _rule_of(error: IntegrityError) -> str | None:
    """Name of the constraint or guard that refused."""
    cause = error.__cause__
    return cause.diag.constraint_name if isinstance(cause, RefusedByDatabase) else None


def _in_words(error: IntegrityError, contest: Contest) -> Refusal:
    """The refusal of the database as one a resident can read; an unknown one is a defect."""
    match _rule_of(error):
        case "box_is_open":
            return closed(contest)
        case "box_is_suspended":
            return suspended(contest)
        case "one_zone_per_voter":
            return voted_elsewhere()
        case "one_roll_entry_per_voter":
            return voted_already()
        case "voted_in_person":
            return voted_in_person()
        case "ballot_with_own_options":
            return Refusal("foreign_option", _("Un des choix n’est pas sur ce bulletin."))
    raise error
