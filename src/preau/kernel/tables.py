"""Cells of tables that people open in a spreadsheet."""

from __future__ import annotations

from typing import Any

#: A cell that begins so is read as a formula by spreadsheets: an apostrophe disarms it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: Any) -> Any:
    """``value`` as a cell that no spreadsheet runs; numbers stay numbers, None is empty."""
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
