"""Papers made by typst: tagged PDFs from a layout and facts already in words."""

from __future__ import annotations

import io
import json
import unicodedata
from typing import Any, Final

import segno
import typst

#: PDF/UA-1: titled, tagged, readable by a screen reader; typst fails rather than break it.
STANDARD: Final = "ua-1"


def compile_pdf(layout: bytes, facts: dict[str, Any]) -> bytes:
    """``layout`` filled with ``facts``. Pictograms, which the fonts lack, are left out.

    A letter of a script that no font holds keeps the standard from being claimed, not the paper
    from being made: it stays tagged.
    """
    inputs = {"facts": _drawable(json.dumps(facts, ensure_ascii=False))}
    try:
        made: bytes = typst.compile(layout, sys_inputs=inputs, pdf_standards=STANDARD)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        made = typst.compile(layout, sys_inputs=inputs)
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
