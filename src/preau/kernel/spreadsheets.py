"""A table as a spreadsheet file, in constant memory: XLSX by its library, ODS written as it comes."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, Any
from xml.sax.saxutils import escape

import xlsxwriter

from preau.kernel.sheets import safe_cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
Sheet = tuple[str, Iterable[Any], Iterable[Iterable[Any]]]
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def write_xlsx(sheets: Iterable[Sheet]) -> IO[bytes]:
    """The sheets (name, heads, rows) in a temporary file, read from its start."""
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        for name, heads, rows in sheets:
            page = book.add_worksheet(name[:31])
            page.freeze_panes(1, 0)
            for place, cells in enumerate(_with_heads(heads, rows)):
                page.write_row(place, 0, [safe_cell(cell) for cell in cells])
    file.seek(0)
    return file


def _with_heads(heads: Iterable[Any], rows: Iterable[Iterable[Any]]) -> Iterator[Iterable[Any]]:
    yield heads
    yield from rows


_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_START = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    "<office:body><office:spreadsheet>"
)
_END = "</office:spreadsheet></office:body></office:document-content>"


def write_ods(sheets: Iterable[Sheet]) -> IO[bytes]:
    """The same sheets as an OpenDocument file."""
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        with archive.open("content.xml", "w", force_zip64=True) as content:
            content.write(_START.encode())
            for name, heads, rows in sheets:
                content.write(f'<table:table table:name="{_text(name)}">'.encode())
                for cells in _with_heads(heads, rows):
                    content.write(_row(cells).encode())
                content.write(b"</table:table>")
            content.write(_END.encode())
    file.seek(0)
    return file


def _row(cells: Iterable[Any]) -> str:
    return f"<table:table-row>{''.join(_cell(cell) for cell in cells)}</table:table-row>"


def _cell(value: Any) -> str:
    safe = safe_cell(value)
    if safe == "":
        return "<table:table-cell/>"
    if isinstance(safe, str):
        lines = "".join(f"<text:p>{_text(line)}</text:p>" for line in safe.split("\n"))
        return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
    return (
        f'<table:table-cell office:value-type="float" office:value="{safe}">'
        f"<text:p>{safe}</text:p></table:table-cell>"
    )


def _text(value: str) -> str:
    """Words that XML can hold: its control signs are taken out."""
    kept = "".join(sign for sign in value if sign >= " " or sign == "\t")
    return escape(kept, {'"': "&quot;"})
