"""The three sections of a `.pb` file, whatever its quoting, line ends, BOM or compression.

META and PROJECTS are small and read line by line, so that a stray quote or an unquoted semicolon is
repaired and reported. VOTES may be huge and is streamed: only distinct rows are kept.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, repeat
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple, TextIO

from preau.counting.words import describe_problem

SECTIONS = ("META", "PROJECTS", "VOTES")
CHUNK = 10_000
LONGEST_FIELD = 1 << 24


class FileError(ValueError):
    """A file that cannot be read: which one, where, what is wrong (a code and its figures)."""

    def __init__(self, path: Path, line: int, code: str, **figures: object) -> None:
        self.path, self.line, self.code, self.figures = path, line, code, figures
        super().__init__(self.said("fr"))

    def said(self, lang: str) -> str:
        """« file:12: … » in this language; `str()` says it in French."""
        place = f"{self.path}:{self.line}" if self.line else str(self.path)
        return f"{place}: {describe_problem(self.code, self.figures, lang)}"


@dataclass(frozen=True)
class Remark:
    """Something odd that was read nevertheless; `line` is 0 when it is about the whole file."""

    code: str
    figures: dict[str, object]
    line: int = 0

    def said(self, lang: str) -> str:
        place = {"fr": "ligne", "en": "line"}[lang] + f" {self.line}: " if self.line else ""
        return place + describe_problem(self.code, self.figures, lang)


class Row(NamedTuple):
    line: int
    cells: list[str]


@dataclass
class Sections:
    """`votes` counts the distinct pairs (vote, points); `voter_ids` is how many were distinct."""

    path: Path
    meta: list[Row] = field(default_factory=list)
    projects: list[Row] = field(default_factory=list)
    votes: Counter[tuple[str, str]] = field(default_factory=Counter)
    vote_columns: list[str] = field(default_factory=list)
    vote_rows: int = 0
    voter_ids: int = 0
    sha256: str = ""
    remarks: list[Remark] = field(default_factory=list)


def read_sections(path: Path) -> Sections:
    """Read a `.pb` or `.pb.gz` file. Raises FileError with the line of what is wrong."""
    sections = Sections(path)
    try:
        sections.sha256 = file_sha256(path)
        with open_text(path) as text:
            _Reader(text, sections).read()
    except UnicodeDecodeError as error:
        line = _line_of_bad_byte(path)
        raise FileError(path, line, "not-utf8", error=error.reason) from None
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise FileError(path, 0, "not-gzip", error=error) from None
    except csv.Error as error:
        raise FileError(path, 0, "not-columns", error=error) from None
    except OSError as error:
        raise FileError(path, 0, "system", error=error.strerror or error) from None
    return sections


def file_sha256(path: Path) -> str:
    """The hash of the file as it is on the disk, compressed or not."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def open_text(path: Path) -> TextIO:
    """The file as text, unpacked if it is compressed whatever its name, its line ends kept."""
    if _is_gzip(path):
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _is_gzip(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(2) == b"\x1f\x8b"


def _line_of_bad_byte(path: Path) -> int:
    with gzip.open(path) if _is_gzip(path) else path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return 0


def section_name(line: str) -> str:
    """META, PROJECTS or VOTES when the line opens a section, else an empty string."""
    name = line.strip().strip(";").strip('"').strip().upper()
    return name if name in SECTIONS else ""


class _Reader:
    def __init__(self, text: TextIO, sections: Sections) -> None:
        csv.field_size_limit(LONGEST_FIELD)
        self.text = text
        self.sections = sections
        self.line = 0
        self.ended = False
        self.pushed: list[str] = []

    def read(self) -> None:
        seen: list[str] = []
        name = self._find_section()
        while name:
            if name in seen:
                raise self.error("section-twice", name=name)
            seen.append(name)
            if name == "VOTES":
                self._read_votes()
                name = ""
            else:
                rows = self.sections.meta if name == "META" else self.sections.projects
                name = self._read_rows(rows)
        missing = [name for name in SECTIONS if name not in seen]
        if missing:
            raise self.error("section-missing", name=", ".join(missing))

    def error(self, code: str, line: int = 0, **figures: object) -> FileError:
        return FileError(self.sections.path, line or self.line, code, **figures)

    def _next(self) -> str:
        line = self.pushed.pop() if self.pushed else self.text.readline()
        self.line += bool(line)
        return line

    def _push(self, line: str) -> None:
        self.pushed.append(line)
        self.line -= 1

    def _find_section(self) -> str:
        while line := self._next():
            if line.strip():
                if name := section_name(line):
                    return name
                raise self.error("no-meta")
        raise self.error("empty")

    def _read_rows(self, rows: list[Row]) -> str:
        """Fill one small section; return the name of the next one."""
        while line := self._next():
            if name := section_name(line):
                return name
            if line.strip():
                number = self.line
                rows.append(Row(number, self._cells(line)))
        return ""

    def _cells(self, line: str) -> list[str]:
        """Split one line; a quote left open is a field on several lines, or a mere character."""
        if line.count('"') % 2 == 0:
            return _split(line)
        first, joined, taken = self.line, line, list[str]()
        while joined.count('"') % 2 and len(taken) < 50:
            following = self._next()
            if not following or section_name(following):
                if following:
                    self._push(following)
                break
            taken.append(following)
            joined += following
        if joined.count('"') % 2 == 0 and '"' in taken[-1] and _opens_a_field(line):
            return _split(joined)
        for following in reversed(taken):
            self._push(following)
        self.sections.remarks.append(Remark("quote-open", {}, first))
        return line.rstrip("\r\n").split(";")

    def _read_votes(self) -> None:
        header = [name.strip().lower() for name in _split(self._next())]
        self.sections.vote_columns = header
        if "vote" not in header:
            raise self.error("column-missing", name="VOTES", column="vote")
        if self.pushed:
            raise self.error("quote-before-votes")
        vote = itemgetter(header.index("vote"))
        points = itemgetter(header.index("points")) if "points" in header else None
        votes, voters = self.sections.votes, set[str]()
        for rows in self._vote_rows(len(header)):
            voters.update(map(itemgetter(0), rows))
            marks = map(points, rows) if points else repeat("")
            votes.update(zip(map(vote, rows), marks, strict=False))
            self.sections.vote_rows += len(rows)
        self.sections.voter_ids = len(voters)

    def _vote_rows(self, width: int) -> Iterator[list[list[str]]]:
        """Rows of `width` cells, by chunks: csv is as fast as the disk, only shapes are checked."""
        while lines := list(islice(self.text, CHUNK)):
            rows = list(csv.reader(lines, delimiter=";"))
            if len(rows) != len(lines) or lines[-1].count('"') % 2:
                rows = [self._one_line(line, self.line + at) for at, line in enumerate(lines, 1)]
            if set(map(len, rows)) != {width}:
                rows = [
                    self._shaped(row, width, self.line + at)
                    for at, row in enumerate(rows, 1)
                    if any(row)
                ]
            self.line += len(lines)
            yield rows

    def _one_line(self, line: str, number: int) -> list[str]:
        if line.count('"') % 2 == 0:
            return _split(line)
        self.sections.remarks.append(Remark("quote-open", {}, number))
        return line.rstrip("\r\n").split(";")

    def _shaped(self, row: list[str], width: int, number: int) -> list[str]:
        if len(row) > width and not any(cell.strip() for cell in row[width:]):
            return row[:width]
        if len(row) != width:
            raise self.error("columns", number, found=len(row), expected=width)
        return row


def _split(line: str) -> list[str]:
    return next(csv.reader([line], delimiter=";"), [])


def _opens_a_field(line: str) -> bool:
    """Is there a cell that begins with a quote? A quote elsewhere opens nothing."""
    return any(cell.lstrip().startswith('"') for cell in line.split(";"))


def line_of_vote(sections: Sections, vote: str, points: str) -> int:
    """The first line that holds this vote. Reads the file again: only an error message needs it."""
    places = [sections.vote_columns.index("vote")]
    if "points" in sections.vote_columns:
        places.append(sections.vote_columns.index("points"))
    wanted, inside = [vote, points][: len(places)], False
    with open_text(sections.path) as text:
        for number, line in enumerate(text, 1):
            odd = line.count('"') % 2
            cells = line.rstrip("\r\n").split(";") if odd else _split(line)
            if inside and [cells[at] for at in places if at < len(cells)] == wanted:
                return number
            inside |= section_name(line) == "VOTES"
    return 0
