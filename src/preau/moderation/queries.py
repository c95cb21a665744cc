"""What waits for moderators, and moderation in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from preau.accounts.models import User
from preau.processes.desk_access import active_processes
from preau.processes.models import Process

from .models import Case
from .motives import MOTIVES
from .policies import JUDGES, may_moderate
from .registry import Described, moderated


@dataclass(frozen=True)
class Shown:
    """A case with what is to be read."""

    case: Case
    described: Described


def moderated_by(person: User) -> dict[int, Process]:
    """The processes that this person moderates, where something can be moderated."""
    kinds = {kind for one in moderated for kind in one.step_kinds}
    return {
        one.pk: one
        for one in active_processes(person)
        if one.step_of_kind(*kinds) is not None and may_moderate(person, one.pk) is None
    }


def colleagues_of(person: User, process_id: int) -> list[User]:
    """Those who may settle a case of this process, but for ``person``."""
    theirs = Q(memberships__process_id=None) | Q(memberships__process_id=process_id)
    found = User.objects.filter(theirs, is_active=True, memberships__role__in=JUDGES)
    return sorted(found.exclude(pk=person.pk).distinct(), key=lambda one: one.full_name)


def waiting_for(person: User) -> list[Case]:
    """What waits for this moderator over all their processes, the oldest first."""
    mine = moderated_by(person)
    if not mine:
        return []
    found = Case.objects.waiting().filter(process_id__in=list(mine))
    found = found.select_related("process", "passed_to")
    return [one for one in found[:500] if not (one.is_appealed and one.settled_by_id == person.pk)]


def shown(cases: list[Case]) -> list[Shown]:
    """The cases with their texts: one reading for each kind."""
    by_kind: dict[str, list[int]] = {}
    for one in cases:
        by_kind.setdefault(one.kind, []).append(one.subject_id)
    texts = {kind: moderated.get(kind).describe(ids) for kind, ids in by_kind.items()}
    return [
        Shown(one, texts[one.kind][one.subject_id])
        for one in cases
        if one.subject_id in texts[one.kind]
    ]


def history_of(author: User | None) -> dict[str, int]:
    """How many times this author was already looked at, by outcome."""
    if author is None:
        return {}
    counted = Case.objects.filter(author=author).values_list("state").annotate(n=Count("pk"))
    return dict(counted.order_by())


def numbers() -> list[tuple[Any, int]]:
    """What was hidden on this site, motive by motive, the most frequent first."""
    hidden = Case.objects.filter(state__in=[Case.State.HIDDEN, Case.State.REWORD])
    counted = dict(hidden.values_list("motive").annotate(n=Count("pk")).order_by())
    lines = [(motive.label, counted.get(code, 0)) for code, motive in MOTIVES.items()]
    return sorted(lines, key=lambda line: -line[1])
