"""The files that leave the back office: what each holds, and how it is written row by row."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

import xlsxwriter
from django.db.models import QuerySet
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused
from preau.kernel.registry import Registry
from preau.kernel.sheets import csv_lines, safe_cell
from preau.tenancy.scope import current_site
from preau.ui.pdf import compile_pdf
from preau.ui.words import moment, number

from .selection import Selection

#: Beyond this a paper is of no use to anybody, and would be composed in memory.
MOST_ON_PAPER = 1000
_RECORD = Path(__file__).parent / "record.typ"
CSV, XLSX, PDF = "csv", "xlsx", "pdf"
MEDIA_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    PDF: "application/pdf",
}


@dataclass(frozen=True)
class ExportFile:
    """One file: ``people`` says whether names and addresses of people are in it.

    ``rows`` reads through a server-side cursor. ``paper`` composes the PDF; without one, each row
    is a paragraph under its first ``titled`` cells.
    """

    code: str
    label: Any
    hint: Any
    name: str
    order: int
    heads: Callable[[Selection, bool], list[str]]
    rows: Callable[[Selection, bool], Iterator[list[Any]]]
    #: Where there is one only, it is written whatever is asked for.
    formats: tuple[str, ...] = (XLSX, CSV, PDF)
    titled: int = 2
    has_people: bool = True
    paper: Callable[[Selection], bytes] | None = None


export_files: Registry[ExportFile] = Registry("export file")


def write_csv(file: ExportFile, selection: Selection, *, people: bool) -> Iterator[str]:
    """Line after line, never whole in memory."""
    return csv_lines(file.heads(selection, people), file.rows(selection, people), decimal=",")


def write_xlsx(file: ExportFile, selection: Selection, *, people: bool) -> IO[bytes]:
    """A temporary file read from its start; its rows never stand in memory together."""
    book_file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(book_file, options) as book:
        page = book.add_worksheet(str(file.label)[:31])
        page.freeze_panes(1, file.titled)
        page.write_row(0, 0, file.heads(selection, people), book.add_format({"bold": True}))
        for place, row in enumerate(file.rows(selection, people), start=1):
            page.write_row(place, 0, [safe_cell(cell) for cell in row])
    book_file.seek(0)
    return book_file


def write_pdf(file: ExportFile, selection: Selection, *, people: bool) -> bytes:
    """The same rows to read and to print. Raises ``Refused`` when there are too many."""
    if file.paper is not None:
        return file.paper(selection)
    rows = list(islice(file.rows(selection, people), MOST_ON_PAPER + 1))
    demand_paper(len(rows))
    heads = file.heads(selection, people)
    process = selection.process
    facts = {
        "lang": (get_language() or "fr")[:2],
        "city": current_site().name,
        "title": str(file.label),
        "process": process.title,
        "made": _("Document du %(at)s.") % {"at": moment(clock.now())},
        "count": ngettext("%(n)s ligne", "%(n)s lignes", len(rows)) % {"n": number(len(rows))},
        "entries": [_entry(heads, row, file.titled) for row in rows],
    }
    return compile_pdf(_RECORD.read_bytes(), facts)


def demand_paper(count: int) -> None:
    """Raise ``Refused`` for a paper that nobody would read."""
    if count > MOST_ON_PAPER:
        raise Refused(
            Refusal(
                "too_long",
                _("Un document PDF contient au plus\u00a0%(most)s lignes.")
                % {"most": number(MOST_ON_PAPER)},
                remedy=_("Resserrez le filtre, ou choisissez un tableur."),
            )
        )


def _entry(heads: list[str], row: list[Any], titled: int) -> dict[str, Any]:
    words = [str(cell) for cell in row[:titled] if cell not in (None, "")]
    pairs = zip(heads[titled:], row[titled:], strict=True)
    facts = [[head, _said(cell)] for head, cell in pairs if cell not in (None, "")]
    return {"title": " · ".join(words), "facts": facts}


def _said(cell: Any) -> str:
    return number(cell) if isinstance(cell, int) and not isinstance(cell, bool) else str(cell)


def count_of(found: QuerySet[Any]) -> int:
    """How many, without the order that a file needs."""
    return found.order_by().count()
