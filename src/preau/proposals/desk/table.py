"""The table of all proposals of a process, for agents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from preau.processes.desk_access import for_agents, load_desk_process, refused_in_desk

from ..models import Proposal
from .acts import acts_for
from .policies import may_read_proposals
from .selection import SORTS, Selection, filters_of

PAGE = 50
#: What a row shows: long texts stay in the database.
COLUMNS = (
    "number",
    "title",
    "status",
    "cost_cents",
    "declared_cost_cents",
    "is_hidden",
    "author_name",
    "submitted_at",
    "zone__name",
    "theme__name",
    "service__name",
)


@dataclass(frozen=True)
class Column:
    """A column head: its words, where it sorts to, and how it is sorted now (for aria-sort)."""

    code: str
    label: Any
    params: str
    direction: str


def columns_of(selection: Selection) -> list[Column]:
    """Heads of the table; the one sorted by turns the order round."""
    found = []
    for code, (label, _expression) in SORTS.items():
        is_here = code == selection.sort
        turned = is_here and not selection.descending
        direction = ("descending" if selection.descending else "ascending") if is_here else ""
        params = selection.as_params(tri=f"-{code}" if turned else code)
        found.append(Column(code, label, params, direction))
    return found


@for_agents
def table(request: HttpRequest, process: str) -> HttpResponse:
    found = load_desk_process(request, process)
    refusal = may_read_proposals(request.user, found)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    selection = Selection.read(found, request.GET)
    rows = selection.proposals().select_related("zone", "theme", "service").only(*COLUMNS)
    page: Page[Proposal] = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "proposals/desk/table.html",
        {
            "process": found,
            "selection": selection,
            "filters": filters_of(selection),
            "columns": columns_of(selection),
            "page": page,
            "total": page.paginator.count,
            "params": selection.as_params(),
            "acts": acts_for(request.user, found),
            "review": found.step_of_kind("review"),
        },
    )
