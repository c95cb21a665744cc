"""The file of the inquiry: pieces in order, versions added and dated, the whole as a ZIP."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Sum
from django.utils import timezone
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, demand
from preau.kernel.text import search_key, slug
from preau.ledger.actions import record

from .chain import append
from .documents import keep_file, refusal_of_file
from .models import Document, Download, Inquiry, PageWords, Piece, PieceVersion
from .policies import may_organise

#: Words of one page that the search reads, and pages of one piece.
MOST_WORDS, MOST_PAGES = 100_000, 20_000


def read_pdf(upload: Any) -> tuple[list[str], int | None]:
    """The words of each page of a PDF, and how many pages; none for what cannot be read."""
    upload.seek(0)
    try:
        reader = PdfReader(io.BytesIO(upload.read()))
        pages = [search_key(one.extract_text() or "") for one in reader.pages[:MOST_PAGES]]
        return [one[:MOST_WORDS] for one in pages], len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, OSError):
        return [], None
    finally:
        upload.seek(0)


def _words_of(
    upload: Any, document: Document, alternative: str
) -> tuple[list[tuple[int, str]], int | None]:
    """What the search reads by page, the text alternative as page 0, and how many pages."""
    texts, pages = read_pdf(upload) if document.kind == "application/pdf" else ([], None)
    told = enumerate([search_key(alternative)[:MOST_WORDS], *texts])
    return [(number, words) for number, words in told if words], pages


def _keep_words(version: PieceVersion, found: list[tuple[int, str]]) -> None:
    PageWords.objects.bulk_create(
        PageWords(version=version, number=number, words=words) for number, words in found
    )


def _next_number(piece: Piece) -> int:
    """The number of the next version; the piece is held until the transaction ends."""
    Piece.objects.select_for_update(of=("self",)).get(pk=piece.pk)
    return int(piece.versions.aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def add_version(
    *, piece: Piece, upload: Any, alternative: str = "", reason: str = "", actor: User
) -> PieceVersion | Refusal:
    """A version of ``piece``, beside those that were there; refused by what the file is."""
    inquiry = piece.inquiry
    demand(may_organise(inquiry, actor))
    refusal = refusal_of_file(upload)
    if refusal is not None:
        return refusal
    document = keep_file(upload=upload)
    found, pages = _words_of(upload, document, alternative)
    number = _next_number(piece)
    link = append(
        inquiry,
        "piece",
        str(piece.order),
        title=piece.title,
        version=number,
        name=document.name,
        sha256=document.sha256,
        reason=reason,
        by=actor.full_name,
    )
    version = PieceVersion.objects.create(
        piece=piece,
        number=number,
        document=document,
        alternative=alternative,
        is_searchable=bool(found),
        pages=pages,
        reason=reason,
        added_at=link.at,
        added_by=actor,
    )
    _keep_words(version, found)
    record(
        actor=actor,
        verb="added_piece",
        subject=inquiry.step,
        process_id=inquiry.step.process_id,
        title=piece.title,
        version=version.number,
    )
    return version


@transaction.atomic
def add_piece(*, inquiry: Inquiry, title: str, actor: User) -> Piece:
    """One more piece, after the others."""
    demand(may_organise(inquiry, actor))
    last = inquiry.pieces.aggregate(last=Max("order"))["last"] or 0
    return Piece.objects.create(inquiry=inquiry, title=title, order=last + 1)


def count_download(version: PieceVersion) -> None:
    """One more on this day; nobody is known by it."""
    day = timezone.localdate(clock.now())
    Download.objects.get_or_create(version=version, day=day)
    Download.objects.filter(version=version, day=day).update(total=F("total") + 1)


def downloads(inquiry: Inquiry) -> dict[int, int]:
    """How many times each version was taken away."""
    rows = Download.objects.filter(version__piece__inquiry=inquiry).values_list("version")
    return {int(version): int(total) for version, total in rows.annotate(n=Sum("total"))}


def name_in_zip(version: PieceVersion) -> str:
    """« 03-avis-obligatoires-v2.pdf »: the order of the text, then the title."""
    ending = version.document.name.rpartition(".")[2].lower()
    ending = ending if ending.isalnum() and len(ending) <= 5 else "bin"
    piece = version.piece
    return f"{piece.order:02d}-{slug(piece.title, longest=50)}-v{version.number}.{ending}"


def all_versions(inquiry: Inquiry) -> Iterator[PieceVersion]:
    """Every version, in the order of the file."""
    found = PieceVersion.objects.filter(piece__inquiry=inquiry).select_related("piece", "document")
    yield from found.order_by("piece__order", "number")
