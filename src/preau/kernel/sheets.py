"""Table files: their text, whoever wrote it, and lines that any spreadsheet opens safely."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

#: Tells spreadsheets that what follows is UTF-8.
BOM = "\ufeff"
#: A cell that starts so would be run as a formula by a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def text_of(raw: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16 when it is one, else what Windows writes."""
    is_utf16 = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        return raw.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def separator_of(text: str) -> str:
    """The sign that cuts the first line the most: semicolon, comma, tab or bar."""
    head = text.lstrip(BOM).lstrip(" \r\n").split("\n", 1)[0]
    return max(";,\t|", key=head.count)


def safe_cell(value: Any) -> str | int | float:
    """``value`` as a cell that no spreadsheet runs: such words are quoted by an apostrophe.

    Numbers stay numbers, negative ones included; None is empty.
    """
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def euros(cents: int | None) -> int | float | None:
    """Euros as a number that a spreadsheet adds up; whole when there are no cents."""
    if cents is None:
        return None
    return cents // 100 if cents % 100 == 0 else cents / 100


def csv_lines(
    header: Iterable[Any], rows: Iterable[Iterable[Any]], *, decimal: str = "."
) -> Iterator[str]:
    """The file line by line, never whole in memory: BOM, header, rows, semicolons.

    ``decimal`` is the mark of decimal numbers: a comma for a spreadsheet in French.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")

    def cell(value: Any) -> str:
        safe = safe_cell(value)
        return str(safe).replace(".", decimal) if isinstance(safe, float) else str(safe)

    def line(cells: Iterable[Any]) -> str:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([cell(one) for one in cells])
        return buffer.getvalue()

    yield BOM + line(header)
    for row in rows:
        yield line(row)
