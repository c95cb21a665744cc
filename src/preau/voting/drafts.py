"""Choices being made: kept on the server at each gesture, before anyone says who they are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from preau.accounts.models import Person
from preau.accounts.sessions import Along
from preau.kernel import clock

from .formats import Filled, ballot_formats
from .formats.base import Sent
from .formats.ranked import GESTURES
from .models import BallotDraft, Contest, Option
from .queries import my_ballot

_DRAFT = """
SELECT {}, (SELECT key FROM voting_boxsecret s WHERE s.contest_id = d.contest_id AND %s)
FROM voting_ballotdraft d WHERE d.contest_id = %s AND d.visitor = %s
"""


@dataclass(frozen=True)
class Change:
    """What a gesture did: the sentence that says it, and whether the ballot was already full."""

    draft: BallotDraft
    said: str
    is_full: bool = False


def draft_of(
    contest: Contest, visitor: str, person: Person, *, to_cast: bool = False
) -> BallotDraft:
    """The draft of this visitor; else one that starts from their ballot in the box, not saved.

    One that is about to be cast brings the secret of its box along.
    """
    known = _kept_draft(contest, visitor, to_cast) if visitor else None
    if known is not None:
        known.contest = contest
        return known
    ballot = my_ballot(contest, person)
    return BallotDraft(
        contest=contest,
        visitor=visitor,
        choices=ballot_formats.get(contest.ballot_format).starting_from(
            ballot.choices if ballot else None
        ),
        updated_at=clock.now(),
    )


def _kept_draft(contest: Contest, visitor: str, to_cast: bool) -> BallotDraft | None:
    """Read and planned once per connection: it opens every page of the booth."""
    with connection.prepared_cursor() as cursor:  # type: ignore[attr-defined]  # of our backend
        cursor.execute(_DRAFT.format(", ".join(_columns())), [to_cast, contest.pk, visitor])
        found = cursor.fetchone()
    return None if found is None else _draft_from(found)


@cache
def _columns() -> tuple[str, ...]:
    return tuple(f"d.{one.attname}" for one in BallotDraft._meta.concrete_fields)


def _draft_from(row: Sequence[Any]) -> BallotDraft:
    """The draft that these columns say, and the secret of its box, which comes last."""
    names = [one.attname for one in BallotDraft._meta.concrete_fields]
    draft = BallotDraft.from_db(connection.alias, names, row[:-1])
    draft.box_secret = row[-1]
    draft.choices = json.loads(draft.choices)
    draft.removed = draft.removed and json.loads(draft.removed)
    return draft


def along_with_session(contest: Contest) -> Along:
    """The draft that a session's visitor has for this contest, about to be cast, read with it."""
    of_box = "(SELECT key FROM voting_boxsecret b WHERE b.contest_id = d.contest_id)"
    join = (
        "LEFT JOIN voting_ballotdraft d"
        " ON d.contest_id = %s AND d.visitor = s.visitor AND s.visitor <> ''"
    )
    return Along((*_columns(), of_box), join, (contest.pk,))


def draft_brought(contest: Contest, brought: Sequence[Any]) -> BallotDraft | None:
    """What ``along_with_session`` brought; None when this visitor has no draft there."""
    if not brought or brought[0] is None:
        return None
    draft = _draft_from(brought)
    draft.contest = contest
    return draft


@transaction.atomic
def change_draft(
    *, contest: Contest, visitor: str, person: Person, act: str, option: Option, place: int
) -> Change:
    """Do one gesture on a ranked ballot and keep it. ``place`` is an index, for acts that name one.

    Raises ``LookupError`` for an unknown gesture.
    """
    try:
        gesture = GESTURES[act]
    except KeyError:
        raise LookupError(f"unknown gesture {act!r}") from None
    draft = _held_draft(contest, visitor, person)
    said = gesture(draft, option, place)
    if said is None:
        return Change(draft, _("Votre bulletin est complet."), is_full=True)
    if act != "remove":
        draft.removed = None
    draft.confirmed_at = None
    draft.updated_at = clock.now()
    draft.save()
    return Change(draft, said)


@transaction.atomic
def fill_draft(
    *, contest: Contest, visitor: str, person: Person, shown: list[Option], sent: Sent | None
) -> tuple[BallotDraft, Filled]:
    """Keep what a form says of the options it showed; None empties the ballot."""
    draft = _held_draft(contest, visitor, person)
    way = ballot_formats.get(contest.ballot_format)
    filled = Filled(way.empty()) if sent is None else way.read(contest, shown, sent, draft.choices)
    draft.choices, draft.removed, draft.confirmed_at = filled.choices, None, None
    draft.updated_at = clock.now()
    draft.save()
    return draft, filled


def _held_draft(contest: Contest, visitor: str, person: Person) -> BallotDraft:
    """The visitor's draft, locked until the gesture is done; two first gestures make one draft."""
    held = BallotDraft.objects.select_for_update().filter(contest=contest, visitor=visitor)
    draft = held.first()
    if draft is None:
        fresh = draft_of(contest, visitor, person)
        BallotDraft.objects.get_or_create(
            contest=contest,
            visitor=visitor,
            defaults={"choices": fresh.choices, "updated_at": fresh.updated_at},
        )
        draft = held.get()
    draft.contest = contest
    return draft


def in_order_of(visitor: str, seed: str, options: Iterable[Option]) -> list[Option]:
    """The options in the order of this visitor: random, always the same, decided by the seed."""

    def place(option: Option) -> bytes:
        return hashlib.sha256(f"{seed} {visitor} {option.pk}".encode()).digest()

    return sorted(options, key=place)


#: A form opened within this time before the closing counts as begun, even untouched.
LAST_HOURS = timedelta(hours=2)


def begin_draft(contest: Contest, visitor: str, person: Person) -> None:
    """Keep that this visitor opened their ballot in the last hours: the grace is for them."""
    at = clock.now()
    if contest.closes_at is None or not timedelta() < contest.closes_at - at <= LAST_HOURS:
        return
    fresh = draft_of(contest, visitor, person)
    if fresh.pk is None:
        BallotDraft.objects.get_or_create(
            contest=contest,
            visitor=visitor,
            defaults={"choices": fresh.choices, "updated_at": at},
        )


def forget_drafts(visitor: str) -> int:
    """Erase every draft of a visitor; how many there were."""
    return BallotDraft.objects.filter(visitor=visitor).delete()[0] if visitor else 0


def mark_confirmed(draft: BallotDraft, visitor: str) -> None:
    """The voter confirmed these choices; they are cast once the voter is known."""
    at = clock.now()
    BallotDraft.objects.update_or_create(
        contest=draft.contest,
        visitor=visitor,
        defaults={"choices": draft.choices, "confirmed_at": at, "updated_at": at},
    )
