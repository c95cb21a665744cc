"""Taking part from a browser: write, join, read again, send, keep the receipt."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from preau.inquiries.commission import Cut, answer_point, mask_span, write_point
from preau.inquiries.dossier import add_version
from preau.inquiries.models import Follower, Inquiry, Observation, Piece, PieceVersion
from preau.inquiries.papers.notice import notice_pdf, order_pdf
from preau.kernel import clock
from preau.ui.pdf import compile_pdf

from .world import CLOSES, DURING, OPENS, commissioner, make, project_owner, say

TEXT = "Le parking prévu rue des Tanneurs supprime vingt arbres."
ANONYMOUS = {"text": TEXT, "author_kind": "anonymous", "do": "review"}
HERE = "/demarches/plu/enquete/enquete/"


def pdf_of(words: str) -> SimpleUploadedFile:
    layout = b'#set document(title: [Piece])\n#set text(lang: "fr")\n#json(bytes(sys.inputs.facts)).words'
    body = compile_pdf(layout, {"words": words})
    return SimpleUploadedFile("notice.pdf", body, "application/octet-stream")


def body_of(response: Any) -> bytes:
    """What was streamed, its file closed."""
    body = b"".join(response.streaming_content)
    for close in response._resource_closers:
        close()
    return body


def test_deposit_and_keep_receipt(inquiry: Inquiry, client: Any) -> None:
    with clock.stopped(DURING):
        assert "Déposer une observation" in client.get(HERE).content.decode()
        joined = {"documents": pdf_of("Un plan."), **ANONYMOUS}
        assert client.post(HERE + "deposer/", joined).headers["Location"].endswith("/relire/")
        again = client.get(HERE + "deposer/relire/").content.decode()
        assert TEXT in again
        assert "notice.pdf" in again
        sent = client.post(HERE + "deposer/relire/")
        receipt = client.get(sent.headers["Location"]).content.decode()
    one = Observation.objects.get()
    assert (one.number, one.text, one.signature) == (1, TEXT, "Sans nom")
    assert one.digest in receipt
    assert "R.\u00a0112-11-1" in receipt.replace("R. 112", "R.\u00a0112")
    assert "12:00:00" in receipt
    with clock.stopped(DURING):
        assert TEXT in client.get(HERE + "registre/").content.decode()
        file = client.get(HERE + "registre/1/document/1/")
        body = body_of(file)
    assert file["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert file["Content-Disposition"].startswith("attachment")
    assert body.startswith(b"%PDF")


def test_lose_nothing_at_closing(inquiry: Inquiry, client: Any) -> None:
    """The hour strikes between the two pages: refused with its rule, the text still there."""
    with clock.stopped(CLOSES - timedelta(minutes=1)):
        client.post(HERE + "deposer/", ANONYMOUS)
    with clock.stopped(CLOSES):
        refused = client.post(HERE + "deposer/relire/")
        assert refused.status_code == 403
        assert "close depuis" in refused.content.decode()
        assert TEXT in client.get(HERE + "deposer/").content.decode()
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"text": "", "author_kind": "anonymous"}, "Écrivez votre observation"),
        ({"text": TEXT, "author_kind": "named"}, "le nom ou le pseudonyme"),
        ({"text": TEXT, "author_kind": "anonymous", "email": "moi"}, "nom@exemple.fr"),
        ({"text": TEXT, "author_kind": "anonymous", "piece": "99999"}, "Pièce du dossier"),
    ],
)
def test_explain_faults(inquiry: Inquiry, client: Any, posted: Any, said: str) -> None:
    with clock.stopped(DURING):
        answer = client.post(HERE + "deposer/", posted)
    assert answer.status_code == 422
    assert said in answer.content.decode()


@pytest.mark.parametrize("bomb", [False, True])
def test_refuse_bad_files(inquiry: Inquiry, client: Any, bomb: bool) -> None:
    body = b"MZ\x90\x00 a program"
    if bomb:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("content.xml", b"0" * 60_000_000)
        body = packed.getvalue()
    file = SimpleUploadedFile("plan.odt" if bomb else "plan.pdf", body)
    with clock.stopped(DURING):
        answer = client.post(HERE + "deposer/", {"documents": file, **ANONYMOUS})
    assert answer.status_code == 422
    assert ("ne s’ouvre pas" if bomb else "choisissez un fichier") in answer.content.decode()
    assert TEXT in answer.content.decode()


def test_refuse_flood_with_reason(inquiry: Inquiry, monkeypatch: Any) -> None:
    from preau.inquiries import policies
    from preau.inquiries.deposits import Written, deposit

    monkeypatch.setattr(policies, "MOST_PER_HOUR", 2)
    for _n in range(2):
        say(inquiry, TEXT, network="abc")
    with clock.stopped(DURING):
        refused = deposit(inquiry=inquiry, written=Written(TEXT, network="abc"))
    assert refused.code == "too_many"
    assert "L. 112-11" in str(refused.rule)
    assert say(inquiry, TEXT, network="other").number == 3


def test_search_without_masked_words(inquiry: Inquiry, client: Any) -> None:
    say(inquiry, "L’école manque de cour.")
    masked = say(inquiry, "Monsieur Grosjean ment.")
    with clock.stopped(DURING):
        mask_span(observation=masked, start=0, end=17, reason="insult", actor=commissioner())
        found = client.get(HERE + "registre/?q=ECOLE").content.decode()
        assert "manque de cour" in found
        assert "ment." not in found
        assert "Aucune observation" in client.get(HERE + "registre/?q=grosjean").content.decode()
        whole = client.get(HERE + "registre/").content.decode()
    assert "Grosjean" not in whole
    assert "Injure" in whole
    assert "█████" in whole


def test_read_register_in_few_statements(inquiry: Inquiry, client: Any) -> None:
    counts = []
    client.get(HERE)
    for _round in range(2):
        for number in range(15):
            say(inquiry, f"Remarque {number}.")
        with clock.stopped(DURING), CaptureQueriesContext(connection) as seen:
            client.get(HERE + "registre/?q=remarque")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12


def test_keep_versions_of_the_file(inquiry: Inquiry, client: Any, cast: Any) -> None:
    piece = Piece.objects.filter(inquiry=inquiry).first()
    assert piece is not None
    with clock.stopped(OPENS - timedelta(days=10)):
        add_version(piece=piece, upload=pdf_of("Une zone humide protégée."), actor=cast.odile)
        shut = client.get(HERE + "dossier/")
        first = PieceVersion.objects.get()
        assert client.get(f"{HERE}dossier/{first.pk}/").status_code == 404
        assert "se lit ici à partir du" in shut.content.decode()
    with clock.stopped(DURING):
        add_version(piece=piece, upload=pdf_of("Errata."), reason="Errata", actor=cast.odile)
        page = client.get(HERE + "dossier/?q=HUMIDE").content.decode()
        assert "1 pièce contient ces mots" in page
        assert "version 2" in page
        packed = body_of(client.get(HERE + "dossier.zip"))
        for _time in range(2):
            assert body_of(client.get(f"{HERE}dossier/{first.pk}/")).startswith(b"%PDF")
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        names = archive.namelist()
        sums = archive.read("SHA256SUMS.txt").decode()
    assert [name[:2] for name in names[:2]] == ["01", "01"]
    assert first.document.sha256 in sums
    assert first.downloads.get().total == 2


def test_follow_and_leave(inquiry: Inquiry, client: Any, deliver_mail: Any) -> None:
    with clock.stopped(DURING):
        client.post(HERE + "suivre/", {"email": "voisine@example.org"})
        [mail] = deliver_mail()
        link = re.search(r"/demarches/\S+/suivre/\S+/", mail.body)
        assert link is not None
        client.post(link.group(), {"do": "confirm"})
        assert Follower.objects.get().confirmed_at == DURING
        client.post(link.group(), {"do": "leave"})
    assert not Follower.objects.exists()


def test_print_papers(inquiry: Inquiry, client: Any) -> None:
    from pypdf import PdfReader

    for made, words in (
        (notice_pdf(inquiry), "Colette Faure"),
        (notice_pdf(inquiry, "a2"), "3\xa0mai"),
        (order_pdf(inquiry), "2027-041"),
    ):
        reader = PdfReader(io.BytesIO(made))
        assert words in "".join(page.extract_text() for page in reader.pages)
        assert "/StructTreeRoot" in reader.trailer["/Root"]
    assert len(PdfReader(io.BytesIO(notice_pdf(inquiry, "a2"))).pages) == 1
    with clock.stopped(DURING):
        calendar = client.get(HERE + "permanences.ics").content.decode()
    assert "BEGIN:VEVENT" in calendar
    assert max(map(len, calendar.split("\r\n"))) <= 75


@pytest.mark.parametrize(("profile", "is_shown"), [("parallelisee", True), ("unique", False)])
def test_show_answers_as_they_come(cast: Any, client: Any, profile: str, *, is_shown: bool) -> None:
    """L. 181-10-1 C. env.: the answers of the petitioner are read under the observation at once."""
    inquiry = make(cast, profile=profile, closes_at=OPENS + timedelta(days=130))
    one = say(inquiry, TEXT)
    with clock.stopped(DURING):
        point = write_point(observation=one, cut=Cut("Les arbres"), actor=commissioner())
        answer_point(point=point, answer="Vingt autres sont plantés.", actor=project_owner())
        for page in (HERE + "registre/", HERE + "registre/1/"):
            words = client.get(page).content.decode()
            assert ("Vingt autres sont plantés." in words) is is_shown
        client.force_login(project_owner())
        sheet = client.get(inquiry.desk_url("sheet", "1")).content.decode()
        assert ("paraît aussitôt" in sheet) is is_shown
