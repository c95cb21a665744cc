"""A long paper is made by a process of its own, and is the same paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from preau.ui import pdf

LAYOUT = b'#let f = json(bytes(sys.inputs.facts))\n#set document(title: "T")\n#for one in f.lines [#one #parbreak()]'


def _held() -> float:
    """Megabytes that this process holds."""
    said = Path("/proc/self/status").read_text()
    return int(said.partition("VmRSS:")[2].split()[0]) / 1024


def test_long_paper_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """The typesetter would keep what it measured: hundreds of megabytes after a few registers."""
    facts = {"lines": [f"Observation {n} " + "mot " * 80 for n in range(1500)]}
    before = _held()
    whole = pdf.compile_pdf(LAYOUT, facts)
    assert whole.startswith(b"%PDF")
    assert b"/StructTreeRoot" in whole
    assert _held() - before < 40
    monkeypatch.setattr(pdf, "LONG", 10_000_000)
    pdf.compile_pdf(LAYOUT, facts)
    assert _held() - before > 60, "made here, it would have been kept"


def test_fault_of_layout_is_told() -> None:
    with pytest.raises(RuntimeError, match="nowhere"):
        pdf.compile_pdf(b"#nowhere", {"lines": ["x" * pdf.LONG]})
