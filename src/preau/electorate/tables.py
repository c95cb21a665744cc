"""Files as spreadsheets write them: encoding, separator and columns are found, not asked."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from preau.kernel.sheets import separator_of
from preau.kernel.text import search_key

MOST_BYTES = 4_000_000


@dataclass(frozen=True)
class Row:
    """A line of the file: its number as a spreadsheet counts, its cells by column."""

    number: int
    cells: dict[str, str]


def columns_of(text: str, names: Mapping[str, str]) -> list[str]:
    """What each column of the first line holds, by ``names`` (bare words → column)."""
    rows = csv.reader(io.StringIO(text.lstrip()), delimiter=separator_of(text))
    return [names.get(search_key(cell), "") for cell in next(rows, [])]


def rows_of(text: str, names: Mapping[str, str]) -> Iterator[Row]:
    """Lines under the first one, empty ones left out; ``csv.Error`` when they cannot be read."""
    heads = columns_of(text, names)
    reader = csv.reader(io.StringIO(text.lstrip()), delimiter=separator_of(text))
    next(reader, None)
    for number, row in enumerate(reader, start=2):
        cells = {head: cell.strip() for head, cell in zip(heads, row, strict=False) if head}
        if any(cells.values()):
            yield Row(number, cells)


def day_of(typed: str) -> date | None:
    """« 02/06/1989 », « 2-6-1989 », « 1989-06-02 », « 02061989 »: the day, else None."""
    digits = [part for part in search_key(typed).split() if part.isdigit()]
    if len(digits) == 1 and len(digits[0]) == 8:
        whole = digits[0]
        digits = [whole[:2], whole[2:4], whole[4:]]
    if len(digits) < 3:
        return None
    if len(digits[0]) == 4:
        digits = [digits[2], digits[1], digits[0], *digits[3:]]
    try:
        found = date(int(digits[2]), int(digits[1]), int(digits[0]))
    except ValueError:
        return None
    return found if found.year >= 1900 else None
