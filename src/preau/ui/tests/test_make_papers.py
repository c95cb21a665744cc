"""A long paper is made by a process of its own, and is the same paper."""

from __future__ import annotations

from typing import Any

import pytest

from preau.ui import pdf

LAYOUT = b'#let f = json(bytes(sys.inputs.facts))\n#set document(title: "T")\n#for one in f.lines [#one #parbreak()]'


def _never(*_: Any, **__: Any) -> bytes:
    raise AssertionError("made in this process, which would keep what the typesetter measured")


def test_long_paper_is_made_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """The typesetter would keep what it measured: hundreds of megabytes after a few registers."""
    facts = {"lines": [f"Observation {n} " + "mot " * 80 for n in range(700)]}
    monkeypatch.setattr(pdf, "_made", _never)
    whole = pdf.compile_pdf(LAYOUT, facts)
    assert whole.startswith(b"%PDF")
    assert b"/StructTreeRoot" in whole
    with pytest.raises(AssertionError, match="this process"):
        pdf.compile_pdf(LAYOUT, {"lines": ["court"]})


def test_fault_of_layout_is_told() -> None:
    with pytest.raises(RuntimeError, match="nowhere"):
        pdf.compile_pdf(b"#nowhere", {"lines": ["x" * pdf.LONG]})
