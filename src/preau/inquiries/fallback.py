"""What stays readable when the application is down: plain pages and files in a folder.

The worker writes each inquiry again when something in it changes; a web server in front serves the
folder when nothing else answers (docs/inquiries.md). Nothing in it needs the application.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils import translation

from preau.kernel import clock
from preau.processes.models import Process
from preau.tenancy.scope import current_site

from .dossier import all_versions, name_in_zip
from .models import Inquiry, PieceVersion
from .queries import root_of

STYLE = Path(__file__).parent / "static" / "inquiries" / "fallback.css"


def folder_of(inquiry: Inquiry) -> Path:
    """Where a web server finds the page of the inquiry, under the host and path of its address."""
    path = Path(settings.PREAU_FALLBACK) / current_site().canonical_host
    return path.joinpath(*inquiry.url("home").strip("/").split("/"))


def write_fallback(inquiry: Inquiry) -> bool:
    """The page and the files of one inquiry; False when they stand there already."""
    folder = folder_of(inquiry)
    folder.mkdir(parents=True, exist_ok=True)
    opens_at = inquiry.step.opens_at
    is_open = opens_at is not None and opens_at <= clock.now()
    versions = list(all_versions(inquiry)) if is_open else []
    files = [(version, name_in_zip(version)) for version in versions]
    for version, name in files:
        _lay(version, folder / name)
    with translation.override("fr"):
        page = render_to_string(
            "inquiries/fallback.html",
            {
                "inquiry": inquiry,
                "step": inquiry.step,
                "process": inquiry.step.process,
                "site": current_site(),
                "profile": inquiry.profile,
                "files": files,
                "is_open": is_open,
                "permanences": list(inquiry.permanences.all()),
                "channels": inquiry.profile.channels,
                "root": root_of(inquiry),
            },
        )
    shutil.copyfile(STYLE, folder / "fallback.css")
    return _replace(folder / "index.html", page.encode())


def _lay(version: PieceVersion, target: Path) -> None:
    """The document itself, once: versions are never replaced. A link where the disk allows it."""
    if target.exists() and target.stat().st_size == version.document.size:
        return
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        os.link(default_storage.path(version.document.path), part)
    except (OSError, NotImplementedError):
        with default_storage.open(version.document.path) as source, part.open("wb") as copy:
            shutil.copyfileobj(source, copy)
    part.replace(target)


def _replace(target: Path, body: bytes) -> bool:
    """Write a file whole, or not at all; False when it says that already."""
    if target.exists() and target.read_bytes() == body:
        return False
    part = target.with_name(f".{target.name}.part")
    part.write_bytes(body)
    part.replace(target)
    return True


def write_all() -> int:
    """Every published inquiry of the current site; how many pages changed."""
    if not settings.PREAU_FALLBACK:
        return 0
    found = Inquiry.objects.filter(step__process__state=Process.State.PUBLISHED)
    return sum(write_fallback(one) for one in found.select_related("step__process"))
