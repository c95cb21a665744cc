"""The evidence of an inquiry as one archive, and the copy that may be communicated."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import IO, Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, demand
from preau.kernel.sheets import csv_lines
from preau.ledger.actions import record

from .chain import append, instant, sealed_content
from .models import Attachment, Document, IncomingMail, Inquiry, Link, Mask, Observation, Timestamp
from .outages import outages_of
from .policies import may_conduct, may_organise
from .proof import MARK, written
from .queries import root_of

CHUNK = 1000
_READ_ME = """Ce dossier scelle le registre d’une enquête publique.

inquiry.json         l’enquête, la procédure suivie, la dernière empreinte
chain.jsonl          chaque ligne du journal, telle qu’elle a été hachée
observations.jsonl   le registre scellé, observation par observation
register.txt         le registre tel que chacun l’a lu, passages masqués compris
masks.jsonl          ce qui est masqué, pourquoi, par qui
documents/           pièces, documents joints, actes, courriels d’origine
pannes.txt           quand le site n’a pas répondu, ligne du journal à l’appui
horodatages.txt      chaque empreinte signée par un tiers (RFC 3161), et le fichier de sa réponse
manifest.json        empreinte SHA-256 de chaque fichier

Vérifier, sans la plateforme : python proof.py DOSSIER.zip
Vérifier un horodatage : printf %s EMPREINTE > e.txt
  openssl ts -verify -data e.txt -in documents/horodatages/….tsr -CAfile racine-du-tiers.pem
"""


@transaction.atomic
def seal_register(*, inquiry: Inquiry, actor: User) -> Link | Refusal:
    """Close the register for good: a last line of the chain; refused before the end."""
    demand(may_conduct(inquiry, actor))
    closes_at, at = inquiry.step.closes_at, clock.now()
    if closes_at is None or at < closes_at:
        return Refusal("open", _("Le registre se scelle après la clôture de l’enquête."))
    held = Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)
    if held.sealed_at is not None:
        return Refusal("sealed", _("Le registre est déjà scellé."))
    total = Observation.objects.filter(inquiry=inquiry, is_late=False).count()
    link = append(inquiry, "sealed", "", observations=total, by=actor.full_name)
    inquiry.sealed_at = link.at
    inquiry.save(update_fields=["sealed_at"])
    record(
        actor=actor,
        verb="sealed_register",
        subject=inquiry.step,
        process_id=inquiry.step.process_id,
        n=total,
    )
    return link


def may_take_evidence(inquiry: Inquiry, person: Any) -> Refusal | None:
    """The sealed texts are for who conducts the inquiry."""
    return may_conduct(inquiry, person)


def may_take_copy(inquiry: Inquiry, person: Any) -> Refusal | None:
    """The copy as everyone reads it is for the authority too."""
    return may_organise(inquiry, person) and may_conduct(inquiry, person)


def write_archive(inquiry: Inquiry, *, is_sealed_text: bool) -> IO[bytes]:
    """The archive in a temporary file, in constant memory.

    With the sealed texts it is the evidence for the judge. Without them it is the communicable
    copy: the chain is whole, the texts are those that everyone reads.
    """
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        packing = _Packing(archive)
        packing.lines(MARK, iter([_head(inquiry)]))
        packing.lines("chain.jsonl", _links(inquiry))
        if is_sealed_text:
            packing.lines("observations.jsonl", _observations(inquiry))
        packing.text("register.txt", _register(inquiry))
        packing.lines("masks.jsonl", _masks(inquiry))
        for name, document in _documents(inquiry, is_sealed_text=is_sealed_text):
            packing.document(name, document)
        packing.text("pannes.txt", _outages(inquiry))
        packing.text("horodatages.txt", _stamps(inquiry))
        packing.text("LISEZ-MOI.txt", iter([_READ_ME]))
        packing.text("proof.py", iter([_proof()]))
        packing.close()
    file.seek(0)
    return file


def write_documents(inquiry: Inquiry, *, is_sealed_text: bool) -> IO[bytes]:
    """The documents joined to observations, a folder each, and a table that tells them all.

    Masked documents are left out unless ``is_sealed_text``; the table still says that they exist.
    """
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    hidden = _hidden(inquiry)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        packing = _Packing(archive)
        packing.text("documents.csv", csv_lines(_document_heads(), _document_rows(inquiry, hidden)))
        for one in _joined(inquiry):
            if is_sealed_text or one.pk not in hidden:
                packing.document(_place_of(one), one.document)
        packing.close()
    file.seek(0)
    return file


def _joined(inquiry: Inquiry) -> Iterator[Attachment]:
    found = Attachment.objects.filter(observation__inquiry=inquiry)
    found = found.select_related("document", "observation").defer(
        "observation__text", "observation__public_text"
    )
    ordered = found.order_by("observation__is_late", "observation__number", "order")
    yield from ordered.iterator(chunk_size=CHUNK)


def _hidden(inquiry: Inquiry) -> set[int]:
    masks = Mask.objects.filter(observation__inquiry=inquiry, attachment__isnull=False)
    return {int(pk) for pk in masks.values_list("attachment_id", flat=True) if pk}


def _document_heads() -> list[Any]:
    return [
        _("Observation"),
        _("Ordre"),
        _("Nom"),
        _("Fichier"),
        _("Octets"),
        _("Empreinte"),
        _("Masqué"),
    ]


def _document_rows(inquiry: Inquiry, hidden: set[int]) -> Iterator[list[Any]]:
    for one in _joined(inquiry):
        kept, masked = one.document, _("oui") if one.pk in hidden else ""
        yield [
            one.observation.ref,
            one.order,
            kept.name,
            _place_of(one),
            kept.size,
            kept.sha256,
            masked,
        ]


def _place_of(one: Attachment) -> str:
    return f"{one.observation.ref}/{one.order}-{_safe(one.document)}"


class _Packing:
    """Files written into an archive as their hashes are taken; the manifest waits on the disk."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.told = tempfile.TemporaryFile()  # noqa: SIM115 - ``close`` closes it

    def close(self) -> None:
        """Write the manifest: name, hash and size of each file."""
        self.told.seek(0)
        with (
            self.told,
            self.archive.open("manifest.json", "w", force_zip64=True) as target,
        ):
            target.write(b'{"files": {')
            for place, line in enumerate(self.told):
                target.write((b",\n" if place else b"\n") + line.rstrip(b"\n"))
            target.write(b"\n}}\n")

    def lines(self, name: str, rows: Iterator[Any]) -> None:
        self._write(name, ((written(row) + "\n").encode() for row in rows))

    def text(self, name: str, pieces: Iterator[str]) -> None:
        self._write(name, (one.encode() for one in pieces))

    def document(self, name: str, document: Document) -> None:
        with default_storage.open(document.path) as source:
            self._write(name, source.chunks())

    def _write(self, name: str, blocks: Iterator[bytes]) -> None:
        digest, size = hashlib.sha256(), 0
        with self.archive.open(name, "w", force_zip64=True) as target:
            for block in blocks:
                digest.update(block)
                size += len(block)
                target.write(block)
        told = {"sha256": digest.hexdigest(), "size": size}
        self.told.write(f"{json.dumps(name)}: {json.dumps(told)}\n".encode())


def _head(inquiry: Inquiry) -> dict[str, Any]:
    root, step = root_of(inquiry), inquiry.step
    return {
        "format": 1,
        "title": step.process.title,
        "authority": inquiry.authority,
        "project_owner": inquiry.project_owner,
        "opens_at": instant(step.opens_at) if step.opens_at else "",
        "closes_at": instant(step.closes_at) if step.closes_at else "",
        "sealed_at": instant(inquiry.sealed_at) if inquiry.sealed_at else "",
        "procedure": inquiry.rules,
        "root": root.hash if root else "",
        "lines": root.place if root else 0,
    }


def _links(inquiry: Inquiry) -> Iterator[dict[str, Any]]:
    rows = Link.objects.filter(inquiry=inquiry).values("content", "previous", "hash")
    for row in rows.iterator(chunk_size=CHUNK):
        yield dict(row)


def _all(inquiry: Inquiry) -> Iterator[Observation]:
    found = Observation.objects.filter(inquiry=inquiry).order_by("is_late", "number")
    yield from found.iterator(chunk_size=CHUNK)


def _observations(inquiry: Inquiry) -> Iterator[dict[str, Any]]:
    every = _all(inquiry)
    while some := list(islice(every, CHUNK)):
        joined: dict[int, list[tuple[str, str]]] = {}
        found = Attachment.objects.filter(observation__in=some).order_by("order")
        for of, name, sha256 in found.values_list(
            "observation_id", "document__name", "document__sha256"
        ):
            joined.setdefault(of, []).append((name, sha256))
        for observation in some:
            yield sealed_content(observation, joined.get(observation.pk, []))


def _register(inquiry: Inquiry) -> Iterator[str]:
    for one in _all(inquiry):
        text = one.public_text if one.published_at else "(non publiée)"
        yield (
            f"{one.ref} · {one.received_at:%Y-%m-%d %H:%M:%S} UTC · {one.get_channel_display()}"
            f" · {one.signature}\n{text}\n{one.digest}\n\n"
        )


def _outages(inquiry: Inquiry) -> Iterator[str]:
    for one in outages_of(inquiry):
        words = "inscrite aux actes" if one.is_recorded else "non inscrite aux actes"
        span = f"{instant(one.start)} {instant(one.end)}"
        yield f"ligne {one.line} {span} {words} {one.fault}".rstrip() + "\n"


def _stamps(inquiry: Inquiry) -> Iterator[str]:
    for one in Timestamp.objects.filter(inquiry=inquiry).select_related("document"):
        yield f"{one.root} ligne {one.place} {instant(one.at)} {one.document.name}\n"


def _masks(inquiry: Inquiry) -> Iterator[dict[str, Any]]:
    found = Mask.objects.filter(observation__inquiry=inquiry).select_related(
        "observation", "by", "attachment"
    )
    for one in found.order_by("at", "pk"):
        yield {
            "observation": one.observation.ref,
            "attachment": one.attachment.order if one.attachment else None,
            "start": one.start,
            "end": one.end,
            "reason": one.reason,
            "by": one.by.full_name,
            "at": instant(one.at),
        }


def _documents(inquiry: Inquiry, *, is_sealed_text: bool) -> Iterator[tuple[str, Document]]:
    """Each document once, under a name that says what it is and its hash."""
    hidden = set() if is_sealed_text else _hidden(inquiry)
    stamps = Document.objects.filter(timestamp__inquiry=inquiry)
    for document in stamps.order_by("pk"):
        yield _named("horodatages", document), document
    pieces = Document.objects.filter(piece_version__piece__inquiry=inquiry)
    for document in pieces.order_by("pk").iterator(chunk_size=CHUNK):
        yield _named("dossier", document), document
    acts = Document.objects.filter(act__inquiry=inquiry)
    if not is_sealed_text:
        acts = acts.filter(act__published_at__isnull=False)
    for document in acts.order_by("pk").iterator(chunk_size=CHUNK):
        yield _named("actes", document), document
    joined = Attachment.objects.filter(observation__inquiry=inquiry).select_related("document")
    for one in joined.order_by("pk").iterator(chunk_size=CHUNK):
        if one.pk not in hidden:
            yield _named("observations", one.document), one.document
    if is_sealed_text:
        mails = IncomingMail.objects.filter(inquiry=inquiry).select_related("original")
        for mail in mails.order_by("pk").iterator(chunk_size=CHUNK):
            yield _named("courriels", mail.original), mail.original


def _named(folder: str, document: Document) -> str:
    return f"documents/{folder}/{document.key.hex[:12]}-{_safe(document)}"


def _safe(document: Document) -> str:
    """The name of a document as any disk can hold it."""
    safe = "".join(sign if sign.isalnum() or sign in ".-_" else "-" for sign in document.name)
    return safe[-80:]


def _proof() -> str:
    from pathlib import Path

    return (Path(__file__).parent / "proof.py").read_text("utf-8")
