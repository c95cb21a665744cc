"""The same ideas as the table, in columns by status; moving one gives its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk

from ..models import Proposal, Status
from .acts import acts_for
from .groups import counts_of
from .policies import may_read_proposals
from .selection import WAITING_STATUSES, Selection, filters_of

#: Cards shown at the head of a column; the table shows the others.
MOST = 25
#: Where an idea may be moved by hand, and the act that does it with its reason.
MOVES: dict[str, tuple[str, dict[str, str]]] = {
    Status.CHECKING: ("status", {"status": Status.CHECKING}),
    Status.REVIEW: ("status", {"status": Status.REVIEW}),
    Status.RETAINED: ("retain", {}),
    Status.REFUSED: ("refuse", {}),
}


@dataclass(frozen=True)
class Column:
    """A status with its first cards, how many it holds, and whether a card may be moved there."""

    status: str
    label: Any
    count: int
    cards: list[Proposal]
    is_target: bool


@for_agents
def board(request: HttpRequest, process: str) -> HttpResponse:
    found = load_desk_process(request, process)
    refusal = may_read_proposals(request.user, found)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    selection = Selection.read(found, request.GET, agent_of(request).pk)
    codes = {act.code for act in acts_for(request.user, found)}
    moves = [(status, Status(status).label) for status, (act, _d) in MOVES.items() if act in codes]
    context = {
        "process": found,
        "selection": selection,
        "filters": filters_of(selection),
        "columns": columns_of(selection, [status for status, _label in moves]),
        "moves": moves,
        "params": selection.as_params(),
        "most": MOST,
    }
    return render(request, "proposals/desk/board.html", context)


def columns_of(selection: Selection, targets: list[str]) -> list[Column]:
    """Every status that holds an idea or may receive one; two statements whatever their number."""
    everything = selection.proposals()
    counts = counts_of(everything, "statut")
    cards: dict[str, list[Proposal]] = {}
    for one in _first_cards(selection):
        cards.setdefault(one.status, []).append(one)
    shown = [one for one in Status if counts.get(one) or one in targets or one in WAITING_STATUSES]
    return [
        Column(one, one.label, counts.get(one, 0), cards.get(one, []), one in targets)
        for one in shown
    ]


def _first_cards(selection: Selection) -> Any:
    rank = Window(RowNumber(), partition_by=F("status"), order_by=F("number").asc())
    ranked = selection.proposals().order_by().annotate(card_rank=rank).filter(card_rank__lte=MOST)
    rows = ranked.select_related("zone", "service").only(
        "number", "title", "status", "due_on", "is_hidden", "zone__name", "service__name"
    )
    return sorted(rows, key=lambda one: one.number)
