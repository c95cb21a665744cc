"""Ideas of the table put together by what they share, each group with its count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any

from django.db.models import Case, Count, IntegerField, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.kernel import clock

from ..models import Proposal, ProposalQuerySet, Status


@dataclass(frozen=True)
class Grouping:
    """``keys`` order the groups, ``field`` tells them apart."""

    label: Any
    field: str
    keys: tuple[str, ...]


GROUPS: dict[str, Grouping] = {
    "statut": Grouping(gettext_lazy("Statut"), "status", ("rank",)),
    "service": Grouping(gettext_lazy("Service"), "service_id", ("service__sort_key", "service_id")),
    "quartier": Grouping(gettext_lazy("Quartier"), "zone_id", ("zone__number", "zone_id")),
    "echeance": Grouping(gettext_lazy("Échéance"), "bucket", ("bucket",)),
}
#: Values of the filter by day: their bucket, their words.
DUE: dict[str, tuple[int, Any]] = {
    "retard": (0, gettext_lazy("En retard")),
    "semaine": (1, gettext_lazy("Dans les sept jours")),
    "tard": (2, gettext_lazy("Plus tard")),
    "sans": (3, gettext_lazy("Sans date")),
}


def bucket_of_due() -> Case:
    """Late, within a week, later, undated: a number that sorts and groups."""
    today = timezone.localdate(clock.now())
    return Case(
        When(due_on__isnull=True, then=Value(3)),
        When(due_on__lt=today, then=Value(0)),
        When(due_on__lte=today + timedelta(days=7), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )


def rank_of_status() -> Case:
    """The order in which an idea goes through its statuses."""
    ranks = [When(status=one, then=Value(place)) for place, one in enumerate(Status.values)]
    return Case(*ranks, output_field=IntegerField())


@dataclass(frozen=True)
class Group:
    """Rows of one page that share something; ``count`` is over all pages."""

    label: str
    count: int
    rows: list[Proposal]


def counts_of(found: ProposalQuerySet, group: str) -> dict[Any, int]:
    """How many ideas of the selection are in each group, in one statement."""
    rows = found.order_by().values_list(GROUPS[group].field).annotate(Count("pk"))
    return dict(rows)


def grouped(rows: Iterable[Proposal], group: str, counts: dict[Any, int]) -> list[Group]:
    """The rows of a page under their groups; one nameless group when none is asked for."""
    if not group:
        return [Group("", 0, list(rows))]
    field = GROUPS[group].field
    return [
        Group(_label(group, key, members), counts.get(key, len(members)), members)
        for key, members in (
            (key, list(some)) for key, some in groupby(rows, lambda one: getattr(one, field))
        )
    ]


def _label(group: str, key: Any, members: list[Proposal]) -> str:
    one = members[0]
    match group:
        case "statut":
            return str(Status(key).label)
        case "service":
            return str(one.service or _("Sans service"))
        case "quartier":
            return str(one.zone.name if one.zone else _("Toute la ville"))
    return next(str(words) for bucket, words in DUE.values() if bucket == key)
