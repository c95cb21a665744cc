"""Papers made by typst: tagged PDFs from a layout and facts already in words."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import segno
import typst

from preau.kernel import clock

#: PDF/UA-1: titled, tagged, readable by a screen reader; typst fails rather than break it.
STANDARD: Final = "ua-1"
#: Letters of facts above which a paper is made by a process of its own: the typesetter keeps all
#: that it measured (some hundred megabytes for a long register), and gives it back with its life.
LONG: Final = 200_000


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
    said = _drawable(json.dumps(facts, ensure_ascii=False))
    more["timestamp"] = int(clock.now().timestamp())
    return (_apart if len(said) > LONG else _made)(layout, said, **more)


def _made(layout: bytes | str, said: str, **more: Any) -> bytes:
    more["sys_inputs"] = {"facts": said}
    try:
        made: bytes = typst.compile(layout, pdf_standards=STANDARD, **more)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        made = typst.compile(layout, **more)
    return made


def _apart(layout: bytes | str, said: str, **more: Any) -> bytes:
    """The same, by a process that runs this very file and ends."""
    words = layout if isinstance(layout, str) else layout.decode()
    asked = {"layout": words, "is_path": isinstance(layout, str), "said": said}
    command = [sys.executable, "-P", __file__]
    done = subprocess.run(  # noqa: S603 - this interpreter and this file
        command,
        input=json.dumps({**asked, "more": more}).encode(),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace")[-2000:])
    return done.stdout


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


def main() -> None:
    """Make the paper that the standard input asks for, on the standard output."""
    asked = json.load(sys.stdin.buffer)
    layout = asked["layout"] if asked["is_path"] else asked["layout"].encode()
    sys.stdout.buffer.write(_made(layout, asked["said"], **asked["more"]))


if __name__ == "__main__":
    main()
