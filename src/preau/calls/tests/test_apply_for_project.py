"""From the check of eligibility to the receipt, as people do it without JavaScript."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from preau.calls.actions import withdraw_application
from preau.calls.content import kinds_of
from preau.calls.models import Application, Call, Part
from preau.kernel import clock
from preau.messaging.models import Email
from preau.proposals.models import Proposal, Status

from .world import ANSWERS, BUDGET, HOLDER, begin, fill, pdf, send, sent_by, write

pytestmark = pytest.mark.django_db


def words(response: Any) -> str:
    return str(response.content.decode()).replace("\u00a0", " ")


def eligible(call: Call) -> dict[str, str]:
    return {one.code: "yes" if one.expects else "no" for one in call.conditions.all()}


def test_refuse_who_is_not_eligible(client: Client, call: Call) -> None:
    """Each broken condition says why and what remains possible; a right answer leads on."""
    profit = call.conditions.get(question__contains="but lucratif")
    said = {**eligible(call), profit.code: "yes"}
    page = client.post(call.url("check"), said)
    assert page.status_code == 200
    assert "n’aide pas les activités à but lucratif" in words(page)
    assert "quelle aide convient" in words(page)
    assert client.get(call.url("begin")).headers["Location"] == call.url("check")
    unanswered = client.post(call.url("check"), {})
    assert unanswered.status_code == 422
    passed = client.post(call.url("check"), eligible(call))
    assert passed.headers["Location"] == call.url("begin")
    assert "suite=" in client.get(call.url("begin")).headers["Location"], "who one is comes next"


def test_apply_by_sections(client: Client, call: Call, cast: Any, deliver_mail: Any) -> None:
    """Each section is kept as typed; the review says what is missing; the sending has a receipt."""
    client.force_login(cast.nadia)
    client.post(call.url("check"), eligible(call))
    begun = client.post(call.url("begin"), {"title": "Un verger", "holder": "Les Amis"})
    one = Application.objects.get()
    one.call = call
    assert begun.headers["Location"] == one.url("tasks")
    assert "0 parties complètes sur 6" in words(client.get(one.url("tasks"))) or (
        "sur 6" in words(client.get(one.url("tasks")))
    )
    wrong = client.post(
        one.url("section", "porteur"), {**HOLDER, "identifier": "73282932000075", "version": "1"}
    )
    assert wrong.status_code == 422
    assert "Un chiffre de ce numéro est faux" in words(wrong)
    assert "73282932000075" in words(client.get(one.url("section", "porteur"))), "nothing is lost"
    fixed = client.post(one.url("section", "porteur"), {**HOLDER, "version": "2"})
    assert fixed.headers["Location"] == one.url("tasks")
    for code, answers in ANSWERS.items():
        posted = {name: said for name, said in answers.items() if name != "lieu"}
        if "lieu" in answers:
            posted |= {f"lieu-{part}": said for part, said in answers["lieu"].items()}
        assert client.post(one.url("section", code), posted).status_code == 302
    _post_budget(client, one)
    missing = client.post(one.url("review"))
    assert missing.status_code == 422
    assert "« Statuts signés » manque" in words(missing)
    assert not Proposal.objects.exists()
    for kind in kinds_of(call):
        _join(client, one, kind)
    sent = client.post(one.url("review"))
    assert sent.headers["Location"] == one.url("receipt")
    assert "Un verger pour tous" in words(client.get(one.url("receipt")))
    proposal = Proposal.objects.get()
    assert (proposal.title, proposal.is_hidden) == ("Un verger pour tous", True)
    assert proposal.declared_cost_cents == 160_000
    assert (proposal.place, proposal.latitude) == ("Parc du Moulin", 47.01)
    assert proposal.author_name == "Les Amis du Moulin"
    assert Email.objects.filter(to=cast.nadia.email, kind="application_receipt").count() == 1
    assert client.get(one.url("paper")).content.startswith(b"%PDF")


def _post_budget(client: Client, one: Application) -> None:
    said = {"e-lines": "4", "i-lines": "4", "asked": "1600", "version": "0"}
    said |= {"e0_label": "Arbres", "e0_amount": "1 500", "e1_label": "Outils"}
    unread = client.post(one.url("section", "budget"), said)
    assert unread.status_code == 422
    assert "Écrivez le montant de cette ligne" in words(unread)
    said |= {"e1_amount": "500,50", "i0_label": "Cotisations", "i0_amount": "300"}
    said |= {"i0_nature": "own"}
    assert client.post(one.url("section", "budget"), said).status_code == 302
    told = words(client.get(one.url("section", "budget")))
    assert "Il manque 100,50 € de recettes" in told
    assert (
        client.post(one.url("section", "budget"), said | {"i0_amount": "400,50"}).status_code == 302
    )
    assert "À régler avant de déposer" not in words(client.get(one.url("section", "budget")))


def _join(client: Client, one: Application, kind: Any) -> None:
    if not kind.is_required:
        return
    prefix = f"p{kind.pk}"
    said: dict[str, Any] = {"piece": kind.pk}
    if kind.expires:
        old = client.post(
            one.url("pieces"),
            {**said, f"{prefix}-file": pdf(), f"{prefix}-expires_on": "2027-03-20"},
        )
        assert old.status_code == 422
        assert "ne sera plus valable à la clôture" in words(old)
        said[f"{prefix}-expires_on"] = "2027-03-22"
    fake = client.post(one.url("pieces"), {**said, f"{prefix}-file": pdf_named_only()})
    assert fake.status_code == 422
    assert client.post(one.url("pieces"), {**said, f"{prefix}-file": pdf()}).status_code == 302


def pdf_named_only() -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("statuts.pdf", b"MZ\x90 a program", content_type="application/pdf")


def test_keep_what_was_sent_apart_from_what_is_written(
    call: Call, cast: Any, client: Client
) -> None:
    """Changes wait for a new sending, which keeps the number; taken back, it can come again."""
    one = sent_by(call, cast.nadia)
    number = one.proposal.number if one.proposal else 0
    write(one, "budget", {**BUDGET, "asked": "1 000"}, cast.nadia)
    client.force_login(cast.nadia)
    assert "Des changements ne sont pas encore déposés" in words(client.get(one.url("tasks")))
    one.refresh_from_db()
    assert one.asked_cents == 160_000
    write(
        one,
        "budget",
        {**BUDGET, "incomes": [["Dons", "1000,50", "own"]], "asked": "1000"},
        cast.nadia,
    )
    assert send(one, cast.nadia).asked_cents == 100_000
    assert Proposal.objects.get().number == number
    assert withdraw_application(application=one, person=cast.nadia) is None
    proposal = Proposal.objects.get()
    assert (proposal.status, proposal.is_hidden) == (Status.DROPPED, True)
    send(one, cast.nadia)
    assert Proposal.objects.get().status == Status.SUBMITTED


def test_lock_at_the_second(call: Call, cast: Any, client: Client, noon: datetime) -> None:
    """One second before the hour it is sent; at the hour nothing is written, and words stay."""
    closes = call.step.closes_at
    assert closes is not None
    early = fill(begin(call, cast.nadia), cast.nadia)
    late = fill(begin(call, cast.paul), cast.paul)
    with clock.stopped(closes - timedelta(seconds=1)):
        send(early, cast.nadia)
    client.force_login(cast.paul)
    with clock.stopped(closes):
        refused = client.post(late.url("review"))
        assert refused.status_code == 403
        assert "à la seconde" in words(refused)
        lost = client.post(late.url("section", "porteur"), {**HOLDER, "title": "Trop tard"})
        assert lost.status_code == 403
        assert "L’appel est clos" in words(lost)
        saved = client.post(late.url("autosave", "porteur"), {**HOLDER, "title": "Trop tard"})
        assert saved.headers["X-Refused"] == "closed"
    late.refresh_from_db()
    assert (late.state, late.proposal) == ("draft", None)
    assert "Trop tard" not in str(Part.objects.get(application=late, section="porteur").data)


def test_ask_the_database_for_the_hour(call: Call, cast: Any) -> None:
    """With a clock that runs, the hour is PostgreSQL's: this server's own may be wrong."""
    from unittest.mock import patch

    from preau.calls import hours

    one = fill(begin(call, cast.nadia), cast.nadia)
    closes = call.step.closes_at
    assert closes is not None
    with (
        patch.object(hours.clock, "stopped_moment", return_value=None),
        patch.object(hours, "connection") as asked,
    ):
        cursor = asked.cursor.return_value.__enter__.return_value
        cursor.fetchone.return_value = [closes]
        from preau.calls.actions import send_application

        answer = send_application(application=one, person=cast.nadia)
        assert getattr(answer, "code", "") == "closed"
        cursor.execute.assert_called_with("SELECT clock_timestamp()")
