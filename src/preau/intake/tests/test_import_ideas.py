"""A file of ideas: said line by line, written once, the same twice changes nothing."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from preau.intake.actions import open_batch
from preau.intake.importing import COLUMNS, read, write
from preau.intake.models import Batch
from preau.intake.tables import Unreadable, rows_of, rows_of_text
from preau.proposals.models import Origin, Proposal
from preau.reviews.tests.world import World

HERE = "/bureau/demarches/bp/saisie/"
HEADS = list(COLUMNS.values())


def line(reference: str, title: str, **more: str) -> list[str]:
    cells = {"reference": reference, "title": title, "idea": f"{title}, vite.", **more}
    cells.setdefault("author_name", "Le groupe du mardi")
    return [cells.get(name, "") for name in COLUMNS]


def workbook(rows: list[list[str]]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for place, cells in enumerate(rows):
            page.write_row(place, 0, cells)
    return file.getvalue()


@pytest.fixture
def batch(world: World, cast: Any) -> Batch:
    return open_batch(
        process=world.process,
        origin=Origin.WORKSHOP,
        words="à l’atelier du 20 janvier",
        collected_on=date(2027, 1, 20),
        actor=cast.odile,
    )


ROWS = [
    HEADS,
    line("A1", "Des bancs", theme="nature en VILLE", zone="gare", cost="1 200,50 €"),
    line("A2", "Des arbres", theme="Lune"),
    line("", "Une fontaine"),
    line("A1", "Encore des bancs"),
    [""] * len(HEADS),
]


def test_say_each_line(batch: Batch) -> None:
    report = read(batch, ROWS)
    assert (report.new, report.same, report.faulty) == (2, 0, 2)
    assert not Proposal.objects.exists()
    assert report.lines[1].errors == ["Thème\u00a0: Le thème «\u00a0Lune\u00a0» n’existe pas."]
    assert report.lines[3].errors == ["Cette ligne répète la ligne 2."]


def test_write_once(batch: Batch, cast: Any) -> None:
    assert write(batch=batch, rows=ROWS, actor=cast.odile).new == 2
    bench = Proposal.objects.get(title="Des bancs")
    assert (bench.declared_cost_cents, bench.origin) == (120050, Origin.WORKSHOP)
    before = list(Proposal.objects.order_by("pk").values())
    again = write(batch=batch, rows=ROWS, actor=cast.odile)
    assert (again.new, again.same, again.faulty) == (0, 2, 2)
    assert [one.known_as for one in again.lines] == [1, None, 2, 1]
    assert list(Proposal.objects.order_by("pk").values()) == before


def test_refuse_what_is_no_table(batch: Batch) -> None:
    assert "vide" in read(batch, []).fault
    assert "Proposition, Nom affiché" in read(batch, [["Titre"], ["Des bancs"]]).fault
    assert "2000 lignes" in read(batch, [HEADS, *[line("", "Un banc")] * 2001]).fault
    with pytest.raises(Unreadable):
        rows_of(b"PK\x03\x04 rien de bon")


def test_read_both_kinds_of_files() -> None:
    rows = [["Titre", "Référence", "Nombre"], ["Des bancs ; à l’ombre", "", 12]]
    expected = [["Titre", "Référence", "Nombre"], ["Des bancs ; à l’ombre", "", "12"]]
    assert rows_of(workbook(rows)) == expected  # type: ignore[arg-type]  # a number among words
    assert rows_of('Titre;Lieu\n"Un; deux";Gare\n'.encode("cp1252"))[1] == ["Un; deux", "Gare"]
    assert rows_of_text("Titre\tLieu\nUn\tGare") == [["Titre", "Lieu"], ["Un", "Gare"]]


def test_import_through_the_pages(batch: Batch, odile: Client) -> None:
    page = f"{HERE}{batch.pk}/importer/"
    file = SimpleUploadedFile("idees.xlsx", workbook(ROWS))
    seen = odile.post(page, {"file": file, "do": "read"})
    words = seen.content.decode()
    assert "Importer 2 idées" in words
    assert "Le thème" in words
    text = seen.context["form"].initial["text"]
    done = odile.post(page, {"text": text, "do": "write"}, follow=True)
    assert "2 idées importées" in done.content.decode()
    again = odile.post(page, {"text": text, "do": "write"}, follow=True)
    assert "déjà là" in again.content.decode()
    assert Proposal.objects.count() == 2
    assert odile.post(page, {"do": "read"}).status_code == 200


def test_give_a_blank_file(batch: Batch, odile: Client) -> None:
    """Filled as it is, the blank workbook comes back without a fault."""
    raw = b"".join(odile.get(f"{HERE}modele.xlsx").streaming_content)  # type: ignore[arg-type]
    heads = rows_of(raw)[0]
    assert heads == HEADS
    assert rows_of(odile.get(f"{HERE}modele.csv").content)[0] == heads
    assert read(batch, [heads, line("B1", "Des bancs")]).new == 1


def test_cost_the_same_for_many(batch: Batch, django_assert_num_queries: Any) -> None:
    """Reading asks the same of the database for three lines and for sixty."""
    with django_assert_num_queries(4):
        read(batch, [HEADS, *(line(f"C{n}", f"Un banc {n}") for n in range(3))])
    with django_assert_num_queries(4):
        read(batch, [HEADS, *(line(f"C{n}", f"Un banc {n}") for n in range(60))])
