"""The proposals an agent looks at: filters, search and sort, all in the address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F, OrderBy
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import Service
from preau.processes.models import Process
from preau.territory.models import Zone

from ..models import Proposal, ProposalQuerySet, Status, Theme

#: Not a status but a question agents ask: what waits for an answer?
WAITING = "waiting"
WAITING_STATUSES = (Status.SUBMITTED, Status.CHECKING, Status.REVIEW, Status.PRECISION)
#: Value of a filter for proposals that have no zone, theme or service.
NONE = "0"

_COST = Coalesce("cost_cents", "declared_cost_cents")
SORTS: dict[str, tuple[Any, Any]] = {
    "numero": (gettext_lazy("N°"), F("number")),
    "titre": (gettext_lazy("Titre"), F("sort_key")),
    "quartier": (gettext_lazy("Quartier"), F("zone__sort_key")),
    "theme": (gettext_lazy("Thème"), F("theme__order")),
    "service": (gettext_lazy("Service"), F("service__sort_key")),
    "cout": (gettext_lazy("Coût"), _COST),
    "statut": (gettext_lazy("Statut"), F("status")),
    "date": (gettext_lazy("Déposée le"), F("submitted_at")),
}
_NUMBER = re.compile(r"^(?:n\s*°?\s*)?(\d{1,7})$", re.IGNORECASE)
_LINK = {"quartier": "zone_id", "theme": "theme_id", "service": "service_id"}


@dataclass(frozen=True)
class Selection:
    """What the address asks for; anything it does not understand is left out."""

    process: Process
    status: str = ""
    zone: str = ""
    theme: str = ""
    service: str = ""
    words: str = ""
    sort: str = "numero"
    descending: bool = False

    @classmethod
    def read(cls, process: Process, asked: QueryDict) -> Selection:
        status = asked.get("statut", "")
        links = {name: asked.get(name, "") for name in _LINK}
        sort = asked.get("tri", "")
        return cls(
            process=process,
            status=status if status in (*Status.values, WAITING) else "",
            zone=links["quartier"] if links["quartier"].isdecimal() else "",
            theme=links["theme"] if links["theme"].isdecimal() else "",
            service=links["service"] if links["service"].isdecimal() else "",
            words=asked.get("q", "").strip()[:80],
            sort=sort.lstrip("-") if sort.lstrip("-") in SORTS else "numero",
            descending=sort.startswith("-"),
        )

    def as_params(self, **changes: str) -> str:
        """The address of this selection (or of a variant), without the page."""
        query = QueryDict(mutable=True)
        wanted = {
            "statut": self.status,
            "quartier": self.zone,
            "theme": self.theme,
            "service": self.service,
            "q": self.words,
            "tri": f"-{self.sort}" if self.descending else self.sort,
            **changes,
        }
        query.update({name: value for name, value in wanted.items() if value})
        if query.get("tri") == "numero":
            del query["tri"]
        return query.urlencode()

    @property
    def is_narrowed(self) -> bool:
        return bool(self.status or self.zone or self.theme or self.service or self.words)

    def proposals(self) -> ProposalQuerySet:
        """The proposals asked for, in the order asked for; hidden ones too, agents see all."""
        found = Proposal.objects.of(self.process)
        if self.status == WAITING:
            found = found.filter(status__in=WAITING_STATUSES)
        elif self.status:
            found = found.filter(status=self.status)
        for name, value in (("zone", self.zone), ("theme", self.theme), ("service", self.service)):
            if value == NONE:
                found = found.filter(**{f"{name}__isnull": True})
            elif value:
                found = found.filter(**{name: int(value)})
        if self.words:
            number = _NUMBER.match(self.words)
            found = found.filter(number=number[1]) if number else found.matching(self.words)
        return found.order_by(self._order(), "number")

    def _order(self) -> OrderBy:
        expression = SORTS[self.sort][1]
        order: OrderBy = (
            expression.desc(nulls_last=True) if self.descending else expression.asc(nulls_last=True)
        )
        return order

    def around(self, number: int) -> tuple[int | None, int | None, int, int]:
        """Numbers before and after ``number`` in this selection, its place (from 1) and how many.

        Place 0 when the proposal is not (or no longer) in the selection.
        """
        numbers = list(self.proposals().values_list("number", flat=True))
        if number not in numbers:
            return None, numbers[0] if numbers else None, 0, len(numbers)
        place = numbers.index(number)
        before = numbers[place - 1] if place else None
        after = numbers[place + 1] if place + 1 < len(numbers) else None
        return before, after, place + 1, len(numbers)


@dataclass(frozen=True)
class Choice:
    """One value of a filter, with how many proposals of the process have it."""

    value: str
    label: Any
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Filter:
    name: str
    label: Any
    choices: list[Choice]

    @property
    def chosen(self) -> Choice | None:
        return next((one for one in self.choices if one.is_chosen), None)


_GROUPS = """
    SELECT status, zone_id, theme_id, service_id, count(*),
           GROUPING(status, zone_id, theme_id, service_id)
    FROM proposals_proposal WHERE process_id = %s
    GROUP BY GROUPING SETS ((status), (zone_id), (theme_id), (service_id))
"""


def _counts(process: Process) -> dict[str, dict[Any, int]]:
    """Counts by status, zone, theme and service in one scan of the process."""
    names = ("status", "zone", "theme", "service")
    found: dict[str, dict[Any, int]] = {name: {} for name in names}
    with connection.cursor() as cursor:
        cursor.execute(_GROUPS, [process.pk])
        for *keys, count, mask in cursor.fetchall():
            # The one column that is grouped by has its bit at 0, the leftmost bit being 8.
            place = next(i for i in range(4) if not mask & (8 >> i))
            found[names[place]][keys[place]] = count
    return found


def filters_of(selection: Selection) -> list[Filter]:
    """The filters with their counts, over the whole process so that figures never jump."""
    counts = _counts(selection.process)
    by_status = counts["status"]
    waiting = sum(by_status.get(status, 0) for status in WAITING_STATUSES)
    statuses = [Choice(WAITING, _("À étudier"), waiting, selection.status == WAITING)] + [
        Choice(value, label, by_status[value], selection.status == value)
        for value, label in Status.choices
        if value in by_status
    ]
    return [
        Filter("statut", _("Statut"), statuses),
        _linked("quartier", _("Quartier"), _("Toute la ville"), counts["zone"], selection.zone),
        _linked("theme", _("Thème"), _("Sans thème"), counts["theme"], selection.theme),
        _linked("service", _("Service"), _("Sans service"), counts["service"], selection.service),
    ]


_MODELS: dict[str, type[Zone] | type[Theme] | type[Service]] = {
    "quartier": Zone,
    "theme": Theme,
    "service": Service,
}


def _linked(name: str, label: str, nothing: str, counts: dict[Any, int], chosen: str) -> Filter:
    known = _MODELS[name]._default_manager.filter(pk__in=[pk for pk in counts if pk])
    choices = [
        Choice(str(one.pk), str(one), counts[one.pk], chosen == str(one.pk)) for one in known
    ]
    if None in counts:
        choices.append(Choice(NONE, nothing, counts[None], chosen == NONE))
    return Filter(name, label, choices)
