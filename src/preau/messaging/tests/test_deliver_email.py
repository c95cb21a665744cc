"""Mail leaves once, through a real SMTP conversation, and not at all when its act rolls back."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default as modern
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from preau.kernel import clock
from preau.messaging.actions import MOST_ATTEMPTS, deliver, send_email
from preau.messaging.carried import INSERT, ask_for_carried, mail_values
from preau.messaging.models import Email
from preau.messaging.tasks import ALL_TRIES, TOO_OLD, ask_again
from preau.tenancy.scope import use_site


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


def _write(to: str = "nadia@example.org", subject: str = "L’été à Saint-Aubin") -> Email:
    mail = send_email(
        to=to,
        kind="test",
        subject=subject,
        template="public/mail/sign_in_code",
        context={"code": "123456"},
    )
    assert mail is not None
    return mail


def _carry(to: Any) -> Email:
    values = mail_values(
        to=to,
        kind="test",
        subject="L’été à\nSaint-Aubin",
        template="public/mail/sign_in_code",
        context={"code": "123456"},
    )
    with connection.cursor() as cursor:
        cursor.execute(f"WITH act AS (SELECT 1) {INSERT} FROM act", values)
    return Email.objects.get(is_asked=False)


def test_write_when_it_leaves(site: Any, cast: Any, sink: Sink) -> None:
    """A mail of the hot path is written by the worker, as it would have been at once."""
    at_once, waiting = _write(), _carry(cast.nadia)
    assert waiting.text == waiting.html == ""
    assert deliver(waiting.pk) is True
    waiting.refresh_from_db()
    assert (waiting.text, waiting.html) == (at_once.text, at_once.html)
    assert (waiting.template, waiting.context) == ("", {})
    (sent,) = sink.mails
    body = sent.get_body(("html",))
    assert body is not None
    assert "123456" in body.get_content()


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


def _jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        return int(cursor.fetchone()[0])


def test_write_job_with_act(site: Any) -> None:
    before = _jobs()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _write()
        raise ZeroDivisionError
    assert (_jobs(), Email.objects.count()) == (before, 0)
    _write()
    assert (_jobs(), Email.objects.count()) == (before + 1, 1)


def test_ask_again_for_lost_jobs_only(site: Any) -> None:
    """A worker that died keeps its job for ever: the mail is asked for anew, once its tries ended."""
    lost, fresh, sent, old = (_write() for _each in range(4))
    at = clock.now()
    ages = ((lost, ALL_TRIES), (sent, ALL_TRIES), (old, TOO_OLD), (fresh, timedelta()))
    for mail, age in ages:
        Email.objects.filter(pk=mail.pk).update(created_at=at - age - timedelta(minutes=1))
    Email.objects.filter(pk=sent.pk).update(state=Email.State.SENT)
    before = _jobs()
    ask_again()
    assert _jobs() == before + 1


def test_deliver_subject_of_several_lines(site: Any, sink: Sink) -> None:
    """A title typed by somebody may hold a line break: no header is made of it, the mail leaves."""
    assert deliver(_write(subject="Des nouvelles\r\nBcc: all@example.org").pk) is True
    assert sink.mails[0]["Subject"] == "Des nouvelles Bcc: all@example.org"
    assert sink.mails[0]["Bcc"] is None


def test_sign_with_any_name(site: Any, sink: Sink) -> None:
    site.name = "Saint-Aubin, Métropole (Sud)"
    assert deliver(_write().pk) is True
    sender = sink.mails[0]["From"].addresses[0]
    assert (sender.display_name, sender.addr_spec) == (site.name, site.contact_email)


def test_write_nothing_to_who_left(site: Any, cast: Any) -> None:
    """An erased account keeps its row, not its address: nobody is there to read."""
    gone = cast.nadia
    gone.is_active = False
    gone.save()
    send_email(
        to="gone@efface.invalid",
        recipient=gone,
        kind="test",
        subject="Réponse",
        template="public/mail/sign_in_code",
        context={"code": "123456"},
    )
    assert Email.objects.count() == 0


def test_ask_once_for_what_was_carried(site: Any, other_site: Any, cast: Any, sink: Sink) -> None:
    """The worker's round finds each mail once, of its own site."""
    jobs = ProcrastinateJob.objects.filter(task_name="messaging.deliver_email")
    carried = _carry(cast.nadia)
    assert not jobs.exists()
    with use_site(other_site):
        assert ask_for_carried() == 0
    assert ask_for_carried() == 1
    assert ask_for_carried() == 0
    assert jobs.get().args == {"site_id": site.pk, "email_id": carried.pk}
    deliver(carried.pk)
    (sent,) = sink.mails
    assert sent["Subject"] == "L’été à Saint-Aubin"
