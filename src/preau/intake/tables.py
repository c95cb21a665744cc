"""Rows of a CSV or XLSX file as text, and the blank file that people fill."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from typing import IO, Any
from xml.etree import ElementTree

import xlsxwriter
from django.utils.translation import gettext as _

from preau.kernel.sheets import BOM, separator_of, text_of

from .forms import Known
from .importing import COLUMNS, MOST_LINES

MOST_BYTES = 4 * 2**20
#: A page of a workbook, once unpacked, at most: a small file may hold a very large one.
MOST_UNPACKED = 64 * 2**20
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PLACE = re.compile(r"([A-Z]+)\d+")


class Unreadable(ValueError):
    """The file is not what its name says; the message is for people."""


def rows_of(raw: bytes) -> list[list[str]]:
    """Rows of the first page of a workbook, or of a CSV file; raises ``Unreadable``."""
    if raw[:2] == b"PK":
        try:
            return _workbook(raw)
        except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, IndexError) as error:
            raise Unreadable(_("Ce classeur ne se lit pas. Enregistrez-le en CSV.")) from error
    return rows_of_text(text_of(raw))


def rows_of_text(text: str) -> list[list[str]]:
    """Rows as pasted from a spreadsheet or written in a CSV file."""
    bare = text.lstrip(BOM).strip(" \r\n")
    try:
        return list(csv.reader(io.StringIO(bare), delimiter=separator_of(bare)))
    except csv.Error as error:
        raise Unreadable(
            _("Ce fichier ne se lit pas comme un CSV (%(why)s).") % {"why": error}
        ) from error


def as_text(rows: list[list[str]]) -> str:
    """The same rows as CSV, to be shown and sent again."""
    file = io.StringIO()
    csv.writer(file, delimiter=";", lineterminator="\n").writerows(rows)
    return file.getvalue()


def _workbook(raw: bytes) -> list[list[str]]:
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        names = set(book.namelist())
        pages = sorted(one for one in names if one.startswith("xl/worksheets/sheet"))
        strings = []
        if "xl/sharedStrings.xml" in names:
            shared = ElementTree.fromstring(_unpack(book, "xl/sharedStrings.xml"))  # noqa: S314 - sizes are bounded, and expat refuses entities that swell
            strings = ["".join(one.itertext()) for one in shared.iter(f"{_MAIN}si")]
        page = ElementTree.fromstring(_unpack(book, pages[0]))  # noqa: S314 - as above
        rows = [_cells(row, strings) for row in page.iter(f"{_MAIN}row")]
    return rows[: MOST_LINES + 2]


def _unpack(book: zipfile.ZipFile, name: str) -> bytes:
    if book.getinfo(name).file_size > MOST_UNPACKED:
        raise Unreadable(_("Ce classeur est trop grand. Enregistrez-le en CSV."))
    return book.read(name)


def _cells(row: Any, strings: list[str]) -> list[str]:
    """Values of a row in their columns; empty cells are not in the file."""
    found: dict[int, str] = {}
    for place, cell in enumerate(row.iter(f"{_MAIN}c")):
        match = _PLACE.match(cell.get("r", ""))
        column = _column(match.group(1)) if match else place
        value = cell.find(f"{_MAIN}v")
        if cell.get("t") == "s" and value is not None:
            found[column] = strings[int(value.text or 0)]
        elif cell.get("t") == "inlineStr":
            found[column] = "".join(cell.itertext())
        elif value is not None:
            found[column] = _plain(value.text or "")
    return [found.get(place, "") for place in range(min(max(found, default=-1) + 1, 200))]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _plain(number: str) -> str:
    """« 12.0 » as people wrote it: « 12 »."""
    return number[:-2] if number.endswith(".0") else number


def heads(known: Known) -> list[str]:
    """Columns of the blank file: those that the deposit asks for."""
    return [head for name, head in COLUMNS.items() if name != "cost" or known.settings.asks_cost]


def blank_csv(known: Known) -> str:
    return "\ufeff" + as_text([heads(known)])


def blank_workbook(known: Known) -> IO[bytes]:
    """The blank file with its columns, the lists of themes and quartiers, and the longest text."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet(_("Idées"))
        lists = book.add_worksheet(_("Listes"))
        bold = book.add_format({"bold": True})
        columns = heads(known)
        page.write_row(0, 0, columns, bold)
        page.freeze_panes(1, 0)
        page.set_column(0, len(columns) - 1, 24)
        for place, (head, names) in enumerate(_lists(known)):
            lists.write_column(0, place, [head, *names])
            if names:
                letter = "AB"[place]
                source = f"='{_('Listes')}'!${letter}$2:${letter}${len(names) + 1}"
                column = columns.index(head)
                asked = {"validate": "list", "source": source}
                page.data_validation(1, column, MOST_LINES, column, asked)
    file.seek(0)
    return file


def _lists(known: Known) -> Iterator[tuple[str, list[str]]]:
    yield COLUMNS["theme"], [one.name for one in known.themes.values()]
    yield COLUMNS["zone"], [one.name for one in known.zones.values()]
