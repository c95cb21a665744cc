"""Lots as the back office shows them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from preau.processes.models import Process

from .models import Line, Lot

S = Line.State


@dataclass(frozen=True)
class Progress:
    """How far a lot is: lines settled out of all, and the counts by state."""

    counts: dict[str, int]
    total: int
    settled: int

    @property
    def percent(self) -> int:
        return 100 * self.settled // self.total if self.total else 100


def tally(lot: Lot) -> dict[str, int]:
    """How many lines are in which state."""
    return dict(lot.lines.order_by().values_list("state").annotate(Count("pk")))


def progress_of(lot: Lot) -> Progress:
    """Lines rehearsed, done or undone so far, whatever the lot is busy with."""
    counts = tally(lot)
    total = sum(counts.values())
    if lot.state == Lot.State.PREPARED:
        settled = lot.lines.exclude(foreseen={}).count()
    elif lot.state == Lot.State.UNDOING:
        settled = total - counts.get(S.DONE, 0)
    else:
        settled = total - counts.get(S.WAITING, 0)
    return Progress(counts, total, settled)


def outcome_of(counts: dict[str, int]) -> str:
    """« 22 faites, 1 déjà faite, 2 à revoir »; what did not happen is not said."""
    words = []
    for state, one, many in (
        (S.DONE, _("%(n)s faite"), _("%(n)s faites")),
        (S.SAME, _("%(n)s déjà faite"), _("%(n)s déjà faites")),
        (S.UNDONE, _("%(n)s annulée"), _("%(n)s annulées")),
        (S.KEPT, _("%(n)s conservée"), _("%(n)s conservées")),
        (S.SKIPPED, _("%(n)s pas faite"), _("%(n)s pas faites")),
        (S.REFUSED, _("%(n)s à revoir"), _("%(n)s à revoir")),
    ):
        count = counts.get(state, 0)
        if count:
            words.append((one if count == 1 else many) % {"n": count})
    return ", ".join(words)


def lines_of(lot: Lot, only: str = "") -> QuerySet[Line]:
    """The lines with what a row shows, or those of one state only."""
    lines = lot.lines.select_related("proposal").only(
        "number",
        "state",
        "reason",
        "foreseen",
        "lot_id",
        "proposal__number",
        "proposal__title",
        "proposal__author_name",
    )
    if only == "refused" and lot.state in (Lot.State.PREPARED, Lot.State.PLANNED):
        return lines.filter(foreseen__has_key="refusal")
    return lines.filter(state=only) if only in S.values else lines


def lots_of(process: Process) -> QuerySet[Lot]:
    """The lots of a process, the latest first, each with how many ideas it is about."""
    return process.lots.select_related("process").annotate(size=Count("lines")).order_by("-pk")
