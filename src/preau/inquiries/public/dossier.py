"""The file of the inquiry: every piece, every version, search inside, the whole as a ZIP."""

from __future__ import annotations

import tempfile
import zipfile
from typing import IO

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from ..documents import served_apart
from ..dossier import all_versions, count_download, downloads, name_in_zip
from ..models import Inquiry, PieceVersion
from ..queries import pieces_of
from ..search import search_file
from .access import frame, load_inquiry


def file(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """The pieces in the order of the text; before the opening, when they will be read."""
    inquiry = load_inquiry(request, process, step)
    words = request.GET.get("q", "").strip()[:120]
    is_locked = is_locked_now(inquiry)
    context = frame(
        inquiry,
        "file",
        pieces=pieces_of(inquiry),
        counts=downloads(inquiry),
        words=words,
        hits=search_file(inquiry, words) if words and not is_locked else [],
        is_locked=is_locked,
    )
    return render(request, "inquiries/public/file.html", context)


def is_locked_now(inquiry: Inquiry) -> bool:
    """The file is read from the opening, to the second; then for good."""
    return str(inquiry.step.state) == "future"


def _version(request: HttpRequest, process: str, step: str, version: int) -> PieceVersion:
    from django.http import Http404

    inquiry = load_inquiry(request, process, step)
    if is_locked_now(inquiry):
        raise Http404
    found = PieceVersion.objects.select_related("document", "piece")
    return get_object_or_404(found, piece__inquiry=inquiry, pk=version)


def download(request: HttpRequest, process: str, step: str, version: int) -> HttpResponseBase:
    """One version of a piece."""
    found = _version(request, process, step, version)
    count_download(found)
    return served_apart(found.document)


def alternative(request: HttpRequest, process: str, step: str, version: int) -> HttpResponse:
    """The same piece in plain text, for who cannot read the document."""
    found = _version(request, process, step, version)
    inquiry = load_inquiry(request, process, step)
    return render(
        request, "inquiries/public/alternative.html", frame(inquiry, "file", version=found)
    )


def whole(request: HttpRequest, process: str, step: str) -> HttpResponseBase:
    """Every version of every piece, numbered in order, with their hashes."""
    from django.http import Http404

    inquiry = load_inquiry(request, process, step)
    if is_locked_now(inquiry):
        raise Http404
    packed: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    with zipfile.ZipFile(packed, "w") as archive:
        sums = []
        for version in all_versions(inquiry):
            name = name_in_zip(version)
            with (
                default_storage.open(version.document.path) as source,
                archive.open(_entry(name), "w", force_zip64=True) as target,
            ):
                for block in source.chunks():
                    target.write(block)
            sums.append(f"{version.document.sha256}  {name}\n")
        archive.writestr(_entry("SHA256SUMS.txt"), "".join(sums))
    packed.seek(0)
    return FileResponse(packed, as_attachment=True, filename=f"dossier-{process}.zip")


def _entry(name: str) -> zipfile.ZipInfo:
    """Without the hour of asking: the same pieces make the same file, whose hash may be kept."""
    return zipfile.ZipInfo(name)
