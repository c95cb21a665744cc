"""Every paper of an inquiry is made from what the site says, tagged, and told apart by its hash."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from preau.inquiries.commission import Cut, add_theme, analyse_theme, answer_point, write_point
from preau.inquiries.models import Act, Capacity, Inquiry, Link, Theme
from preau.inquiries.papers.notice import facts, notice_pdf, notice_text
from preau.inquiries.papers.register import register_pdf
from preau.inquiries.papers.shelf import paper_of, shelf
from preau.inquiries.papers.study import study_pdf
from preau.inquiries.people import add_party
from preau.inquiries.procedure import Told, may_record, record_act
from preau.inquiries.profiles import all_profiles
from preau.inquiries.settings import change_settings
from preau.kernel import clock
from preau.kernel.refusal import Refused
from preau.tenancy.scope import current_site

from .world import CLOSES, DURING, OPENS, commissioner, make, person, project_owner, say


def words_of(body: bytes) -> str:
    reader = PdfReader(io.BytesIO(body))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = " ".join(page.extract_text() for page in reader.pages)
    return " ".join(text.replace("\xa0", " ").split())


def test_make_every_paper(inquiry: Inquiry, cast: Any) -> None:
    """Each place has its own certificate; each paper bears the hash of what the order says."""
    with clock.stopped(OPENS - timedelta(days=20)):
        hall = person("Lise", "Mairie")
        add_party(inquiry=inquiry, capacity=Capacity.TOWN_HALL, name="Mairie de Bourg", user=hall)
        told = Told("notice", date(2027, 4, 13), "Avis au public")
        record_act(inquiry=inquiry, told=told, actor=cast.odile)
    say(inquiry, "Gardez le bois.")
    made = {
        (one.code, n): words_of(one.make(inquiry, n))
        for one, places in shelf(inquiry)
        for n in range(len(places))
    }
    assert len(made) == 13
    known = facts(inquiry)["print"]
    assert all(known in text for (code, _n), text in made.items() if code != "registre-papier")
    assert "Mairie de Bourg" in made["affichage", 1]
    assert "sur les lieux du projet" in made["affichage", 2]
    assert "18 avril" in made["affichage", 0]
    assert "R. 123-11" in made["affichage", 0]
    link = Link.objects.get(inquiry=inquiry, kind="act", ref="notice")
    assert link.hash in made["publication", 0]
    assert "Feuillet 20 sur 20" in made["registre-papier", 0]
    assert "En ligne 1" in made["cloture", 0]
    assert "2027-041" in made["arrete", 0]
    assert known in notice_text(inquiry)
    assert may_record(inquiry, hall, Act.Kind.POSTING) is None
    assert may_record(inquiry, hall, Act.Kind.ORDER) is not None
    assert paper_of(inquiry, "affichage", 3) is None


@pytest.mark.parametrize(
    ("profile", "heading", "colour"),
    [
        ("environnementale", "Avis d’enquête publique", "#FFE600"),
        ("ppve", "Avis de participation du public par voie électronique", "#FFFFFF"),
        ("parallelisee", "Avis de consultation du public par voie électronique", "#8EDB8E"),
    ],
)
def test_dress_poster_by_procedure(cast: Any, profile: str, heading: str, colour: str) -> None:
    """The order of 9 September 2021 sets heading and ground: yellow, white or green."""
    inquiry = make(cast, profile=profile, closes_at=OPENS + timedelta(days=130), people=())
    said = facts(inquiry)
    assert (said["heading"].startswith(heading), said["ground"]) == (True, colour)
    for size, wide in (("a2", 1191), ("a3", 842)):
        reader = PdfReader(io.BytesIO(notice_pdf(inquiry, size)))
        assert [round(page.mediabox.width) for page in reader.pages] == [wide]


def test_join_drawn_notice(inquiry: Inquiry, cast: Any, client: Any) -> None:
    """Without a file the act takes the paper of the platform: its hash and words are in the chain."""
    client.force_login(cast.odile)
    with clock.stopped(OPENS - timedelta(days=17)):
        typed = {
            "kind": "notice",
            "done_on": "2027-04-16",
            "title": "Avis au public",
            "drawn": "on",
        }
        answer = client.post(inquiry.desk_url("acts"), typed)
        assert answer.status_code == 302
        printed = facts(inquiry)["print"]
    act = Act.objects.select_related("document").get(inquiry=inquiry, kind="notice")
    assert act.document is not None
    said = json.loads(Link.objects.get(inquiry=inquiry, kind="act").content)
    assert (said["document"], said["data"]["print"]) == (act.document.sha256, printed)
    assert inquiry.purpose in act.text


def test_change_until_opening(inquiry: Inquiry, cast: Any, client: Any) -> None:
    """The number of the order comes late: it is written until the opening, each time in the chain."""
    before = facts(inquiry)["print"]
    client.force_login(cast.odile)
    with clock.stopped(OPENS - timedelta(days=20)):
        page = client.get(inquiry.desk_url("settings"))
        typed = {
            name: field.value() or "" for name, field in ((f.name, f) for f in page.context["form"])
        } | {"order_number": "2027-050", "decision": "Approbation par le conseil municipal"}
        typed |= {"order_on": "2027-04-12", "notice_on": "2027-04-25", "has_web_register": "on"}
        late = client.post(inquiry.desk_url("settings"), typed)
        assert late.status_code == 422
        assert "R. 123-11" in late.content.decode().replace("\xa0", " ")
        typed["notice_on"] = "2027-04-16"
        assert client.post(inquiry.desk_url("settings"), typed).status_code == 302
    inquiry = Inquiry.objects.select_related("step__process").get(pk=inquiry.pk)
    assert (inquiry.order_number, inquiry.notice_on) == ("2027-050", date(2027, 4, 16))
    assert facts(inquiry)["print"] != before
    assert "Approbation" in notice_text(inquiry)
    said = json.loads(Link.objects.get(inquiry=inquiry, kind="settings").content)
    assert set(said["changed"]) == {"order_number", "decision"}
    with clock.stopped(DURING):
        assert "ne change plus" in client.get(inquiry.desk_url("settings")).content.decode()
        with pytest.raises(Refused):
            change_settings(inquiry=inquiry, said={"seat": "Ailleurs"}, actor=cast.odile)


def test_show_papers(inquiry: Inquiry, cast: Any, client: Any) -> None:
    """The page lists each paper; the minutes of closing wait for the closing."""
    client.force_login(cast.odile)
    closing = inquiry.desk_url("made", "cloture")
    with clock.stopped(DURING):
        shown = client.get(inquiry.desk_url("papers")).content.decode()
        assert facts(inquiry)["print"] in shown
        assert closing not in shown
        assert client.get(closing).status_code == 403
        assert client.get(inquiry.desk_url("made", "affichage") + "?lieu=9").status_code == 404
        press = client.get(inquiry.url("press"), headers={"host": current_site().canonical_host})
        assert press.content.decode().startswith("AVIS D’ENQUÊTE PUBLIQUE")
    with clock.stopped(CLOSES):
        assert client.get(closing)["Content-Type"] == "application/pdf"


def test_draw_minutes_reply_report(inquiry: Inquiry, cast: Any, client: Any) -> None:
    """The register in themes; the analysis of the commissioner stays theirs until the report."""
    one = say(inquiry, "La route passe trop près du lavoir.")
    say(inquiry, "Rien à redire.")
    judge = commissioner()
    with clock.stopped(DURING):
        theme = add_theme(inquiry=inquiry, title="Tracé", actor=judge)
        assert isinstance(theme, Theme)
        point = write_point(observation=one, cut=Cut("La route est trop près.", theme), actor=judge)
        answer_point(point=point, answer="Elle s’éloigne de dix mètres.", actor=project_owner())
        analyse_theme(theme=theme, analysis="La réponse suffit.", actor=judge)
    made = {code: words_of(study_pdf(inquiry, code)) for code in ("minutes", "reply", "report")}
    assert all("La route est trop près." in words for words in made.values())
    assert all("Observations n° 2." in words for words in made.values())
    assert ["Elle s’éloigne" in words for words in made.values()] == [False, True, True]
    assert ["La réponse suffit" in words for words in made.values()] == [False, False, True]
    assert "15 jours après la remise" in made["minutes"]
    allowed = {
        judge: {"minutes", "report"},
        project_owner(): {"reply"},
        cast.odile: set(),
    }
    with clock.stopped(CLOSES):
        for person, codes in allowed.items():
            client.force_login(person)
            shown = client.get(inquiry.desk_url("papers")).content.decode()
            for code in made:
                url = inquiry.desk_url("made", code)
                assert (url in shown) is (code in codes)
                assert client.get(url).status_code == (200 if code in codes else 403)
            with zipfile.ZipFile(io.BytesIO(_odt(client, inquiry))) as archive:
                content = archive.read("content.xml").decode()
            assert ("La réponse suffit." in content) is (person == judge)


def _odt(client: Any, inquiry: Inquiry) -> bytes:
    answer = client.get(inquiry.desk_url("dossier", "odt"))
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize("profile", [one.code for one in all_profiles()])
def test_draw_papers_of_every_procedure(cast: Any, profile: str) -> None:
    """An empty register of every text makes each of its papers, and says that nobody wrote."""
    closes_at = OPENS + timedelta(days=14 if profile == "voirie" else 125)
    if profile == "concertation-prealable":
        closes_at = OPENS + timedelta(days=60)
    inquiry = make(cast, profile=profile, closes_at=closes_at, people=())
    papers = {one.code: one.make(inquiry, 0) for one, _places in shelf(inquiry)}
    made = {code: words_of(body) for code, body in papers.items()}
    products = {one.code for one, _places in shelf(inquiry) if one.product}
    assert products == set(inquiry.profile.products) - {"conclusions", "motives"}
    assert all("aucune observation" in made[code] for code in products)
    assert ("arrete" in made) is inquiry.profile.has_commissioner


def test_follow_pdf_ua(inquiry: Inquiry, cast: Any) -> None:
    """Every paper and the register, read by a validator of PDF/UA-1 that is not ours."""
    page = pytest.importorskip("page", reason="not installed: uv sync --group papers")
    say(inquiry, "Gardez le bois.", author_kind="named", author_name="Léa", position="against")
    with clock.stopped(DURING):
        told = Told("outage", DURING.date(), "Panne du site", "Une heure.")
        record_act(inquiry=inquiry, told=told, actor=cast.odile)
    made = [one.make(inquiry, n) for one, names in shelf(inquiry) for n in range(len(names))]
    for body in [*made, register_pdf(inquiry)]:
        report = page.validate_pdf_bytes(body, profile=page.ValidationProfile.PDF_UA_1)
        assert report.is_compliant, report.failures
