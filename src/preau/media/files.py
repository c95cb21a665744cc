"""What a file is, by its bytes and never by what it says it is."""

from __future__ import annotations

import subprocess
import zipfile
from typing import Any

from django.conf import settings

#: The first bytes of each kind of file that is taken.
SIGNS = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}
#: Office documents are archives: their name says which, a program is never one of them.
ARCHIVES = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: What an office archive holds, that any other archive does not.
_INSIDE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
#: An archive that swells more than this is no document.
MOST_SWELL = 200
MOST_SWOLLEN = 500 * 1024 * 1024


def type_of(upload: Any) -> str:
    """The media type that the first bytes tell; empty for what is not taken."""
    upload.seek(0)
    start = upload.read(8)
    upload.seek(0)
    for sign, kind in SIGNS.items():
        if start.startswith(sign):
            return kind
    ending = (upload.name or "").rpartition(".")[2].lower()
    return ARCHIVES.get(ending, "") if start.startswith(b"PK\x03\x04") else ""


def swells(upload: Any) -> bool:
    """An archive that cannot be read, or that would fill a disk."""
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as archive:
            sizes = [(one.file_size, one.compress_size) for one in archive.infolist()]
    except (zipfile.BadZipFile, ValueError, OSError):
        return True
    finally:
        upload.seek(0)
    whole = sum(size for size, _packed in sizes)
    packed = sum(packed for _size, packed in sizes)
    return whole > MOST_SWOLLEN or (whole > 10_000_000 and whole > MOST_SWELL * max(packed, 1))


def is_office(upload: Any, kind: str) -> bool:
    """True when the archive holds what a document of that kind holds, and nothing that runs."""
    if swells(upload):
        return False
    ending = next(one for one, media_type in ARCHIVES.items() if media_type == kind)
    try:
        with zipfile.ZipFile(upload) as archive:
            names = set(archive.namelist())
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return False
            if ending in _INSIDE:
                return _INSIDE[ending] in names
            return "mimetype" in names and archive.read("mimetype")[:200].decode() == kind
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, NotImplementedError):
        return False
    finally:
        upload.seek(0)


def is_suspect(upload: Any) -> bool:
    """What the scanner of the installation says (``PREAU_SCANNER``), when there is one."""
    command: list[str] = settings.PREAU_SCANNER
    if not command:
        return False
    upload.seek(0)
    done = subprocess.run(  # noqa: S603 - the command is the installation's own setting
        command, input=upload.read(), capture_output=True, timeout=120, check=False
    )
    upload.seek(0)
    return done.returncode != 0
