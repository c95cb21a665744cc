"""The service: the table, missing documents, what a juror reads, agreements, reminders."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from preau.calls.content import kinds_of
from preau.calls.models import Agreement, Application, Call, MissingPiece, Part, Report
from preau.calls.reminders import remind_drafts, remind_reports
from preau.kernel import clock
from preau.messaging.models import Email
from preau.proposals import readings
from preau.proposals.models import Proposal, Status
from preau.proposals.readings import Granted, asked_by, is_held_by, reading_of

from .world import HOLDER, begin, pdf, sent_by

pytestmark = pytest.mark.django_db


def words(response: Any) -> str:
    return str(response.content.decode()).replace("\u00a0", " ")


@pytest.fixture
def closed(call: Call, noon: datetime) -> Any:
    """The clock one hour after the closing."""
    assert call.step.closes_at is not None
    with clock.stopped(call.step.closes_at + timedelta(hours=1)) as at:
        yield at


def test_read_without_knowing_who(call: Call, cast: Any) -> None:
    """Anonymous: neither names, nor numbers, nor documents that tell them."""
    one = sent_by(call, cast.nadia)
    assert one.proposal is not None
    whole = str(reading_of(one.proposal, anonymous=False))
    hidden = str(reading_of(one.proposal, anonymous=True))
    for told in ("Les Amis du Moulin", "73282932000074", "2 rue du Four", "statuts.pdf"):
        assert told in whole
        assert told not in hidden
    for kept in ("Un verger pour tous", "Des fruits.", "Total des dépenses"):
        assert kept in hidden
    Call.objects.update(identifying=["equipe"])
    assert "Dix bénévoles" not in str(reading_of(one.proposal, anonymous=True))
    assert asked_by([one.proposal]) == {one.proposal.pk: 160_000}


def test_list_hundreds_at_the_price_of_one(call: Call, cast: Any, client: Client) -> None:
    first = sent_by(call, cast.nadia)
    client.force_login(cast.odile)
    home = call.desk_url("home")
    client.get(home)
    with CaptureQueriesContext(connection) as one:
        client.get(home)
    for number in range(40):
        proposal = Proposal.objects.get(pk=first.proposal_id)
        proposal.pk, proposal.number = None, 100 + number
        proposal.title = f"Projet {number}"
        proposal.save()
        Application.objects.create(
            call=call, proposal=proposal, title=proposal.title, state="sent",
            created_at=first.created_at, sent_at=first.sent_at, sent=first.sent, asked_cents=1_000,
        )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        page = client.get(home)
    assert len(many) == len(one)
    assert len(many) <= 20
    assert "Projet 39" in words(page)
    assert "Projet 39" not in words(client.get(home + "?q=Projet 7"))
    assert "Aucun dossier" in words(client.get(home + "?vue=complets"))
    client.force_login(cast.karim)
    assert client.get(home).status_code == 403


def test_ask_a_missing_piece_after_the_closing(
    call: Call, cast: Any, client: Client, closed: datetime
) -> None:
    """That document alone can still come, until its day; nothing else of the application moves."""
    with clock.stopped(closed - timedelta(days=2)):
        one = sent_by(call, cast.nadia)
    kind = kinds_of(call)[0]
    odile, nadia = Client(), Client()
    odile.force_login(cast.odile)
    nadia.force_login(cast.nadia)
    sheet = call.desk_url("sheet", one.pk)
    said = {"do": "ask", "kind": kind.pk, "words": "La page 2 manque.", "due_on": "2027-03-01"}
    assert odile.post(sheet, said).status_code == 422
    said["due_on"] = "2027-03-25"
    assert odile.post(sheet, said).status_code == 302
    assert "déjà demandée" in words(odile.post(sheet, said))
    assert Email.objects.filter(to=cast.nadia.email, kind="missing_piece").count() == 1
    prefix = f"p{kind.pk}-file"
    given = {"piece": kind.pk, prefix: pdf("statuts-entiers.pdf")}
    other = kinds_of(call)[1]
    refused = nadia.post(one.url("pieces"), {"piece": other.pk, f"p{other.pk}-file": pdf()})
    assert refused.status_code == 403
    late = {"do": "judge", "verdict": "rejected"}
    odile.post(sheet, late)
    assert Application.objects.get().completeness == "missing", "the delay is not over"
    assert nadia.post(one.url("pieces"), given).status_code == 302
    held = Application.objects.get()
    assert held.sent["pieces"][str(kind.pk)]["name"] == "statuts-entiers.pdf"
    assert held.completeness == ""
    assert MissingPiece.objects.get().given_at is not None
    again = {"piece": kind.pk, prefix: pdf("encore.pdf")}
    assert nadia.post(one.url("pieces"), again).status_code == 403
    odile.post(sheet, {"do": "judge", "verdict": "complete"})
    assert Application.objects.get().completeness == "complete"


def test_publish_the_list_and_the_results(
    call: Call, cast: Any, client: Client, closed: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing shows before; answers and documents never do; amounts once they are decided."""
    with clock.stopped(closed - timedelta(days=2)):
        one = sent_by(call, cast.nadia)
    client.force_login(cast.odile)
    with clock.stopped(closed - timedelta(days=1)):
        client.post(call.desk_url("publish"))
    assert Proposal.objects.get().is_hidden
    assert "Un verger" not in words(Client().get(call.url("home")))
    client.post(call.desk_url("publish"))
    page = words(Client().get(call.url("home")))
    assert "Un verger pour tous" in page
    assert "Accordé" not in page
    assert "Dix bénévoles" not in page
    assert Client().get(Proposal.objects.get().get_absolute_url()).status_code == 200

    def granting(proposals: Sequence[Proposal]) -> dict[int, Granted]:
        return {each.pk: Granted(150_000) for each in proposals}

    monkeypatch.setitem(readings.grantings._pieces, "test", granting)
    page = words(Client().get(call.url("home")))
    assert "1 projet aidé, 1 500 € accordés" in page
    project = words(Client().get(Proposal.objects.get().get_absolute_url()))
    assert "1 600 €" in project
    assert "1 500 €" in project
    agreed = words(client.get(call.desk_url("following", one.pk)))
    assert 'value="1 500"' in agreed

    def reserving(proposals: Sequence[Proposal]) -> dict[int, Granted]:
        return {each.pk: Granted(0, is_reserve=True) for each in proposals}

    monkeypatch.setitem(readings.grantings._pieces, "test", reserving)
    for url in (call.url("home"), Proposal.objects.get().get_absolute_url()):
        page = words(Client().get(url))
        assert "Liste complémentaire" in page
        assert "Non retenu" not in page


def test_know_who_holds_an_application(call: Call, cast: Any) -> None:
    """The letter of the decision is for all who prepared it, and for nobody else."""
    one = sent_by(call, cast.nadia)
    proposal = Proposal.objects.get()
    assert is_held_by(proposal, cast.nadia)
    assert not is_held_by(proposal, cast.paul)
    one.editors.create(user=cast.paul, email=cast.paul.email, role="writer", invited_at=clock.now())
    assert is_held_by(proposal, cast.paul)
    assert not is_held_by(proposal, cast.odile)


def test_export_for_a_spreadsheet(call: Call, cast: Any, client: Client) -> None:
    sent_by(call, cast.nadia, holder="=Les Amis")
    begin(call, cast.paul, "Jamais déposé")
    client.force_login(cast.odile)
    body = b"".join(client.post(call.desk_url("export")).streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(body), delimiter=";"))
    assert len(rows) == 2, "drafts are nobody's business"
    row = dict(zip(rows[0], rows[1], strict=True))
    assert row["Nom du porteur"] == "'=Les Amis"
    assert (row["Demandé (€)"], row["Dépenses (€)"]) == ("1600", "2000,5")
    book = client.post(call.desk_url("export"), {"format": "xlsx"})
    assert b"".join(book.streaming_content).startswith(b"PK")
    book.close()


def test_follow_money_and_reports(call: Call, cast: Any, closed: datetime) -> None:
    """Instalments never pass the amount; a report is asked, reminded, handed in; then delivered."""
    with clock.stopped(closed - timedelta(days=2)):
        one = sent_by(call, cast.nadia)
    odile, nadia = Client(), Client()
    odile.force_login(cast.odile)
    nadia.force_login(cast.nadia)
    here = call.desk_url("following", one.pk)
    assert nadia.get(one.url("following")).status_code == 404
    odile.post(here, {"do": "agreement", "amount_cents": "1 500", "signed_on": "2027-04-02"})
    first = {"do": "instalment", "amount_cents": "1000", "condition": "À la signature"}
    assert odile.post(here, first).status_code == 302
    over = odile.post(here, {**first, "amount_cents": "600"})
    assert over.status_code == 422
    assert "Il reste 500 € à répartir" in words(over)
    less = odile.post(here, {"do": "agreement", "amount_cents": "900"})
    assert less.status_code == 422
    agreement = Agreement.objects.get()
    assert agreement.amount_cents == 150_000
    part = agreement.instalments.get()
    paid = {"amount_cents": "1000", "condition": "À la signature", "paid_on": "2027-04-05"}
    odile.post(call.desk_url("instalment", one.pk, part.pk), paid)
    assert Email.objects.filter(to=cast.nadia.email, kind="instalment_paid").count() == 1
    odile.post(here, {"do": "report", "title": "Bilan financier", "due_on": "2027-05-20"})
    for moment, told in (
        (datetime(2027, 5, 1, 9), 0),
        (datetime(2027, 5, 7, 9), 1),
        (datetime(2027, 5, 8, 9), 1),
        (datetime(2027, 5, 18, 9), 2),
        (datetime(2027, 5, 21, 9), 3),
    ):
        with clock.stopped(moment.replace(tzinfo=closed.tzinfo)):
            remind_reports()
        assert Email.objects.filter(kind="report_due").count() == told, moment
    report = Report.objects.get()
    sent = nadia.post(one.url("report", report.pk), {"words": "Tout est planté.", "file": pdf()})
    assert sent.headers["Location"] == one.url("following")
    assert "Tout est planté" in words(odile.get(here))
    odile.post(here, {"do": "delivered", "on": "2027-06-01", "sentence": "Le verger est planté."})
    assert Proposal.objects.get().status == Status.DONE
    assert date(2027, 6, 1) == Agreement.objects.get().delivered_on


def test_remind_drafts_seven_days_and_one_day_before(call: Call, cast: Any) -> None:
    """Once each, to who writes an unsent application; a sent one is left alone."""
    begin(call, cast.nadia)
    sent_by(call, cast.paul)
    closes = call.step.closes_at
    assert closes is not None
    counts = []
    for before in (timedelta(days=8), timedelta(days=7), timedelta(days=5), timedelta(hours=20)):
        with clock.stopped(closes - before):
            remind_drafts()
            remind_drafts()
        counts.append(Email.objects.filter(kind="application_reminder").count())
    assert counts == [0, 1, 1, 2]
    with clock.stopped(closes):
        remind_drafts()
    assert Email.objects.filter(kind="application_reminder").count() == 2
    assert set(Email.objects.filter(kind="application_reminder").values_list("to", flat=True)) == {
        cast.nadia.email
    }


def test_set_a_call_until_somebody_begins(call: Call, cast: Any, client: Client) -> None:
    """Money may change; what everyone is asked no longer does, and the page says why."""
    client.force_login(cast.odile)
    money = {"rate": "70", "asks_budget": "on", "asks_identifier": "on"}
    most = {**money, "envelope_cents": "1000", "ceiling_cents": "2000"}
    wrong = client.post(call.desk_url("settings"), most)
    assert "dépasserait l’enveloppe" in words(wrong)
    client.post(call.desk_url("new_piece"), {"title": "Bilan", "is_required": "on"})
    assert call.piece_kinds.filter(title="Bilan").exists()
    begin(call, cast.nadia)
    assert (
        client.post(call.desk_url("settings"), {**money, "envelope_cents": "70000"}).status_code
        == 302
    )
    assert Call.objects.get().envelope_cents == 7_000_000
    late = client.post(call.desk_url("new_condition"), {"question": "?", "reason": "Non."})
    assert late.status_code == 403
    assert "ne change plus" in words(late)
    assert (
        client.post(call.desk_url("questions"), {"do": "add", "type": "short"}).status_code == 403
    )
    assert Part.objects.get().data["holder"] != HOLDER["title"]
