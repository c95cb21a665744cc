"""Mails of every shape: each one is kept bit for bit, counted, and told apart."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from typing import Any

import pytest

from preau.inquiries.intake.actions import (
    MOST_TOLD,
    accept_mail,
    original_of,
    set_aside,
    take_mail,
)
from preau.inquiries.intake.polling import poll
from preau.inquiries.intake.reading import read_mail
from preau.inquiries.models import IncomingMail, Inquiry, Link, Observation
from preau.kernel import clock
from preau.kernel.refusal import Refusal

from .letters import ADDRESS, BODY, bomb, letters, mail
from .mailbox import Mailbox, running
from .world import CLOSES, DURING, OPENS, commissioner

State = IncomingMail.State


def test_read_words_of_mail() -> None:
    made = mail(1)
    made.set_content("<style>p{}</style><p>Bonjour,</p><p>Contre&nbsp;!</p>", subtype="html")
    assert read_mail(bytes(made)).text == "Bonjour,\nContre !"
    assert read_mail(b"Subject: =?x-nowhere?Q?caf=E9?=\n\nLa for\xeat").text == "La forêt"
    lying = b"Content-Type: text/plain; charset=klingon\n\n\xe9t\xe9"
    assert read_mail(lying).text == "été"


def test_enter_register_from_mail(inquiry: Inquiry, deliver_mail: Any) -> None:
    made = mail(20)
    made.add_attachment(
        b"%PDF-1.4 plan", maintype="application", subtype="pdf", filename="plan.pdf"
    )
    made.add_attachment(b"MZ\x90", maintype="application", subtype="x-exe", filename="jeu.exe")
    made.add_attachment(bomb(), maintype="application", subtype="zip", filename="texte.odt")
    with clock.stopped(DURING):
        taken = take_mail(inquiry=inquiry, raw=bytes(made))
        held = accept_mail(mail=taken, text=BODY, actor=commissioner())
        again = accept_mail(mail=taken, text="Autre chose", actor=commissioner())
        sent = deliver_mail()
    one = Observation.objects.get()
    assert (one.channel, one.text, one.received_at) == ("email", BODY, DURING)
    assert again.observation_id == held.observation_id == one.pk
    assert [joined.document.name for joined in one.attachments.all()] == ["plan.pdf"]
    assert {name for name, _why in held.left_out} == {"jeu.exe", "texte.odt"}
    assert [letter.to for letter in sent] == [["jeanne20@example.org"]] * 2
    assert "n°\xa01" in sent[1].body


def test_keep_late_mail_apart(inquiry: Inquiry) -> None:
    """What counts is the second it arrived, whenever somebody looks at it."""
    with clock.stopped(CLOSES):
        late = take_mail(inquiry=inquiry, raw=bytes(mail(30)))
        in_time = take_mail(inquiry=inquiry, raw=bytes(mail(31)), received_at=DURING)
        first = accept_mail(mail=late, text=BODY, actor=commissioner()).observation
        second = accept_mail(mail=in_time, text=BODY, actor=commissioner()).observation
    assert (first.is_late, first.number) == (True, 1)
    assert (second.is_late, second.number) == (False, 1)


def test_set_aside_with_reason(inquiry: Inquiry, client: Any) -> None:
    with clock.stopped(DURING):
        taken = take_mail(inquiry=inquiry, raw=bytes(mail(40, subject="Offre de toiture")))
        refused = set_aside(mail=taken, reason=" ", actor=commissioner())
        assert isinstance(refused, Refusal)
        client.force_login(commissioner())
        here = f"/bureau/demarches/plu/enquete/enquete/courriels/{taken.pk}/"
        assert "Offre de toiture" in client.get(here).content.decode()
        client.post(here, {"do": "aside", "reason": "Publicité"})
        page = client.get("/bureau/demarches/plu/enquete/enquete/courriels/?etat=other")
    taken.refresh_from_db()
    assert (taken.state, taken.reason) == (State.OTHER, "Publicité")
    assert "Publicité" in page.content.decode()


def _send(wire: smtplib.SMTP, raw: bytes) -> None:
    wire.sendmail("jeanne@example.org", [ADDRESS], raw)


@pytest.mark.parametrize("keeps_flags", [True, False])
def test_account_for_what_a_mail_server_takes(
    inquiry: Inquiry, settings: Any, keeps_flags: bool
) -> None:
    """By SMTP into a mailbox, by IMAP out of it: each mail once, as it came, told for what it is."""
    sent = list(letters(120))
    with running(Mailbox(keeps_flags)) as box, clock.stopped(DURING):
        settings.PREAU_MAILBOXES = {inquiry.email: box.where()}
        with smtplib.SMTP("127.0.0.1", box.smtp) as wire:
            for raw, _state in sent:
                _send(wire, raw)
        assert len(box.mails) == len(sent)
        assert poll(inquiry) == len(sent)
        assert poll(inquiry) == 0
    taken = list(IncomingMail.objects.filter(inquiry=inquiry).order_by("pk"))
    for held, kept, (_raw, state) in zip(taken, box.mails, sent, strict=True):
        assert original_of(held) == kept.raw
        assert state in (None, held.state), (kept.raw[:200], held.state, held.reason)
    assert Link.objects.filter(inquiry=inquiry, kind="mail").count() == len(sent)


def test_read_by_somebody_else_hides_nothing(inquiry: Inquiry, settings: Any) -> None:
    with running(Mailbox()) as box, clock.stopped(DURING):
        settings.PREAU_MAILBOXES = {inquiry.email: box.where()}
        with smtplib.SMTP("127.0.0.1", box.smtp) as wire:
            _send(wire, bytes(mail(1)))
        box.mails[0].flags.add("\\Seen")
        assert poll(inquiry) == 1


def test_count_from_the_hour_of_the_server(inquiry: Inquiry, settings: Any) -> None:
    """Nobody asked for an hour around the closing: what came before it stays in time."""
    with running(Mailbox()) as box, smtplib.SMTP("127.0.0.1", box.smtp) as wire:
        for number, hour in ((1, -1), (2, 0)):
            box.at = CLOSES + timedelta(seconds=hour)
            _send(wire, bytes(mail(number)))
        settings.PREAU_MAILBOXES = {inquiry.email: box.where()}
        with clock.stopped(CLOSES + timedelta(hours=1)):
            assert poll(inquiry) == 2
            for taken in IncomingMail.objects.order_by("pk"):
                accept_mail(mail=taken, text=BODY, actor=commissioner())
    assert [one.ref for one in Observation.objects.order_by("is_late")] == ["1", "L1"]


def test_answer_a_machine_a_few_times_only(inquiry: Inquiry, deliver_mail: Any) -> None:
    """An absence that does not say so answers each of our answers: it ends by itself."""
    with clock.stopped(DURING):
        for number in range(20):
            take_mail(inquiry=inquiry, raw=bytes(mail(number, sender="machine@example.org")))
        sent = deliver_mail()
    assert len(sent) == MOST_TOLD
    assert {one.extra_headers["Auto-Submitted"] for one in sent} == {"auto-generated"}
    assert IncomingMail.objects.filter(state=State.WAITING).count() == 20


def test_refuse_mail_before_the_opening(inquiry: Inquiry, client: Any) -> None:
    with clock.stopped(OPENS - timedelta(days=1)):
        early = take_mail(inquiry=inquiry, raw=bytes(mail(1)))
    with clock.stopped(DURING):
        client.force_login(commissioner())
        here = f"/bureau/demarches/plu/enquete/enquete/courriels/{early.pk}/"
        page = client.post(here, {"do": "accept", "text": BODY}, follow=True)
        assert "avant l’ouverture" in page.content.decode()
    assert not Observation.objects.exists()


def test_tell_same_identifier_from_same_mail(inquiry: Inquiry) -> None:
    """Some programmes give several letters one identifier: only the same words are a duplicate."""
    with clock.stopped(DURING):
        states = [
            take_mail(inquiry=inquiry, raw=bytes(mail(1, body=body))).state
            for body in ("Pour.", "Contre.", "Pour.")
        ]
    assert states == [State.WAITING, State.WAITING, State.DUPLICATE]
