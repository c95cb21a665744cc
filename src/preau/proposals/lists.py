"""The list of ideas as an address asks for it: words, filters, order, page, neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.db.models import BigIntegerField, F, Func, IntegerField, Q, Value, Window
from django.db.models.functions import Coalesce, Lag, Lead
from django.utils.translation import gettext_lazy as _

from preau.processes.models import Process
from preau.territory.models import Zone

from .models import Proposal, ProposalQuerySet, Status, Support, Theme

PAGE = 24
VIEWS = {"liste": _("Liste"), "carte": _("Carte"), "tableau": _("Tableau")}
ORDERS = {
    "hasard": _("Au hasard"),
    "recent": _("Les plus récentes"),
    "numero": _("Par numéro"),
    "titre": _("Par titre"),
    "cout": _("Par coût croissant"),
    "quartier": _("Par quartier"),
    "statut": _("Par statut"),
}
#: Orders offered in the list; the table's headings give them all.
CHOICES = ("hasard", "recent", "titre", "cout")
WHOLE_TOWN = "toute-la-commune"
NO_THEME = "sans-theme"

#: Upper bounds of the budget brackets, in cents; what nobody costed is apart.
BOUNDS = (10_000_00, 50_000_00, 150_000_00)
BRACKETS = {
    "moins-de-10000": _("Moins de 10 000 €"),
    "10000-50000": _("De 10 000 à 50 000 €"),
    "50000-150000": _("De 50 000 à 150 000 €"),
    "plus-de-150000": _("150 000 € et plus"),
    "inconnu": _("Coût inconnu"),
}
_UNKNOWN = len(BOUNDS) + 1

COST = Coalesce("cost_cents", "declared_cost_cents")
_BRACKET = Coalesce(
    Func(
        COST,
        Value(list(BOUNDS)),
        template="width_bucket(%(expressions)s::bigint[])",
        output_field=IntegerField(),
    ),
    Value(_UNKNOWN),
)
_NUMBER = re.compile(r"^\s*(?:n\s*[°ºo]?\s*)?(\d{1,7})\s*$", re.IGNORECASE)


#: What gives the whole list back.
UNFILTERED: dict[str, Any] = {
    "words": "",
    "zones": (),
    "themes": (),
    "statuses": (),
    "brackets": (),
    "follower": None,
}


@dataclass(frozen=True)
class Wanted:
    """What a reader asks of the list. Sets of codes, as they stand in the address."""

    view: str = "liste"
    words: str = ""
    zones: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    brackets: tuple[str, ...] = ()
    #: Only the ideas that this person follows or signed.
    follower: int | None = None
    order: str = ""
    descending: bool = False
    #: Which order chance gave, when the address says it.
    draw: int = 0
    page: int = 1

    @property
    def is_filtered(self) -> bool:
        chosen = (self.zones, self.themes, self.statuses, self.brackets)
        return bool(self.words or self.follower or any(chosen))

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """As pairs of an address, without what goes by itself."""
        pairs = [("q", self.words)] if self.words else []
        for name, codes in (
            ("quartier", self.zones),
            ("theme", self.themes),
            ("statut", self.statuses),
            ("budget", self.brackets),
        ):
            pairs += [(name, code) for code in codes]
        if self.follower:
            pairs.append(("favoris", "oui"))
        if self.order:
            pairs.append(("tri", f"-{self.order}" if self.descending else self.order))
        if self.draw and self.order in ("", "hasard"):
            pairs.append(("melange", str(self.draw)))
        if self.view != "liste":
            pairs.append(("vue", self.view))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return pairs

    def but(self, **changes: Any) -> str:
        """Query string of the same list with ``changes``; back to page 1 unless told."""
        changes.setdefault("page", 1)
        return "?" + urlencode(replace(self, **changes).pairs)


def wanted(data: Mapping[str, Any], reader: int | None = None) -> Wanted:
    """Read an address; unknown views, orders, statuses and brackets are left out.

    ``reader`` is who asks: « mes favoris » are theirs, and nobody's without a person.
    """
    getlist = getattr(data, "getlist", lambda name: [data[name]] if name in data else [])
    view = str(data.get("vue", "liste"))
    asked = str(data.get("tri", ""))
    order = asked.removeprefix("-")
    return Wanted(
        view=view if view in VIEWS else "liste",
        words=str(data.get("q", "")).replace("\x00", "").strip()[:100],
        zones=tuple(_codes(getlist("quartier"))),
        themes=tuple(_codes(getlist("theme"))),
        statuses=tuple(_codes(getlist("statut"), Status.values)),
        brackets=tuple(_codes(getlist("budget"), BRACKETS)),
        follower=reader if data.get("favoris") == "oui" else None,
        order=order if order in ORDERS else "",
        descending=asked.startswith("-") and order in ORDERS,
        draw=_figure(data.get("melange"), digits=10),
        page=max(1, _figure(data.get("page"), digits=6)),
    )


def _figure(asked: Any, *, digits: int) -> int:
    text = str(asked)
    return int(text) if text.isdecimal() and len(text) <= digits else 0


def _codes(asked: Iterable[str], known: Iterable[str] | None = None) -> list[str]:
    """Each code once, in the order given, at most forty of them."""
    kept = dict.fromkeys(code for code in asked if code and "\x00" not in code)
    return [code for code in kept if known is None or code in known][:40]


@dataclass(frozen=True)
class Choice:
    """One value of a filter, with how many ideas it would show."""

    code: str
    label: Any
    count: int
    is_on: bool


@dataclass
class Facets:
    """Choices of each filter, and how many ideas the whole list holds."""

    total: int = 0
    zones: list[Choice] = field(default_factory=list)
    themes: list[Choice] = field(default_factory=list)
    statuses: list[Choice] = field(default_factory=list)
    brackets: list[Choice] = field(default_factory=list)


@dataclass(frozen=True)
class Places:
    """Zones and themes of the site, read once: codes of the address ↔ rows."""

    zones: list[Zone]
    themes: list[Theme]

    @classmethod
    def read(cls) -> Places:
        zones = Zone.objects.filter(kind=Zone.Kind.QUARTER).defer("polygon")
        return cls(list(zones), list(Theme.objects.all()))

    def zone_ids(self, codes: Iterable[str]) -> list[int]:
        """0 stands for the whole town; unknown codes find nothing."""
        known = {zone.slug: zone.pk for zone in self.zones} | {WHOLE_TOWN: 0}
        return [known.get(code, -1) for code in codes]

    def theme_ids(self, codes: Iterable[str]) -> list[int]:
        known = {theme.code: theme.pk for theme in self.themes} | {NO_THEME: 0}
        return [known.get(code, -1) for code in codes]


def _bracket_numbers(codes: Iterable[str]) -> list[int]:
    names = list(BRACKETS)
    return [names.index(code) for code in codes]


def found_by_words(proposals: ProposalQuerySet, words: str) -> ProposalQuerySet:
    """Those that say ``words`` in whatever form, or that bear that number (« n° 87 »)."""
    if not words:
        return proposals
    number = _NUMBER.match(words)
    if number:
        return proposals.filter(number=int(number.group(1)))
    return proposals.matching(words)


def _searched(process: Process, asked: Wanted) -> ProposalQuerySet:
    """What no filter has a count for: the words, and whose favourites."""
    proposals = found_by_words(Proposal.objects.visible().of(process), asked.words)
    if asked.follower:
        followed = Support.objects.filter(user=asked.follower).values("proposal")
        proposals = proposals.filter(Q(pk__in=followed) | Q(author=asked.follower))
    return proposals


def listed(process: Process, asked: Wanted, places: Places) -> ProposalQuerySet:
    """Ideas of ``process`` that the reader asks for, in no order yet."""
    proposals = _searched(process, asked)
    if asked.zones:
        ids = places.zone_ids(asked.zones)
        whole = Q(zone__isnull=True) if 0 in ids else Q()
        proposals = proposals.filter(Q(zone_id__in=ids) | whole)
    if asked.themes:
        ids = places.theme_ids(asked.themes)
        none = Q(theme__isnull=True) if 0 in ids else Q()
        proposals = proposals.filter(Q(theme_id__in=ids) | none)
    if asked.statuses:
        proposals = proposals.filter(status__in=asked.statuses)
    if asked.brackets:
        proposals = proposals.alias(bracket=_BRACKET).filter(
            bracket__in=_bracket_numbers(asked.brackets)
        )
    return proposals


def ordering(order: str, *, descending: bool = False, seed: int = 0) -> list[Any]:
    """Terms of the order. Chance is one hash per row, stable for a ``seed``: it pages."""
    match order:
        case "hasard":
            terms: list[Any] = [
                Func(
                    F("pk"),
                    Value(seed, BigIntegerField()),
                    function="hashint8extended",
                    output_field=BigIntegerField(),
                ).asc()
            ]
        case "numero":
            terms = [F("number").asc()]
        case "titre":
            terms = [F("sort_key").asc()]
        case "cout":
            terms = [COST.asc(nulls_last=True)]
        case "quartier":
            terms = [F("zone__number").asc(nulls_first=True), F("sort_key").asc()]
        case "statut":
            terms = [F("status").asc(), F("sort_key").asc()]
        case _:
            terms = [F("submitted_at").desc()]
    if descending and order != "hasard":
        terms = [_turned(term) for term in terms]
    return [*terms, F("pk").desc() if order in ("", "recent") else F("pk").asc()]


def _turned(term: Any) -> Any:
    """The same term the other way round; what is unknown stays last."""
    turned = term.copy()
    turned.descending = not turned.descending
    return turned


_COUNTS = """
SELECT zone, theme, status, bracket, GROUPING(zone, theme, status, bracket),
       count(*) FILTER (WHERE in_theme AND in_status AND in_bracket),
       count(*) FILTER (WHERE in_zone AND in_status AND in_bracket),
       count(*) FILTER (WHERE in_zone AND in_theme AND in_bracket),
       count(*) FILTER (WHERE in_zone AND in_theme AND in_status),
       count(*) FILTER (WHERE in_zone AND in_theme AND in_status AND in_bracket)
FROM (
    SELECT zone, theme, status, bracket,
           %s OR zone = ANY(%s) AS in_zone,
           %s OR theme = ANY(%s) AS in_theme,
           %s OR status = ANY(%s) AS in_status,
           %s OR bracket = ANY(%s) AS in_bracket
    FROM ({rows}) AS named(zone, theme, status, bracket)
) AS marked
GROUP BY GROUPING SETS ((zone), (theme), (status), (bracket), ())
"""
#: What GROUPING() answers for each set (a bit per column that is not grouped), and its column.
_SETS = {0b0111: 0, 0b1011: 1, 0b1101: 2, 0b1110: 3}


def facets(process: Process, asked: Wanted, places: Places) -> Facets:
    """Counts of every choice of every filter, each under all the other filters: one scan."""
    inner = (
        _searched(process, asked)
        .order_by()
        .annotate(
            bracket=_BRACKET, of_zone=Coalesce("zone_id", 0), of_theme=Coalesce("theme_id", 0)
        )
        .values_list("of_zone", "of_theme", "status", "bracket")
    )
    counts = _counts(inner, asked, places)
    labels = dict(Status.choices)
    zones: list[tuple[str, Any, Any]] = [(WHOLE_TOWN, _("Toute la commune"), 0)]
    zones += [(zone.slug, zone.name, zone.pk) for zone in places.zones]
    themes: list[tuple[str, Any, Any]] = [
        (theme.code, theme.name, theme.pk) for theme in places.themes
    ]
    themes.append((NO_THEME, _("Sans thème"), 0))
    return Facets(
        total=counts[4].get(None, 0),
        zones=_choices(zones, counts[0], asked.zones),
        themes=_choices(themes, counts[1], asked.themes),
        statuses=_choices([(s, labels[s], s) for s in Status.values], counts[2], asked.statuses),
        brackets=_choices(
            [(code, label, place) for place, (code, label) in enumerate(BRACKETS.items())],
            counts[3],
            asked.brackets,
        ),
    )


def _counts(inner: Any, asked: Wanted, places: Places) -> list[dict[Any, int]]:
    """Count by value of each column; the fifth holds the total under None."""
    rows, row_params = inner.query.sql_with_params()
    chosen: list[list[Any]] = [
        places.zone_ids(asked.zones),
        places.theme_ids(asked.themes),
        list(asked.statuses),
        _bracket_numbers(asked.brackets),
    ]
    params = [param for codes in chosen for param in (not codes, codes)]
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS.format(rows=rows), [*params, *row_params])
        counts: list[dict[Any, int]] = [{}, {}, {}, {}, {}]
        for *values, grouping, by_zone, by_theme, by_status, by_bracket, all_ in cursor:
            column = _SETS.get(grouping)
            if column is None:
                counts[4][None] = all_
            else:
                counts[column][values[column]] = (by_zone, by_theme, by_status, by_bracket)[column]
        return counts


def _choices(
    known: list[tuple[str, Any, Any]], counts: dict[Any, int], on: tuple[str, ...]
) -> list[Choice]:
    """Choices that would show something, and those that are chosen."""
    return [
        Choice(code, label, counts.get(value, 0), code in on)
        for code, label, value in known
        if counts.get(value, 0) or code in on
    ]


def page_of(
    proposals: ProposalQuerySet, asked: Wanted, *, default: str, seed: int, size: int = PAGE
) -> list[Proposal]:
    """The cards of one page, in the order asked, in one query that carries no long text.

    The page is chosen first, on an index alone; only its own rows are read.
    """
    terms = ordering(asked.order or default, descending=asked.descending, seed=seed)
    start = (asked.page - 1) * size
    chosen = proposals.order_by(*terms).values("pk")[start : start + size]
    return list(Proposal.objects.for_cards().filter(pk__in=chosen).order_by(*terms))


def neighbours(
    proposals: ProposalQuerySet, asked: Wanted, proposal: Proposal, *, default: str, seed: int
) -> tuple[Proposal | None, Proposal | None]:
    """The ideas just before and just after ``proposal`` in the list that the reader came from."""
    terms = ordering(asked.order or default, descending=asked.descending, seed=seed)
    rows, params = (
        proposals.order_by()
        .annotate(
            before=Window(Lag("pk"), order_by=terms), after=Window(Lead("pk"), order_by=terms)
        )
        .values_list("pk", "before", "after")
        .query.sql_with_params()
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT before, after FROM ({rows}) AS line(pk, before, after) WHERE pk = %s",  # noqa: S608
            [*params, proposal.pk],
        )
        around = cursor.fetchone() or (None, None)
    found = Proposal.objects.for_cards().in_bulk([pk for pk in around if pk])
    return found.get(around[0]), found.get(around[1])
