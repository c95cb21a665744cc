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

from preau.processes.models import Process

from ..models import Proposal, ProposalQuerySet, Status
from .groups import DUE, GROUPS, bucket_of_due, rank_of_status
from .sight import in_sight

#: Not a status but a question agents ask: what waits for an answer?
WAITING = "waiting"
WAITING_STATUSES = (Status.SUBMITTED, Status.CHECKING, Status.REVIEW, Status.PRECISION)
#: « Celles que je suis ».
MINE = "moi"
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
    "personne": (gettext_lazy("Personne"), F("agent__last_name")),
    "echeance": (gettext_lazy("Attendue pour le"), F("due_on")),
    "depuis": (gettext_lazy("Statut depuis le"), F("status_at")),
    "auteur": (gettext_lazy("Auteur"), F("author_name")),
}
#: Columns shown when nobody chose; the number and the title are always there.
USUAL = ("quartier", "theme", "service", "cout", "statut", "date")
FIXED = ("numero", "titre")
_NUMBER = re.compile(r"^(?:n\s*°?\s*)?(\d{1,7})$", re.IGNORECASE)
_LINK = {"quartier": "zone_id", "theme": "theme_id", "service": "service_id"}


def _columns(asked: str) -> tuple[str, ...]:
    """The columns asked for, in the order of the table; the usual ones when none is."""
    if not asked:
        return USUAL
    wanted = set(asked.split("."))
    return tuple(code for code in SORTS if code in wanted and code not in FIXED)


@dataclass(frozen=True)
class Selection:
    """What the address asks for; anything it does not understand is left out."""

    process: Process
    #: Who looks: « à moi » depends on it.
    reader: int | None = None
    status: str = ""
    zone: str = ""
    theme: str = ""
    service: str = ""
    words: str = ""
    person: str = ""
    due: str = ""
    sort: str = "numero"
    descending: bool = False
    group: str = ""
    columns: tuple[str, ...] = USUAL

    @classmethod
    def read(cls, process: Process, asked: QueryDict, reader: int | None = None) -> Selection:
        status, person = asked.get("statut", ""), asked.get("personne", "")
        links = {name: asked.get(name, "") for name in _LINK}
        sort = asked.get("tri", "")
        return cls(
            process=process,
            reader=reader,
            status=status if status in (*Status.values, WAITING) else "",
            zone=links["quartier"] if links["quartier"].isdecimal() else "",
            theme=links["theme"] if links["theme"].isdecimal() else "",
            service=links["service"] if links["service"].isdecimal() else "",
            words=asked.get("q", "").strip()[:80],
            person=person if person == MINE or person.isdecimal() else "",
            due=due if (due := asked.get("echeance", "")) in DUE else "",
            sort=sort.lstrip("-") if sort.lstrip("-") in SORTS else "numero",
            descending=sort.startswith("-"),
            group=group if (group := asked.get("groupe", "")) in GROUPS else "",
            columns=_columns(asked.get("colonnes", "")),
        )

    def as_params(self, **changes: str) -> str:
        """The address of this selection (or of a variant), without the page."""
        query = QueryDict(mutable=True)
        wanted = {
            "statut": self.status,
            "quartier": self.zone,
            "theme": self.theme,
            "service": self.service,
            "personne": self.person,
            "echeance": self.due,
            "q": self.words,
            "tri": f"-{self.sort}" if self.descending else self.sort,
            "groupe": self.group,
            "colonnes": "" if self.columns == USUAL else ".".join(self.columns) or "aucune",
            **changes,
        }
        query.update({name: value for name, value in wanted.items() if value})
        if query.get("tri") == "numero":
            del query["tri"]
        return query.urlencode()

    @property
    def is_narrowed(self) -> bool:
        chosen = (self.status, self.zone, self.theme, self.service, self.words)
        return any((*chosen, self.person, self.due))

    def proposals(self) -> ProposalQuerySet:
        """The proposals asked for and seen, in the order asked for; hidden ones too."""
        found = in_sight(Proposal.objects.of(self.process), self.reader, self.process)
        if self.status == WAITING:
            found = found.filter(status__in=WAITING_STATUSES)
        elif self.status:
            found = found.filter(status=self.status)
        for name, value in (("zone", self.zone), ("theme", self.theme), ("service", self.service)):
            if value == NONE:
                found = found.filter(**{f"{name}__isnull": True})
            elif value:
                found = found.filter(**{name: int(value)})
        found = self._by_desk(found)
        if self.words:
            number = _NUMBER.match(self.words)
            found = found.filter(number=number[1]) if number else found.matching(self.words)
        return self._ordered(found)

    def _by_desk(self, found: ProposalQuerySet) -> ProposalQuerySet:
        """What only the desk knows: who looks after it, until when."""
        if self.person == NONE:
            found = found.filter(agent__isnull=True)
        elif self.person == MINE:
            found = found.filter(agent=self.reader or 0)
        elif self.person:
            found = found.filter(agent=int(self.person))
        if self.due:
            found = found.annotate(bucket=bucket_of_due()).filter(bucket=DUE[self.due][0])
        return found

    def _ordered(self, found: ProposalQuerySet) -> ProposalQuerySet:
        """By group first, so that a group is never cut by another one."""
        if not self.group:
            return found.order_by(self._order(), "number")
        if self.group == "echeance":
            found = found.annotate(bucket=bucket_of_due())
        if self.group == "statut":
            found = found.annotate(rank=rank_of_status())
        keys = [F(name).asc(nulls_last=True) for name in GROUPS[self.group].keys]
        return found.order_by(*keys, self._order(), "number")

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


#: Counts with the names they are read under: one statement, whatever the filters.
_GROUPS = """
    WITH counts AS (
        SELECT status, zone_id, theme_id, service_id, count(*) AS n,
               GROUPING(status, zone_id, theme_id, service_id) AS mask
        FROM proposals_proposal WHERE process_id = %s
        GROUP BY GROUPING SETS ((status), (zone_id), (theme_id), (service_id))
    )
    SELECT mask, coalesce(status, zone_id::text, theme_id::text, service_id::text), n,
           coalesce(zone.name, theme.name, service.name, '')
    FROM counts
    LEFT JOIN territory_zone zone ON zone.id = zone_id
    LEFT JOIN proposals_theme theme ON theme.id = theme_id
    LEFT JOIN accounts_service service ON service.id = service_id
    ORDER BY mask, zone.number, zone.sort_key, service.sort_key, theme."order", theme.id
"""
#: The one column that is grouped by has its bit at 0, the leftmost bit being 8.
_MASKS = {7: "statut", 11: "quartier", 13: "theme", 14: "service"}
_Row = tuple[str | None, int, str]


def _counts(process: Process) -> dict[str, list[_Row]]:
    """For each filter its values, counts and names, in one scan of the process."""
    found: dict[str, list[_Row]] = {name: [] for name in _MASKS.values()}
    with connection.cursor() as cursor:
        cursor.execute(_GROUPS, [process.pk])
        for mask, value, count, name in cursor.fetchall():
            found[_MASKS[mask]].append((value, count, name))
    return found


def filters_of(selection: Selection) -> list[Filter]:
    """The filters with their counts, over the whole process so that figures never jump."""
    counts = _counts(selection.process)
    by_status = {value: count for value, count, _name in counts["statut"]}
    waiting = sum(by_status.get(status, 0) for status in WAITING_STATUSES)
    statuses = [Choice(WAITING, _("À étudier"), waiting, selection.status == WAITING)] + [
        Choice(value, label, by_status[value], selection.status == value)
        for value, label in Status.choices
        if value in by_status
    ]
    return [
        Filter("statut", _("Statut"), statuses),
        _linked("quartier", _("Quartier"), _("Toute la ville"), counts, selection.zone),
        _linked("theme", _("Thème"), _("Sans thème"), counts, selection.theme),
        _linked("service", _("Service"), _("Sans service"), counts, selection.service),
    ]


def _linked(
    name: str, label: str, nothing: str, counts: dict[str, list[_Row]], chosen: str
) -> Filter:
    rows = sorted(counts[name], key=lambda row: row[0] is None)  # those without one come last
    choices = [
        Choice(value or NONE, words or nothing, count, chosen == (value or NONE))
        for value, count, words in rows
    ]
    return Filter(name, label, choices)
