"""A text as it is pasted or given in a file, cut into headings and passages."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass, replace
from typing import IO, Any

from django.utils.translation import gettext as _

from preau.kernel.sheets import separator_of, text_of
from preau.kernel.text import search_key, slug

#: More passages than this is not one text.
MOST_PASSAGES = 1500
MOST_BYTES = 10 * 1024 * 1024
#: A file of words unfolds to no more than this.
MOST_UNFOLDED = 80 * 1024 * 1024


class Unreadable(Exception):
    """Why a text cannot be taken in, in words for who gave it."""


@dataclass(frozen=True)
class Piece:
    """A heading (``depth`` from 1) or a passage (0), once read."""

    depth: int
    title: str = ""
    body: str = ""
    number: str = ""
    key: str = ""


_HASHES = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_LEGAL = re.compile(
    r"^(livre|titre|chapitre|section|sous-section|annexe|article|art\.)\s+"
    r"([0-9ivxlc]+(?:[.-][0-9]+)*(?:er)?|premier|unique)\b\s*[.:–—-]?\s*(.{0,160})$",
    re.IGNORECASE,
)
_DEPTHS = {"livre": 1, "titre": 1, "annexe": 1, "chapitre": 1, "section": 2, "sous-section": 3}
_DEEPEST = 3


def read_words(words: str) -> list[Piece]:
    """Words pasted or Markdown: «\u00a0#\u00a0» or «\u00a0Article 3\u00a0» open a section, a blank line a passage."""
    pieces: list[Piece] = []
    for block in re.split(r"\n\s*\n", words.replace("\r\n", "\n").replace("\u2028", "\n").strip()):
        rest: list[str] = []
        for line in block.strip().split("\n"):
            heading = _heading(line.strip())
            if heading is None:
                rest.append(line.rstrip())
                continue
            _close(pieces, rest)
            rest = []
            pieces.append(heading)
        _close(pieces, rest)
    return numbered(pieces)


def _close(pieces: list[Piece], lines: list[str]) -> None:
    body = "\n".join(lines).strip()
    if not body:
        return
    last = pieces[-1] if pieces else None
    if _is_list(body) and last is not None and not last.depth and last.body.endswith((":", ";")):
        pieces[-1] = replace(last, body=f"{last.body}\n{body}")
    else:
        pieces.append(Piece(0, body=body))


def _is_list(body: str) -> bool:
    return all(re.match(r"^\s*([-*•–]|[0-9]+[°.)]|[a-z]\))\s", line) for line in body.split("\n"))


def _heading(line: str) -> Piece | None:
    marked = _HASHES.match(line)
    if marked:
        return Piece(min(len(marked.group(1)), _DEEPEST), title=marked.group(2)[:240])
    legal = _LEGAL.match(line.strip("*_ "))
    if legal and len(line) <= 180 and not line.rstrip().endswith((";", ",")):
        word = legal.group(1).lower()
        return Piece(_DEPTHS.get(word, _DEEPEST), title=line.strip("*_ ")[:240])
    return None


def numbered(pieces: list[Piece]) -> list[Piece]:
    """The same pieces with references that will not move: 1.1, 1.2… or their own number."""
    if not any(piece.body for piece in pieces):
        raise Unreadable(_("Ce texte ne contient aucun passage."))
    if sum(not piece.depth for piece in pieces) > MOST_PASSAGES:
        raise Unreadable(
            _("Ce texte a plus de %(most)s passages. Découpez-le en plusieurs textes.")
            % {"most": MOST_PASSAGES}
        )
    found: list[Piece] = []
    taken: set[str] = set()
    section = place = 0
    for piece in pieces:
        if piece.depth:
            opens = not found or not found[-1].depth
            section, place = (section + 1, 0) if opens else (max(section, 1), place)
            key = _free(f"s-{slug(piece.title, longest=30)}", taken)
            found.append(replace(piece, key=key))
            continue
        place += 1
        number = piece.number or (f"{section}.{place}" if section else str(place))
        key = _free(slug(number.replace(".", "-"), longest=30), taken)
        found.append(replace(piece, number=number[:24], key=key))
    return found


def _free(key: str, taken: set[str]) -> str:
    free, more = key[:36], 2
    while free in taken:
        free, more = f"{key[:32]}-{more}", more + 1
    taken.add(free)
    return free


#: Names that a column may bear.
_COLUMNS = {
    "section": ("section", "titre de section", "partie"),
    "number": ("reference", "numero", "article", "ref"),
    "title": ("titre", "intitule", "objet"),
    "body": ("texte", "passage", "contenu", "redaction", "body"),
}


def read_table(raw: bytes) -> list[Piece]:
    """A CSV with a column «\u00a0texte\u00a0», and if wanted «\u00a0section\u00a0», «\u00a0référence\u00a0» and «\u00a0titre\u00a0»."""
    words = text_of(raw)
    rows = csv.DictReader(io.StringIO(words), delimiter=separator_of(words))
    names = {search_key(name or ""): name for name in rows.fieldnames or []}
    column = {
        wanted: next((names[name] for name in known if name in names), None)
        for wanted, known in _COLUMNS.items()
    }
    if column["body"] is None:
        raise Unreadable(_("Ce tableau n’a pas de colonne «\u00a0texte\u00a0»."))
    pieces: list[Piece] = []
    section = None
    try:
        for row in rows:
            said = {w: (row.get(n) or "").strip() if n else "" for w, n in column.items()}
            if said["section"] and said["section"] != section:
                section = said["section"]
                pieces.append(Piece(1, title=section[:240]))
            if said["body"]:
                pieces.append(
                    Piece(0, title=said["title"][:240], body=said["body"], number=said["number"])
                )
    except csv.Error as error:
        raise Unreadable(_("Ce tableau ne se lit pas jusqu’au bout.")) from error
    return numbered(pieces)


def read_docx(file: IO[bytes]) -> list[Piece]:
    """A document of a word processor: its heading styles open sections."""
    from docx import Document  # slow to load, and rarely needed
    from docx.table import Table

    try:
        with zipfile.ZipFile(file) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_UNFOLDED:
                raise Unreadable(_("Ce document est trop lourd une fois ouvert."))
        file.seek(0)
        document = Document(file)
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise Unreadable(_("Ce fichier n’est pas un document DOCX lisible.")) from error
    pieces: list[Piece] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            rows = (" | ".join(cell.text.strip() for cell in row.cells) for row in block.rows)
            pieces.append(Piece(0, body="\n".join(rows).strip()))
            continue
        words = block.text.strip()
        if words:
            _take(pieces, words, str(block.style.name or "") if block.style else "")
    return numbered([one for one in pieces if one.depth or one.body])


def _take(pieces: list[Piece], words: str, style: str) -> None:
    level = re.match(r"^(?:heading|titre) ?([1-9])", style.lower())
    if style.lower() in ("title", "titre") or level:
        depth = min(int(level.group(1)), _DEEPEST) if level else 1
        pieces.append(Piece(depth, title=words[:240]))
    elif "list" in style.lower() and pieces and not pieces[-1].depth:
        pieces[-1] = replace(pieces[-1], body=f"{pieces[-1].body}\n- {words}")
    else:
        pieces.append(_heading(words) or Piece(0, body=words))


def read_file(upload: Any) -> list[Piece]:
    """A file by its name: DOCX, CSV, Markdown or plain words. Raises ``Unreadable``."""
    if upload.size > MOST_BYTES:
        raise Unreadable(_("Ce fichier dépasse 10\u00a0Mo."))
    ending = (upload.name or "").rpartition(".")[2].lower()
    if ending == "docx":
        return read_docx(upload.file)
    if ending == "csv":
        return read_table(upload.read())
    if ending in ("md", "txt", "markdown"):
        return read_words(text_of(upload.read()))
    raise Unreadable(_("Donnez un fichier DOCX, CSV, Markdown ou texte."))
