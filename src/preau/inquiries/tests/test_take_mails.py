"""Mails of every shape: each one is kept bit for bit, counted, and told apart."""

from __future__ import annotations

import asyncio
import io
import smtplib
import zipfile
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import connection

from preau.inquiries.intake.actions import accept_mail, original_of, set_aside, take_mail
from preau.inquiries.intake.reading import read_mail
from preau.inquiries.models import IncomingMail, Inquiry, Link, Observation
from preau.kernel import clock
from preau.kernel.refusal import Refusal

from .world import CLOSES, DURING, commissioner

State = IncomingMail.State
BODY = "Je m’oppose à ce parking.\nIl détruit vingt arbres."


def mail(number: int = 1, **more: Any) -> EmailMessage:
    made = EmailMessage()
    made["From"] = more.get("sender", "Jeanne Petit <jeanne@example.org>")
    made["To"] = "enquete-plu@saint-aubin.example"
    made["Subject"] = more.get("subject", "Mon avis")
    made["Message-ID"] = f"<{number}@example.org>"
    made.set_content(more.get("body", BODY))
    return made


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", b"0" * 40_000_000)
    return packed.getvalue()


def shapes() -> list[tuple[bytes, str]]:
    """Mails as they come in life, with the state that each should get."""
    automatic = mail(2)
    automatic["Auto-Submitted"] = "auto-replied"
    rich = mail(3)
    rich.set_content("<style>p{}</style><p>Bonjour,</p><p>Contre&nbsp;!</p>", subtype="html")
    latin = (
        b"From: a@example.org\nMessage-ID: <4@x>\nSubject: =?x-nowhere?Q?caf=E9?=\n\nLa for\xeat"
    )
    lying = b"From: a@example.org\nMessage-ID: <5@x>\nContent-Type: text/plain; charset=klingon\n\n\xe9t\xe9"
    nothing = b"From: a@example.org\nMessage-ID: <6@x>\n\n   \n"
    nul = b"From: a@example.org\nMessage-ID: <7@x>\nSubject: a\x00b\n\nUn mot\x00 de plus"
    broken = b'Content-Type: multipart/mixed; boundary="x"\nMessage-ID: <8@x>\n\n--x\nContent-Transfer-Encoding: base64\n\n!!!!'
    return [
        (bytes(mail(1)), State.WAITING),
        (bytes(mail(1)), State.DUPLICATE),
        (bytes(automatic), State.AUTOMATIC),
        (bytes(rich), State.WAITING),
        (latin, State.WAITING),
        (lying, State.WAITING),
        (nothing, State.BROKEN),
        (nul, State.WAITING),
        (b"", State.BROKEN),
        (b"\xff\xfe\x00garbage" * 50, State.WAITING),
        (bytes(mail(9, subject="Absence du bureau")), State.AUTOMATIC),
        (b"From: <<<>>>@@\nMessage-ID: <10@x>\n\nUn avis", State.WAITING),
        (b"From: a@x.org\nMessage-ID: <11@x>\n\n" + b"Long " * 100_000, State.WAITING),
        (broken, None),
    ]


def test_account_for_every_shape(inquiry: Inquiry) -> None:
    with clock.stopped(DURING):
        for raw, expected in shapes():
            taken = take_mail(inquiry=inquiry, raw=raw)
            assert original_of(taken) == raw
            if expected is not None:
                assert taken.state == expected, (raw[:80], taken.reason)
    total = len(shapes())
    assert IncomingMail.objects.count() == total
    assert Link.objects.filter(inquiry=inquiry, kind="mail").count() == total


def test_read_words_of_mail() -> None:
    read = {place: read_mail(raw) for place, (raw, _state) in enumerate(shapes())}
    assert read[0].text == BODY
    assert read[3].text == "Bonjour,\nContre !"
    assert read[4].text == "La forêt"
    assert read[5].text == "été"


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
    assert [letter.to for letter in sent] == [["jeanne@example.org"]] * 2
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


class Sink:
    """A mail server that keeps what it is given, as a real one would hand it over."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.taken.append(envelope.content)
        return "250 OK"


@pytest.fixture
def sink() -> Any:
    found = Sink()
    controller = Controller(found, hostname="127.0.0.1", port=0)
    controller.port = 20_000 + (id(found) // 64) % 20_000
    controller.start()
    found.port = controller.port  # type: ignore[attr-defined]
    yield found
    controller.stop()
    asyncio.set_event_loop(None)


def test_take_what_a_mail_server_hands_over(inquiry: Inquiry, sink: Any) -> None:
    with smtplib.SMTP("127.0.0.1", sink.port) as wire:
        for number in range(25):
            wire.send_message(mail(100 + number, body=f"{BODY}\nLa famille {number}."))
    assert len(sink.taken) == 25
    with clock.stopped(DURING):
        for raw in sink.taken:
            taken = take_mail(inquiry=inquiry, raw=raw)
            assert original_of(taken) == raw
            accept_mail(mail=taken, text=taken.text, actor=commissioner())
    assert Observation.objects.filter(channel="email").count() == 25
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
