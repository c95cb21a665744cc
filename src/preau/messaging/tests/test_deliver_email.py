"""Mail leaves once, through a real SMTP conversation, and not at all when its act rolls back."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default as modern
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import connection, transaction

from preau.messaging.actions import MOST_ATTEMPTS, deliver, send_email
from preau.messaging.models import Email


class Sink:
    """Keeps what it receives."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(BytesParser(policy=modern).parsebytes(envelope.content))
        return "250 kept"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    box = Sink()
    controller = Controller(box, hostname="127.0.0.1", port=_free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    yield box
    controller.stop()


def _write(to: str = "nadia@example.org") -> Email:
    return send_email(
        to=to,
        kind="test",
        subject="L’été à Saint-Aubin",
        template="public/mail/sign_in_code",
        context={"code": "123456"},
    )


def test_deliver_once(site: Any, sink: Sink) -> None:
    mail = _write()
    assert deliver(mail.pk) is True
    assert deliver(mail.pk) is False
    assert len(sink.mails) == 1
    sent = sink.mails[0]
    assert sent["Subject"] == "L’été à Saint-Aubin"
    assert sent["From"].addresses[0].display_name == site.name
    body = sent.get_body(("plain",))
    assert body is not None
    assert "123456" in body.get_content()
    mail.refresh_from_db()
    assert mail.state == Email.State.SENT


def test_keep_mail_when_server_is_away(site: Any, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", _free_port()
    mail = _write()
    assert deliver(mail.pk) is False
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (Email.State.WAITING, 1)
    assert mail.error
    for _ in range(MOST_ATTEMPTS):
        deliver(mail.pk)
    mail.refresh_from_db()
    assert mail.state == Email.State.FAILED


def test_write_job_with_act(site: Any) -> None:
    def jobs() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM procrastinate_jobs")
            return int(cursor.fetchone()[0])

    before = jobs()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _write()
        raise ZeroDivisionError
    assert (jobs(), Email.objects.count()) == (before, 0)
    _write()
    assert (jobs(), Email.objects.count()) == (before + 1, 1)
