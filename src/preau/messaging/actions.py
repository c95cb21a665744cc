"""Writing a mail, and delivering it."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from email.headerregistry import Address
from typing import Any

import structlog
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.registry import Registry
from preau.tenancy.scope import current_site

from . import own
from .holding import holding_now
from .models import Email
from .tasks import deliver_email

log = structlog.get_logger()
MOST_ATTEMPTS = 6
#: Absences and other machines do not answer such a mail (RFC 3834).
WRITTEN_BY_US = {"Auto-Submitted": "auto-generated"}
#: What dresses the mails of the current site; the app that holds its theme adds it.
mail_looks: Registry[Callable[[], dict[str, Any]]] = Registry("look of mails")


def _look() -> dict[str, Any]:
    return {name: value for look in mail_looks for name, value in look().items()}


def send_email(
    *,
    to: str,
    kind: str,
    subject: str,
    template: str,
    context: dict[str, Any],
    recipient: User | None = None,
) -> Email | None:
    """Write a mail from ``<template>.txt`` and ``<template>.html`` and hand it to the worker.

    The row and the job belong to the caller's transaction: nothing leaves if it rolls back.
    ``context`` also gets ``site``, ``subject`` and the site's colours. The page extends
    ``ui/email.html`` and fills its blocks: ``body``, ``act`` for its one button, ``why``.
    An act that thousands do at once carries its mail in its own statement instead (``carried``).
    Nothing is written (None) to a ``recipient`` who has erased their account. Inside
    ``holding.hold_mails`` the mail waits for its hour, and can be taken back until then.
    """
    if recipient is not None and not recipient.is_active:
        return None
    subject = " ".join(subject.splitlines())  # a header is one line, whatever was typed in a title
    mail = Email(
        to=to,
        recipient=recipient,
        kind=kind,
        subject=subject[:200],
        template=template,
        context=context,
        language=translation.get_language() or "",
        created_at=clock.now(),
    )
    hold = holding_now()
    if hold is not None:
        mail.send_after, mail.batch, mail.part = hold.until, hold.batch, hold.part
    write(mail)
    mail.save()
    job = deliver_email.configure(schedule_at=mail.send_after)
    job.defer(site_id=current_site().pk, email_id=mail.pk)
    return mail


def around(subject: str, said: own.Said) -> dict[str, Any]:
    """What the frame of a mail reads: the site, its look, what it says around the words."""
    more = {"mail_intro": said.intro, "mail_closing": said.closing}
    return {"site": current_site(), "subject": subject, **more, **_look()}


def write(mail: Email) -> Email:
    """The text and the page of ``mail``, once; what they were made of is then forgotten."""
    if not mail.template:
        return mail
    with translation.override(mail.language or None):
        said = own.said_around(mail.template, mail.subject, mail.context)
        mail.subject = said.subject
        full = {**around(mail.subject, said), **mail.context}
        mail.text = own.put_around(render_to_string(f"{mail.template}.txt", full), said)
        mail.html = render_to_string(f"{mail.template}.html", full)
    mail.template, mail.context, mail.language = "", {}, ""
    return mail


def send_written(*, to: User, kind: str, subject: str, text: str, html: str) -> Email:
    """Send a mail whose page is written already; it is never held back."""
    mail = Email.objects.create(
        to=to.email,
        recipient=to,
        kind=kind,
        subject=" ".join(subject.splitlines())[:200],
        text=text,
        html=html,
        created_at=clock.now(),
    )
    deliver_email.defer(site_id=current_site().pk, email_id=mail.pk)
    return mail


def deliver(email_id: int) -> bool:
    """Send one waiting mail; True when it left.

    A mail known to have left is never sent again. If all stops between the mail server's yes and
    our own note of it, the mail leaves twice: better than never.
    """
    with transaction.atomic():
        mail = (
            Email.objects.select_for_update(skip_locked=True)
            .filter(pk=email_id, state=Email.State.WAITING)
            .first()
        )
        if mail is None or (mail.send_after and mail.send_after > clock.now()):
            return False
        write(mail)
        site = current_site()
        sender = str(Address(site.sender_name or site.name, addr_spec=site.contact_email))
        answers = [site.reply_to] if site.reply_to else None
        message = EmailMultiAlternatives(
            mail.subject, mail.text, sender, [mail.to], reply_to=answers, headers=WRITTEN_BY_US
        )
        if mail.html:
            message.attach_alternative(mail.html, "text/html")
        mail.attempts += 1
        try:
            message.send()
        except (OSError, smtplib.SMTPException) as error:
            mail.error = str(error)
            if mail.attempts >= MOST_ATTEMPTS:
                mail.state = Email.State.FAILED
            mail.save()
            log.warning("email_not_sent", email=mail.pk, attempt=mail.attempts, error=str(error))
            return False
        mail.state, mail.sent_at, mail.error = Email.State.SENT, clock.now(), ""
        mail.save()
        return True
