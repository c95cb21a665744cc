"""An administrator gives documents: checked by their bytes, told when nobody could listen to them."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfWriter

from preau.media.files import ARCHIVES
from preau.media.models import Document
from preau.pages.actions import compose_page
from preau.pages.checks import findings
from preau.pages.models import Page
from preau.ui.pdf import compile_pdf

HERE = "/bureau/site/documents/"


def _blank(password: str = "") -> bytes:
    body, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(body)
    return body.getvalue()


def _tagged() -> bytes:
    return compile_pdf(b'#set document(title: "R")\n#set text(lang: "fr")\n= Les mots\nUn.', {})


def _office(ending: str, *, more: str = "") -> bytes:
    inside = {
        "docx": ("word/document.xml", b"<x/>"),
        "odt": ("mimetype", ARCHIVES["odt"].encode()),
    }
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr(*inside[ending])
        if more:
            archive.writestr(more, b"x")
    return body.getvalue()


def _add(desk: Client, name: str, body: bytes, **more: str) -> Any:
    form = {"title": "Règlement", "language": "fr", "file": SimpleUploadedFile(name, body)}
    return desk.post(HERE, form | more)


@pytest.fixture
def paper(site: Any, desk: Client) -> Document:
    assert _add(desk, "regles.pdf", _blank()).status_code == 302
    return Document.objects.get()


@pytest.fixture
def page(paper: Document) -> Page:
    line = {"items": [{"document": paper.pk, "label": ""}]}
    compose_page(page="papiers", title="Papiers", blocks=[("documents", line)], actor=None)
    return Page.objects.select_related("draft").get(path="papiers")


def test_give_a_document(page: Page, paper: Document, desk: Client) -> None:
    """Everyone reads what it is before taking it; it is taken away, never opened in our name."""
    shown = Client().get("/papiers/").content.decode()
    for words in ("Règlement", "(PDF, ", "1 page"):
        assert words in shown
    assert paper.get_absolute_url() in shown
    taken = Client().get(paper.get_absolute_url())
    assert b"".join(taken) == _blank()  # type: ignore[arg-type]
    assert taken["Content-Type"] == "application/pdf"
    assert taken["Content-Disposition"] == 'attachment; filename="reglement.pdf"'
    assert taken["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in taken["Content-Security-Policy"]
    desk.post(f"{HERE}{paper.pk}/", {"title": "The rules", "language": "en"})
    shown = Client().get("/papiers/").content.decode()
    assert 'hreflang="en"' in shown
    assert '<span lang="en">The rules</span>' in shown
    assert "anglais" in shown


def test_say_that_a_pdf_has_no_tags(page: Page, paper: Document, desk: Client) -> None:
    assert page.draft is not None
    assert "n’a pas de balises" in findings(page.draft)[0].sentence
    assert not findings(page.draft)[0].is_blocking
    told = desk.get(f"{HERE}{paper.pk}/").content.decode()
    assert "LibreOffice" in told
    assert "image de pages" in told
    before, address = paper.path, paper.get_absolute_url()
    form = {"title": "Règlement", "language": "fr"}
    done = desk.post(f"{HERE}{paper.pk}/", form | {"file": SimpleUploadedFile("b.pdf", _tagged())})
    assert done.status_code == 302
    paper.refresh_from_db()
    assert (paper.is_tagged, paper.has_words, paper.version) == (True, True, 2)
    assert paper.get_absolute_url() == address
    assert default_storage.exists(paper.path)
    assert paper.path != before
    assert findings(page.draft) == []
    assert "LibreOffice" not in desk.get(f"{HERE}{paper.pk}/").content.decode()


def test_keep_documents_that_are_given(page: Page, paper: Document, desk: Client) -> None:
    here = f"{HERE}{paper.pk}/"
    assert "1 page le donne" in desk.get(HERE).content.decode()
    assert "encore donné" in desk.post(here, {"do": "delete"}).content.decode()
    link = f"[le règlement]({paper.get_absolute_url()})"
    compose_page(page="papiers", title="Papiers", blocks=[("text", {"text": link})], actor=None)
    assert "encore donné" in desk.post(here, {"do": "delete"}).content.decode()
    compose_page(page="papiers", title="Papiers", blocks=[("text", {"text": "Rien"})], actor=None)
    assert desk.post(here, {"do": "delete"}).status_code == 302
    assert Client().get(paper.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("ending", ["docx", "odt"])
def test_take_office_documents(site: Any, desk: Client, ending: str) -> None:
    assert _add(desk, f"a.{ending}", _office(ending)).status_code == 302
    made = Document.objects.get()
    assert (made.format, made.pages, made.is_hard_to_read) == (ending.upper(), None, False)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.pdf", b"<html><script>alert(1)</script>"),
        ("a.pdf", b"%PDF-1.7 <script>alert(1)</script>"),
        ("a.pdf", b"GIF89a%PDF-1.7"),
        ("a.svg", b"<svg onload=alert(1)>"),
        ("a.html", _blank()[5:]),
        ("a.pdf", _blank("secret")),
        ("a.docx", _office("odt")),
        ("a.docx", _office("docx", more="word/vbaProject.bin")),
        ("a.odt", b"PK\x03\x04rien"),
        ("a.exe", b"MZ\x90"),
        ("a.pdf", b""),
    ],
)
def test_refuse_what_is_no_document(site: Any, desk: Client, name: str, body: bytes) -> None:
    """By its bytes: neither its name nor its declared type lets it in; what was typed stays."""
    answer = _add(desk, name, body, title="Mon règlement")
    assert answer.status_code == 200
    assert "Mon règlement" in answer.content.decode()
    assert not Document.objects.exists()


@pytest.mark.parametrize("most", [1, 3])
def test_list_documents_in_few_statements(
    site: Any, desk: Client, django_assert_num_queries: Any, most: int
) -> None:
    for _number in range(most):
        assert _add(desk, "a.odt", _office("odt")).status_code == 302
    desk.get(HERE)
    with django_assert_num_queries(9):
        desk.get(HERE)
