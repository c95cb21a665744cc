"""Reads shared by several callers."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from preau.accounts.models import Person, User
from preau.kernel import clock
from preau.processes.models import Process, Step, StepState

from .lists import ordering
from .models import Draft, Event, Proposal, Status


def proposals_of(person: User) -> list[Proposal]:
    """What this person deposited, the newest first (« mon espace »)."""
    return list(Proposal.objects.for_cards().filter(author=person))


def supported_by(person: User) -> list[Proposal]:
    """What this person supports or follows, the last joined first."""
    return list(
        Proposal.objects.visible()
        .for_cards()
        .filter(supports__user=person)
        .order_by("-supports__at")
    )


def drafts_of(person: Person, visitor: str) -> list[Draft]:
    """Deposits under way of this person or of this device, the last touched first."""
    mine = Q(visitor=visitor) if visitor else Q(pk__in=[])
    if isinstance(person, User):
        mine |= Q(user=person)
    since = clock.now() - Draft.LIFETIME
    drafts = Draft.objects.filter(mine, proposal=None, saved_at__gt=since)
    return list(drafts.select_related("step__process").order_by("-saved_at"))


def some_proposals(process: Process, *, most: int = 6, seed: int | None = None) -> list[Proposal]:
    """A few ideas still on their way or done, drawn at random, each as likely as any other."""
    drawn = secrets.randbelow(2**31) if seed is None else seed
    proposals = Proposal.objects.visible().of(process).for_cards()
    proposals = proposals.exclude(status__in=SETTLED - {Status.DONE})
    return list(proposals.order_by(*ordering("hasard", seed=drawn))[:most])


@dataclass(frozen=True)
class Milestone:
    """A line of the story: an event that happened, or a step to come."""

    at: datetime | None
    title: str
    text: str = ""
    actor: str = ""
    status: str = ""
    is_coming: bool = False


#: Statuses after which no step of the process concerns the idea any more.
SETTLED = frozenset(
    {
        *(Status.REFUSED, Status.MERGED, Status.SPLIT, Status.HANDED),
        *(Status.NOT_ELECTED, Status.DONE, Status.DROPPED),
    }
)


def story(proposal: Proposal, events: Iterable[Event], at: datetime) -> list[Milestone]:
    """What happened, in order, then the steps to come that still concern this idea."""
    lines = [
        Milestone(
            at=event.at,
            title=event.get_status_display() if event.status else "",
            text=event.sentence,
            actor=event.actor_label,
            status=event.status,
        )
        for event in events
    ]
    if proposal.status in SETTLED:
        return lines
    return lines + [
        Milestone(at=step.opens_at, title=step.title, text=step.summary, is_coming=True)
        for step in proposal.process.ordered_steps
        if step.state_at(at) is StepState.FUTURE
    ]


def next_dates(
    process: Process, at: datetime, *, most: int = 3
) -> list[tuple[datetime, Step, bool]]:
    """The next dates of the calendar: when, which step, and whether it opens (else closes)."""
    dates = []
    for step in process.ordered_steps:
        if step.opens_at and step.opens_at > at:
            dates.append((step.opens_at, step, True))
        if step.closes_at and step.closes_at > at:
            dates.append((step.closes_at, step, False))
    return sorted(dates, key=lambda one: (one[0], one[1].order))[:most]
