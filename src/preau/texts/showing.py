"""The figures of the synthesis in words and shares, for the page and for the paper."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from preau.ui.props import Bar, Chart
from preau.ui.words import percent

from .models import Consultation, Gathering, Outcome
from .positions import ORDER

#: A position that this share of each group takes brings them together; groups this far part.
TOGETHER = 0.6
APART = 0.3
MOST_LINES = 8


@dataclass(frozen=True)
class PassageLine:
    """A passage in the table: what was said of it, its address."""

    number: str
    name: str
    url: str
    agree: int
    amend: int
    disagree: int
    words: int

    @property
    def total(self) -> int:
        return self.agree + self.amend + self.disagree

    @property
    def shares(self) -> list[str]:
        return [
            percent(n / self.total) if self.total else "–"
            for n in (self.agree, self.amend, self.disagree)
        ]


@dataclass(frozen=True)
class GroupLine:
    """A passage seen by the groups: the share of each that agrees."""

    line: PassageLine
    shares: list[str]
    spread: float


@dataclass
class Groups:
    """Groups found, what brings them together, what parts them."""

    sizes: list[int] = field(default_factory=list)
    placed: int = 0
    together: list[GroupLine] = field(default_factory=list)
    apart: list[GroupLine] = field(default_factory=list)


@dataclass(frozen=True)
class Shown:
    """All that the pages of the synthesis show of the figures."""

    figures: dict[str, Any]
    passages: list[PassageLine]
    groups: Groups
    outcomes: list[tuple[Any, str, int]]
    origins: list[tuple[Any, int]]
    tags: list[dict[str, Any]]
    chart: Chart | None


def shown_figures(consultation: Consultation) -> Shown:
    """What was counted, ready to be written; empty figures show empty lists."""
    figures = consultation.figures
    held = figures.get("passages", [])
    lines = {str(one["pk"]): _line(consultation, one) for one in held}
    outcomes = figures.get("outcomes", {})
    origins = figures.get("origins", {})
    names = {"": _("En ligne"), **{str(k): v for k, v in Gathering.Origin.choices}}
    return Shown(
        figures=figures,
        passages=list(lines.values()),
        groups=_groups(figures.get("groups", {}), lines),
        outcomes=[
            *((one.label, one.value, outcomes.get(one.value, 0)) for one in Outcome),
            (_("Sans réponse encore"), "none", outcomes.get("", 0)),
        ],
        origins=[(names.get(code, code), n) for code, n in sorted(origins.items())],
        tags=figures.get("tags", []),
        chart=_chart(figures.get("tags", [])),
    )


def _line(consultation: Consultation, one: dict[str, Any]) -> PassageLine:
    url = consultation.url("passage", one["text"], one["key"])
    return PassageLine(
        number=one["number"],
        name=one["name"],
        url=f"{url}?version={one['version']}" if one["version"] > 1 else f"{url}?version=1",
        agree=one["agree"],
        amend=one["amend"],
        disagree=one["disagree"],
        words=one["words"],
    )


def _groups(data: dict[str, Any], lines: dict[str, PassageLine]) -> Groups:
    found = Groups(sizes=data.get("sizes", []), placed=data.get("placed", 0))
    for pk, counts in data.get("counts", {}).items():
        if pk not in lines:
            continue
        totals = [max(1, sum(row)) for row in counts]
        agree = [row[0] / total for row, total in zip(counts, totals, strict=True)]
        line = GroupLine(lines[pk], [percent(one) for one in agree], max(agree) - min(agree))
        if line.spread >= APART:
            found.apart.append(line)
        elif any(
            min(row[place] / total for row, total in zip(counts, totals, strict=True)) >= TOGETHER
            for place in range(len(ORDER))
        ):
            found.together.append(line)
    found.apart.sort(key=lambda one: -one.spread)
    found.together.sort(key=lambda one: one.spread)
    found.apart, found.together = found.apart[:MOST_LINES], found.together[:MOST_LINES]
    return found


def _chart(tags: list[dict[str, Any]]) -> Chart | None:
    if not tags:
        return None
    first = tags[0]
    return Chart(
        name="themes",
        finding=_("Le thème le plus présent\u00a0: %(name)s.") % {"name": first["name"]},
        bars=[Bar(one["name"], (float(one["n"]),)) for one in tags[:12]],
        unit=_("avis"),
    )
