"""The table of all proposals of a process, for agents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from preau.accounts.policies import may_run_process
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk
from preau.processes.models import Process

from ..models import Proposal
from .acts import acts_for
from .groups import DUE, GROUPS, counts_of, grouped
from .policies import may_change_in_bulk, may_read_proposals
from .saved_views import views_of
from .selection import FIXED, SORTS, Filter, Selection, filters_of

PAGE = 50
#: What a row shows: long texts stay in the database.
COLUMNS = (
    "number",
    "title",
    "status",
    "status_at",
    "due_on",
    "cost_cents",
    "declared_cost_cents",
    "is_hidden",
    "author_name",
    "submitted_at",
    "zone__name",
    "theme__name",
    "service__name",
    "agent__first_name",
    "agent__last_name",
    "agent__public_name",
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
    for code in (*FIXED, *selection.columns):
        is_here = code == selection.sort
        turned = is_here and not selection.descending
        direction = ("descending" if selection.descending else "ascending") if is_here else ""
        params = selection.as_params(tri=f"-{code}" if turned else code)
        found.append(Column(code, SORTS[code][0], params, direction))
    return found


def picker_of(selection: Selection) -> list[tuple[str, Any, bool]]:
    """The columns one may show or hide: code, words, shown or not."""
    return [
        (code, label, code in selection.columns)
        for code, (label, _expression) in SORTS.items()
        if code not in FIXED
    ]


@for_agents
def table(request: HttpRequest, process: str) -> HttpResponse:
    found = load_desk_process(request, process)
    refusal = may_read_proposals(request.user, found)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    selection = Selection.read(found, _asked(request), agent_of(request).pk)
    return render(request, "proposals/desk/table.html", _context(request, found, selection))


def _asked(request: HttpRequest) -> Any:
    """The address; columns ticked in the picker (« col ») become one word of it."""
    if "col" not in request.GET:
        return request.GET
    asked = request.GET.copy()
    asked["colonnes"] = ".".join(asked.getlist("col"))
    return asked


def _context(request: HttpRequest, process: Process, selection: Selection) -> dict[str, Any]:
    everything, filters = selection.proposals(), filters_of(selection)
    counts = counts_of(everything, selection.group) if selection.group else {}
    rows = everything.select_related("zone", "theme", "service", "agent").only(*COLUMNS)
    paginator: Paginator[Proposal] = Paginator(rows, PAGE)
    total = _total(selection, filters, counts)
    if total is not None:
        paginator.count = total  # known already: no need to count again
    page: Page[Proposal] = paginator.get_page(request.GET.get("page"))
    views = list(views_of(process, agent_of(request)))
    return {
        "process": process,
        "selection": selection,
        "filters": filters,
        "dues": [(code, words, code == selection.due) for code, (_n, words) in DUE.items()],
        "groupings": [(code, one.label, code == selection.group) for code, one in GROUPS.items()],
        "columns": columns_of(selection),
        "picker": picker_of(selection),
        "width": len(selection.columns) + len(FIXED) + 1,
        "page": page,
        "groups": grouped(page.object_list, selection.group, counts),
        "total": page.paginator.count,
        "params": selection.as_params(),
        "views": views,
        "acts": [act for act in acts_for(request.user, process) if act.numbers is None],
        "may_edit": may_change_in_bulk(request.user, process) is None,
        "may_run": may_run_process(request.user, process.pk) is None,
        "review": process.step_of_kind("review"),
    }


def _total(selection: Selection, filters: list[Filter], counts: dict[Any, int]) -> int | None:
    """How many ideas the list holds, when what was read already says it."""
    if selection.group:
        return sum(counts.values())
    if selection.is_narrowed:
        return None
    statuses = filters[0].choices[1:]  # the first one sums up several
    return sum(choice.count for choice in statuses)
