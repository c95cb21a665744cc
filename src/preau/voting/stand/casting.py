"""A ballot that comes from a tablet: roll, box and key in one act of the database."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.kernel.refusal import Refusal

from ..formats import Choices, ballot_formats
from ..keys import box_key, voter_key
from ..models import Contest, RollEntry, StandCast, StandDevice
from ..paper.actions import rule_of
from ..paper.roll import Identity, electors_of, enter_who, mark_in_words, may_mark, may_show
from ..queries import secret_of
from ..receipts import new_receipt

#: Formats that a tablet can check alone, without the server.
KINDS = ("ranked", "approval", "single", "yes-no")


@dataclass(frozen=True)
class StandBallot:
    """What one person cast for one contest, under a key and a receipt that the tablet had."""

    contest: Contest
    key: UUID
    choices: Choices
    receipt: str
    at: datetime


def read_choices(contest: Contest, values: list[Any]) -> Choices | Refusal:
    """The ballot of the numbers that a tablet sends, judged as any other."""
    known = {option.pk for option in contest.listed}
    if any(type(value) is not int or value not in known for value in values):
        return Refusal("foreign_option", _("Un des choix n’est pas sur ce bulletin."))
    form = ballot_formats.get(contest.ballot_format)
    choices: Choices = list(values) if form.is_ordered else sorted(values)
    return form.misfit(contest, choices) or choices


def may_unlock_for(contest: Contest, identity: Identity) -> Refusal | None:
    """What the roll says before a ballot is unlocked; the cast asks it again."""
    refusal = may_mark(contest, identity) or may_show(contest, identity)
    if refusal is not None:
        return refusal
    keys = [voter_key(contest.election.roll_key, one) for one in electors_of(contest, identity)]
    lines = list(RollEntry.objects.filter(contest=contest, voter_key__in=keys))
    if any(one.channel != "web" for one in lines):
        return mark_in_words("voted_in_person")
    if lines and contest.election.paper.precedence == "web":
        return mark_in_words("voted_online")
    return None


@transaction.atomic
def cast_at_stand(
    *, device: StandDevice, ballot: StandBallot, identity: Identity
) -> StandCast | Refusal:
    """Put one ballot in the box, once; what was sent before gets the same answer again.

    A refusal that another try cannot change is kept under the key too.
    """
    held = _known(ballot)
    if held is not None:
        return held
    closes_at = ballot.contest.closes_at
    refusal = may_mark(ballot.contest, identity)
    if refusal is None and closes_at is not None and ballot.at >= closes_at:
        refusal = Refusal("closed", _("Le vote est terminé."))
    rule = refusal.code if refusal is not None else _write(device, ballot, identity)
    while rule in _TAKEN:  # another is drawn: one in some millions of millions
        rule = _write(device, replace(ballot, receipt=new_receipt().code), identity)
    if rule is None:
        _name(ballot.contest, identity)
        return StandCast.objects.get(key=ballot.key, contest=ballot.contest)
    if rule == "box_is_suspended":
        return Refusal("suspended", _("Le vote est suspendu."))
    if rule == "one_cast_per_key":
        return _known(ballot) or Refusal("busy", _("Ce bulletin arrive deux fois à la fois."))
    return _refused(device, ballot, rule)


def _name(contest: Contest, identity: Identity) -> None:
    """Who declares this name online later is the same elector."""
    elector = electors_of(contest, identity)[0]
    enter_who(contest, identity, elector)


def _known(ballot: StandBallot) -> StandCast | None:
    return StandCast.objects.filter(key=ballot.key, contest=ballot.contest).first()


def _write(device: StandDevice, ballot: StandBallot, identity: Identity) -> str | None:
    """None when it is in; else the name of the rule that the database opposed."""
    contest = ballot.contest
    electors, secret = electors_of(contest, identity), secret_of(contest)
    values: list[Any] = [
        device.pk,
        ballot.key,
        contest.pk,
        [voter_key(contest.election.roll_key, one) for one in electors],
        [box_key(secret, one) for one in electors] if secret else [],
        json.dumps(ballot.choices),
        ballot.receipt,
        timezone.localdate(ballot.at),
    ]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT voting_cast_stand(%s, %s, %s, %s, %s, %s, %s, %s)", values)
    except IntegrityError as error:
        rule = rule_of(error)
        if rule not in _FINAL | _TAKEN | {"box_is_suspended"}:
            raise
        return rule
    return None


#: The receipt that the tablet had is that of another ballot.
_TAKEN = {"one_ballot_per_receipt", "receipt_is_new"}
#: What the database says for good about a ballot.
_FINAL = {
    "one_cast_per_key",
    "voted_in_person",
    "voted_online",
    "one_zone_per_voter",
    "paper_is_over",
    "box_is_open",
    "stand_is_enrolled",
}


def _refused(device: StandDevice, ballot: StandBallot, rule: str) -> StandCast:
    return StandCast.objects.create(
        device=device,
        contest=ballot.contest,
        key=ballot.key,
        state=StandCast.State.REFUSED,
        reason=rule[:40],
        day=timezone.localdate(ballot.at),
        is_late=ballot.contest.closes_at is not None and clock.now() >= ballot.contest.closes_at,
    )


def contests_elsewhere(device: StandDevice) -> list[Contest]:
    """The open contests whose ballot this tablet cannot draw, or that are secret."""
    at = clock.now()
    taken = {one.pk for one in contests_at_stand(device)}
    found = Contest.objects.filter(election=device.election).exclude(pk__in=taken)
    return [one for one in found if one.is_open_at(at)]


def contests_at_stand(device: StandDevice) -> list[Contest]:
    """The ballots that this tablet can unlock now, with their options."""
    found = Contest.objects.filter(
        election=device.election, is_secret=False, ballot_format__in=KINDS
    ).select_related("zone")
    at = clock.now()
    open_ones = [one for one in found.defer("zone__polygon") if one.is_open_at(at)]
    for one in open_ones:
        one.election = device.election
    return sorted(open_ones, key=lambda one: (one.zone is None, one.zone.number if one.zone else 0))
