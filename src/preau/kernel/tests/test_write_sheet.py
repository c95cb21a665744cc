"""Table files that open in any spreadsheet and never run what a resident wrote."""

from __future__ import annotations

import csv
import io

import pytest

from preau.kernel.sheets import BOM, csv_lines, euros, safe_cell


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_quote_formula(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


def test_keep_numbers() -> None:
    values = (-3, 2.5, None, "85 000 €")
    assert [str(safe_cell(value)) for value in values] == ["-3", "2.5", "", "85 000 €"]


@pytest.mark.parametrize(
    ("cents", "written"), [(None, ""), (85_000_00, "85000"), (-12_50, "-12,5")]
)
def test_write_euros_for_a_spreadsheet(cents: int | None, written: str) -> None:
    _head, line = csv_lines(["Coût"], [[euros(cents)]], decimal=",")
    assert next(csv.reader([line], delimiter=";")) == [written]


def test_write_line_by_line() -> None:
    lines = list(csv_lines(["Titre", "Coût"], ([f"Idée ; {i}", i] for i in range(3))))
    assert len(lines) == 4
    assert lines[0].startswith(BOM)
    read = list(csv.reader(io.StringIO("".join(lines).removeprefix(BOM)), delimiter=";"))
    assert read[1] == ["Idée ; 0", "0"]
