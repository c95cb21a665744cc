"""Calls and applications as pages read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from preau.accounts.models import Person, User
from preau.processes.models import Step
from preau.proposals.readings import Granted, granted_by

from .models import Application, Call


def call_of(step: Step) -> Call | None:
    """The call of a step, with its questions, read once for this ``step``."""
    known: Call | None = step.__dict__.get("_call")
    if known is None:
        known = Call.objects.select_related("form").filter(step=step).first()
        if known is not None:
            known.step = step
            step.__dict__["_call"] = known
    return known


def applications_of(person: Person, call: Call) -> list[Application]:
    """Those of the call that ``person`` works on, with their proposals."""
    if not isinstance(person, User):
        return []
    found = (
        Application.objects.filter(call=call, editors__user=person)
        .select_related("proposal")
        .order_by("pk")
    )
    for one in found:
        one.call = call
    return list(found)


@dataclass(frozen=True)
class Figures:
    drafts: int
    sent: int
    withdrawn: int
    asked_cents: int
    unchecked: int


def figures_of(call: Call) -> Figures:
    """How many applications there are, and what they ask; one query."""
    states = Application.State
    sent = Q(state=states.SENT)
    found = call.applications.aggregate(
        drafts=Count("pk", filter=Q(state=states.DRAFT)),
        sent=Count("pk", filter=sent),
        withdrawn=Count("pk", filter=Q(state=states.WITHDRAWN)),
        asked=Sum("asked_cents", filter=sent),
        unchecked=Count("pk", filter=sent & Q(completeness="")),
    )
    asked = found.pop("asked") or 0
    return Figures(**found, asked_cents=asked)


def sent_applications(call: Call) -> QuerySet[Application]:
    """Those that stand, by number."""
    return (
        Application.objects.sent()
        .filter(call=call)
        .select_related("proposal__zone", "proposal__process")
        .defer("sent", "proposal__search", "proposal__search_key")
        .order_by("proposal__number")
    )


def granted_to(applications: Iterable[Application]) -> dict[int, Granted]:
    """What was granted by application; those without a published decision are absent."""
    found = {one.pk: one.proposal for one in applications if one.proposal is not None}
    granted = granted_by(list(found.values()))
    return {pk: granted[one.pk] for pk, one in found.items() if one.pk in granted}


def results_of(call: Call) -> dict[str, Any]:
    """The applications that everyone reads, with what each was granted."""
    listed = list(sent_applications(call))
    granted = granted_to(listed)
    rows = [(one, granted.get(one.pk)) for one in listed]
    return {
        "rows": rows,
        "is_decided": bool(granted),
        "granted_cents": sum(one.cents for one in granted.values()),
        "granted_count": sum(1 for one in granted.values() if one.cents),
    }
