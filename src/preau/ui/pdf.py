"""Papers made by typst: tagged PDFs from a layout and facts already in words."""

from __future__ import annotations

import io
import json
import tempfile
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import segno
import typst

#: PDF/UA-1: titled, tagged, readable by a screen reader; typst fails rather than break it.
STANDARD: Final = "ua-1"


def compile_pdf(
    layout: bytes, facts: dict[str, Any], files: Mapping[str, bytes] | None = None
) -> bytes:
    """``layout`` filled with ``facts``. Pictograms, which the fonts lack, are left out.

    ``files``: pictures that the layout draws by their name. A letter of a script that no font
    holds keeps the standard from being claimed, not the paper from being made: it stays tagged.
    """
    if not files:
        return _compile(layout, facts)
    with tempfile.TemporaryDirectory(prefix="preau-paper-") as folder:
        root = Path(folder)
        for name, content in {**files, "paper.typ": layout}.items():
            (root / name).write_bytes(content)
        return _compile(str(root / "paper.typ"), facts, root=folder)


def _compile(layout: bytes | str, facts: dict[str, Any], **more: Any) -> bytes:
    more["sys_inputs"] = {"facts": _drawable(json.dumps(facts, ensure_ascii=False))}
    try:
        made: bytes = typst.compile(layout, pdf_standards=STANDARD, **more)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        made = typst.compile(layout, **more)
    return made


def qr_svg(text: str) -> str:
    """A code to scan, as the SVG that a layout draws with ``image(bytes(...))``."""
    drawn = io.BytesIO()
    segno.make(text, error="m").save(drawn, kind="svg", border=0, scale=10)
    return drawn.getvalue().decode()


_FIRST_PICTOGRAM = 0x2190


def _drawable(text: str) -> str:
    return "".join(
        sign
        for sign in text
        if ord(sign) < _FIRST_PICTOGRAM
        or unicodedata.category(sign) not in ("So", "Sk", "Cf", "Mn", "Me")
    )
