"""The proposals of a selection as a file, row by row, whatever their number."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import xlsxwriter
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel.refusal import Refusal
from preau.kernel.registry import Registry
from preau.kernel.sheets import csv_lines, euros, safe_cell
from preau.ledger.actions import record
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk

from ..models import Proposal
from .policies import may_read_proposals
from .selection import Selection

CHUNK = 500
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class ExportColumns:
    """Columns that another floor adds: ``load`` answers cells by proposal id, for one chunk."""

    heads: Callable[[], list[str]]
    load: Callable[[Sequence[Proposal]], dict[int, list[Any]]]


export_columns: Registry[ExportColumns] = Registry("proposal export column")


def heads() -> list[str]:
    """First row of the file. No address, no real name: only what the page shows."""
    own = [
        _("Numéro"),
        _("Titre"),
        _("Statut"),
        _("Quartier"),
        _("Thème"),
        _("Service"),
        _("Coût déclaré (€)"),
        _("Coût étudié (€)"),
        _("Lieu"),
        _("Latitude"),
        _("Longitude"),
        _("Auteur affiché"),
        _("Déposée le"),
        _("Statut depuis le"),
        _("Constat"),
        _("Proposition"),
        _("Pour qui"),
    ]
    return [*own, *(head for more in export_columns for head in more.heads())]


def rows(selection: Selection) -> Iterator[list[Any]]:
    """One row per proposal, in the order of the selection, read through a server-side cursor."""
    found = selection.proposals().select_related("zone", "theme", "service").defer("search")
    everything = found.iterator(chunk_size=CHUNK)
    while chunk := list(islice(everything, CHUNK)):
        extra = [(len(more.heads()), more.load(chunk)) for more in export_columns]
        for one in chunk:
            cells = _cells(one)
            for width, by_id in extra:
                cells += by_id.get(one.pk, [""] * width)
            yield cells


def _cells(one: Proposal) -> list[Any]:
    return [
        one.number,
        one.title,
        one.get_status_display(),
        one.zone.name if one.zone else _("Toute la ville"),
        one.theme.name if one.theme else "",
        one.service.name if one.service else "",
        euros(one.declared_cost_cents),
        euros(one.cost_cents),
        one.place,
        one.latitude,
        one.longitude,
        one.author_name,
        timezone.localtime(one.submitted_at).strftime("%d/%m/%Y"),
        timezone.localtime(one.status_at).strftime("%d/%m/%Y"),
        one.finding,
        one.idea,
        one.audience,
    ]


@for_agents
def as_csv(request: HttpRequest, process: str) -> HttpResponseBase:
    selection = _asked(request, process, "CSV")
    if isinstance(selection, Refusal):
        return refused_in_desk(request, selection)
    lines = csv_lines(heads(), rows(selection), decimal=",")
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"propositions-{selection.process.slug}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@for_agents
def as_xlsx(request: HttpRequest, process: str) -> HttpResponseBase:
    selection = _asked(request, process, "XLSX")
    if isinstance(selection, Refusal):
        return refused_in_desk(request, selection)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        page = book.add_worksheet(_("Propositions"))
        page.freeze_panes(1, 2)
        page.write_row(0, 0, heads(), book.add_format({"bold": True}))
        for place, row in enumerate(rows(selection), start=1):
            page.write_row(place, 0, [safe_cell(cell) for cell in row])
    file.seek(0)
    name = f"propositions-{selection.process.slug}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=_XLSX)


def _asked(request: HttpRequest, slug: str, form: str) -> Selection | Refusal:
    """What to export, once the right is checked and the export itself is on record."""
    process = load_desk_process(request, slug)
    refusal = may_read_proposals(request.user, process)
    if refusal is not None:
        return refusal
    selection = Selection.read(process, request.GET, agent_of(request).pk)
    _trace(agent_of(request), selection, form)
    return selection


def _trace(person: User, selection: Selection, form: str) -> None:
    record(
        actor=person,
        verb="exported",
        subject=selection.process,
        process_id=selection.process.pk,
        format=form,
        filter=selection.as_params(),
        count=selection.proposals().count(),
    )
