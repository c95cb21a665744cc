"""Charts drawn by the server: geometry in thousandths, words in HTML so that they never shrink."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from preau.ui.props import Chart
from preau.ui.words import number

WIDTH = 1000


@dataclass(frozen=True)
class Part:
    """A filled piece of a bar, in thousandths of the width."""

    x: float
    width: float
    shade: int


@dataclass(frozen=True)
class Row:
    label: Any
    parts: list[Part]
    text: str
    cells: list[str]


def rows(chart: Chart) -> list[Row]:
    """Bars scaled on the longest one; series are laid end to end. An empty chart has no row."""
    longest = max((sum(bar.values) for bar in chart.bars), default=0) or 1
    found = []
    for bar in chart.bars:
        parts, x = [], 0.0
        for shade, value in enumerate(bar.values):
            width = round(value * WIDTH / longest, 1)
            parts.append(Part(x, width, shade % 4))
            x = round(x + width, 1)
        total = number(sum(bar.values))
        text = f"{total}\u00a0{chart.unit}" if chart.unit else total
        found.append(Row(bar.label, parts, text, [number(value) for value in bar.values]))
    return found
