"""The archive: sealed after the end, verified by itself, telling what was changed."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from preau.inquiries import proof
from preau.inquiries.archive import seal_register, write_archive, write_documents
from preau.inquiries.commission import Cut, add_theme, answer_theme, mask_passage, write_point
from preau.inquiries.documents import keep_file
from preau.inquiries.models import Attachment, Inquiry, Link, Mask
from preau.inquiries.papers.register import register_pdf
from preau.inquiries.roots import tell_root
from preau.inquiries.written import write_odt
from preau.kernel import clock
from preau.kernel.refusal import Refusal

from .world import CLOSES, DURING, commissioner, project_owner, say

HERE = "/bureau/demarches/plu/enquete/enquete/exports/"


@pytest.fixture
def filled(inquiry: Inquiry) -> Inquiry:
    """Three observations, one with a document, one masked, one cut into a point."""
    with clock.stopped(DURING):
        plan = keep_file(upload=ContentFile(b"%PDF-1.4 plan", name="plan.pdf"))
    first = say(inquiry, "Le talus glisse.", documents=[plan])
    second = say(inquiry, "Mon voisin Durand triche.")
    say(inquiry, "=CMD|' /C calc'!A0")
    with clock.stopped(DURING):
        theme = add_theme(inquiry=inquiry, title="Risques", actor=commissioner())
        write_point(observation=first, cut=Cut("Le talus", theme), actor=commissioner())
        answer_theme(theme=theme, answer="Une étude suivra.", actor=project_owner())
        mask_passage(observation=second, passage="Durand", reason="private", actor=commissioner())
    return inquiry


def packed(inquiry: Inquiry, tmp_path: Path, *, is_sealed_text: bool = True) -> Path:
    path = tmp_path / f"preuve-{is_sealed_text}.zip"
    with write_archive(inquiry, is_sealed_text=is_sealed_text) as file:
        path.write_bytes(file.read())
    return path


def test_take_documents_with_their_list(filled: Inquiry, client: Any) -> None:
    """Every document in a folder of its own; a masked one is named, and left out of what others get."""
    hidden = Attachment.objects.get()
    with clock.stopped(DURING):
        Mask.objects.create(
            observation=hidden.observation,
            attachment=hidden,
            start=0,
            end=0,
            reason="private",
            by=commissioner(),
            at=DURING,
        )
        client.force_login(commissioner())
        response = client.get(HERE + "documents.zip")
        body = b"".join(response.streaming_content)
        for close in response._resource_closers:
            close()
        assert client.get(HERE + "autre.zip").status_code == 404
    with zipfile.ZipFile(io.BytesIO(body)) as whole:
        assert whole.read("1/1-plan.pdf") == b"%PDF-1.4 plan"
        assert "1/1-plan.pdf" in whole.read("documents.csv").decode()
        told = json.loads(whole.read("manifest.json"))["files"]
        assert told["1/1-plan.pdf"]["sha256"] == hidden.document.sha256
    with (
        write_documents(filled, is_sealed_text=False) as file,
        zipfile.ZipFile(file) as copy,
    ):
        assert set(copy.namelist()) == {"documents.csv", "manifest.json"}
        assert "oui" in copy.read("documents.csv").decode()


def test_seal_once_over(filled: Inquiry) -> None:
    with clock.stopped(DURING):
        assert isinstance(seal_register(inquiry=filled, actor=commissioner()), Refusal)
    with clock.stopped(CLOSES + timedelta(hours=1)):
        link = seal_register(inquiry=filled, actor=commissioner())
        assert isinstance(link, Link)
        assert isinstance(seal_register(inquiry=filled, actor=commissioner()), Refusal)
    assert json.loads(link.content)["observations"] == 3


def test_verify_without_the_product(filled: Inquiry, tmp_path: Path) -> None:
    path = packed(filled, tmp_path)
    verdict = proof.verify(str(path))
    assert (verdict.faults, verdict.observations) == ([], 3)
    done = subprocess.run(  # noqa: S603 - our own file, by this very Python
        [sys.executable, "-I", str(Path(proof.__file__)), str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "all is sound" in done.stdout) == (0, True)
    copy = packed(filled, tmp_path, is_sealed_text=False)
    assert proof.verify(str(copy)).is_sound
    with zipfile.ZipFile(copy) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Durand" not in whole
    assert "██████".encode() in whole


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda rows: rows[0].update(text="Tout va bien."), "observation 1: it was changed"),
        (lambda rows: rows.pop(1), "observation 2: it was removed"),
        (lambda rows: rows.append({**rows[0], "number": 4}), "observation 4: no line"),
        (lambda rows: rows[2].update(is_late=True), "observation 3: it was removed"),
    ],
)
def test_tell_changed_register(filled: Inquiry, tmp_path: Path, change: Any, fault: str) -> None:
    """Whoever holds the whole database, its owner included, cannot hide a change."""
    path = packed(filled, tmp_path)
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    rows = [json.loads(line) for line in files["observations.jsonl"].splitlines()]
    change(rows)
    files["observations.jsonl"] = "".join(proof.written(row) + "\n" for row in rows).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    faults = proof.verify(str(path)).faults
    assert any(fault in one for one in faults), faults
    assert any("observations.jsonl" in one for one in faults)


def test_tell_changed_chain(filled: Inquiry) -> None:
    links = list(Link.objects.filter(inquiry=filled).values("content", "previous", "hash"))
    verdict = proof.Verdict()
    proof.check_chain(links, verdict)
    assert verdict.is_sound
    for spoilt in (links[:2] + links[3:], [*links[:1], links[2], links[1], *links[3:]]):
        verdict = proof.Verdict()
        proof.check_chain(spoilt, verdict)
        assert verdict.faults


def test_export_in_every_format(filled: Inquiry, client: Any, cast: Any) -> None:
    from pypdf import PdfReader

    client.force_login(commissioner())
    with clock.stopped(DURING):
        page = client.get(HERE).content.decode()
        sealed = b"".join(client.get(f"{HERE}registre.csv").streaming_content).decode()
        for name in ("registre.xlsx", "registre.ods", "themes.odt", "preuve.zip", "copie.zip"):
            response = client.get(HERE + name)
            assert b"".join(response.streaming_content).startswith(b"PK"), name
            for close in response._resource_closers:
                close()
        client.force_login(cast.odile)
        public = b"".join(client.get(f"{HERE}registre.csv").streaming_content).decode()
        assert client.get(HERE + "preuve.zip").status_code == 403
    assert "Fichier de preuve" in page
    assert "Durand" in sealed
    assert "Durand" not in public
    assert "'=CMD" in sealed
    reader = PdfReader(io.BytesIO(register_pdf(filled)))
    words = "".join(one.extract_text() for one in reader.pages)
    assert "Le talus glisse" in words
    assert "Durand" not in words
    assert "Mon voisin [passage masqué] triche." in words
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    with write_odt(filled) as file, zipfile.ZipFile(file) as archive:
        content = archive.read("content.xml").decode()
    assert "Une étude suivra." in content


def test_finish_without_observation(inquiry: Inquiry) -> None:
    """The empty register looks complete: paper, dossier and archive."""
    with write_odt(inquiry) as file, zipfile.ZipFile(file) as archive:
        assert "aucune observation" in archive.read("content.xml").decode()
    assert register_pdf(inquiry).startswith(b"%PDF")


def test_send_root_of_each_day(filled: Inquiry, deliver_mail: Any) -> None:
    with clock.stopped(DURING + timedelta(hours=14)):
        before = Link.objects.filter(inquiry=filled).order_by("-place")[0].hash
        assert tell_root(filled) is True
        assert tell_root(filled) is False
        sent = deliver_mail()
    assert {mail.to[0] for mail in sent} == {commissioner().email, "greffe@tribunal.example"}
    assert all(before in mail.body for mail in sent)
