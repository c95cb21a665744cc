"""The envelope as one line, filled by winners in order, and what did not fit any more."""

from __future__ import annotations

from dataclasses import dataclass

from .results import ContestResult, Row

#: Narrower than this, in percent, a part does not hold its rank.
_NARROWEST = 3.5


@dataclass(frozen=True)
class Part:
    """A winner in the bar; ``x``, ``width`` and ``middle`` are in percent of the drawing."""

    rank: int
    title: str
    x: str
    width: str
    middle: str
    shade: int
    shows_rank: bool


@dataclass(frozen=True)
class EnvelopeBar:
    """``end`` is where the envelope ends; ``out_*`` is the first project left out, if any."""

    parts: list[Part]
    end: str
    out_x: str
    out_width: str

    @property
    def has_out(self) -> bool:
        return self.out_width != "0"


def envelope_bar(result: ContestResult, *, until: int | None = None) -> EnvelopeBar:
    """Lay out the bar of ``result``, as it stood after ``until`` steps when given."""
    rows = result.rows if until is None else result.rows[:until]
    out = result.first_out if until is None else _passed_at(result, until)
    out_cost, out_from = (out.option.cost_cents, _taken(result, out.left_before)) if out else (0, 0)
    whole = max(result.envelope_cents, result.spent_cents, out_from + out_cost) or 1
    parts, start = [], 0
    for row in sorted((row for row in rows if row.rank), key=lambda row: row.rank or 0):
        cost = row.option.cost_cents
        width = 100 * cost / whole
        parts.append(
            Part(
                rank=row.rank or 0,
                title=row.option.title,
                x=_percent(start, whole),
                width=_percent(cost, whole),
                middle=_percent(start + cost / 2, whole),
                shade=(row.rank or 0) % 2,
                shows_rank=width >= _NARROWEST,
            )
        )
        start += cost
    return EnvelopeBar(
        parts,
        _percent(result.envelope_cents, whole),
        _percent(out_from, whole),
        _percent(out_cost, whole),
    )


def _taken(result: ContestResult, left: int) -> int:
    return result.envelope_cents - left


def _passed_at(result: ContestResult, turn: int) -> Row | None:
    row = result.rows[turn - 1]
    return None if row.is_winner else row


def _percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.3f}".rstrip("0").rstrip(".") or "0"
