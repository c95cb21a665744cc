"""A mail comes in; somebody checks that it is an observation."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.codes import new_code
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record
from preau.messaging.actions import send_email
from preau.tenancy.scope import current_site
from preau.ui.words import moment

from ..chain import append, hold_chain, instant
from ..deposits import Written, add_to_register, send_receipt
from ..documents import MOST_FILES, keep_bytes, keep_file, refusal_of_file
from ..models import Channel, Document, IncomingMail, Inquiry, Link
from ..policies import may_enter
from .reading import LONGEST, Part, ReadMail, fingerprint, read_mail

State = IncomingMail.State
#: Answers to one address within a day.
MOST_TOLD = 5
KIND = "message/rfc822"


@transaction.atomic
def take_mail(*, inquiry: Inquiry, raw: bytes, received_at: datetime | None = None) -> IncomingMail:
    """Keep a mail bit for bit and say what it seems to be; nothing that comes is ever dropped.

    Its sender is told that it arrived, except by a machine's mail: two machines would go on.
    """
    read, digest = read_mail(raw), fingerprint(raw)
    state, reason = _state_of(inquiry, read, digest)
    append(inquiry, "mail", digest, sha256=digest, size=len(raw))
    mail = IncomingMail.objects.create(
        inquiry=inquiry,
        original=keep_bytes(body=raw, name=f"{digest[:16]}.eml", kind=KIND),
        received_at=received_at or clock.now(),
        message_id=read.message_id,
        sender=read.sender,
        subject=read.subject,
        text=read.text[:LONGEST],
        state=state,
        reason=reason,
    )
    if state == State.WAITING and "@" in read.sender and not _was_told_enough(mail):
        _acknowledge(mail)
    return mail


def _state_of(inquiry: Inquiry, read: ReadMail, digest: str) -> tuple[str, str]:
    """What a mail seems to be. The chain, which has an index, knows the bytes that came before."""
    if Link.objects.filter(inquiry=inquiry, kind="mail", ref=digest).exists():
        return State.DUPLICATE, ""
    if read.message_id:
        same = IncomingMail.objects.filter(inquiry=inquiry, message_id=read.message_id)
        if same.filter(sender=read.sender, text=read.text[:LONGEST]).exists():
            return State.DUPLICATE, ""
    if read.fault:
        return State.BROKEN, read.fault[:240]
    if read.is_automatic or read.sender.lower() in _own_addresses(inquiry):
        return State.AUTOMATIC, ""
    return State.WAITING, ""


def _own_addresses(inquiry: Inquiry) -> set[str]:
    """What we send from: a mail of ours that comes back is nobody's."""
    site = current_site()
    return {one.lower() for one in (inquiry.email, site.contact_email, site.reply_to) if one}


def _was_told_enough(mail: IncomingMail) -> bool:
    """One address had several answers within a day: a machine that does not say so may be at work."""
    same = IncomingMail.objects.filter(
        inquiry=mail.inquiry,
        state=State.WAITING,
        received_at__gt=mail.received_at - timedelta(days=1),
        sender=mail.sender,
    )
    return len(same[: MOST_TOLD + 1].values_list("pk")) > MOST_TOLD


def _acknowledge(mail: IncomingMail) -> None:
    inquiry = mail.inquiry
    send_email(
        to=mail.sender,
        kind="inquiry_mail",
        subject=_("Votre message est arrivé\u00a0: %(title)s")
        % {"title": inquiry.step.process.title},
        template="inquiries/mail/arrived",
        context={
            "title": inquiry.step.process.title,
            "received_at": moment(mail.received_at),
            "authority": inquiry.authority,
            "seat": inquiry.seat,
        },
    )


def original_of(mail: IncomingMail) -> bytes:
    """The mail as it came."""
    with default_storage.open(mail.original.path) as file:
        return bytes(file.read())


def parts_of(mail: IncomingMail) -> list[Part]:
    """The documents that the original holds."""
    return read_mail(original_of(mail)).parts


def refusal_by_hour(mail: IncomingMail) -> Refusal | None:
    """It came before the register opened: it waits outside, for its author to write again."""
    opens_at = mail.inquiry.step.opens_at
    if opens_at is not None and mail.received_at >= opens_at:
        return None
    return Refusal(
        "not_open_yet",
        _("Ce courriel est arrivé avant l’ouverture du registre\u00a0: il ne peut pas y entrer."),
        remedy=_("Mettez-le à part, et invitez son auteur à l’envoyer de nouveau."),
    )


@transaction.atomic
def accept_mail(*, mail: IncomingMail, text: str, actor: User) -> IncomingMail:
    """It is an observation: its text as checked, its documents, its number, its receipt.

    A document that cannot be taken stays in the original; its name and the reason are written.
    ``Refused`` when it came before the opening.
    """
    demand(may_enter(mail.inquiry, actor) or refusal_by_hour(mail))
    held = IncomingMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    if held.observation_id is not None:
        return held
    inquiry = mail.inquiry
    documents, left_out = _documents(parts_of(mail))
    code = new_code(12)
    observation = add_to_register(
        chain=hold_chain(inquiry),
        written=Written(text, email=mail.sender if "@" in mail.sender else "", documents=documents),
        channel=Channel.EMAIL,
        received_at=mail.received_at,
        actor=actor,
        receipt=code,
    )
    held.observation, held.left_out = observation, left_out
    _decide(held, State.OBSERVATION, "", actor)
    if "@" in mail.sender:
        observation.inquiry = inquiry
        send_receipt(observation=observation, email=mail.sender, code=code)
    return held


def _documents(parts: list[Part]) -> tuple[list[Document], list[list[str]]]:
    kept: list[Document] = []
    left_out: list[list[str]] = []
    for part in parts:
        upload: Any = ContentFile(part.body, name=part.name)
        refusal = refusal_of_file(upload)
        if refusal is None and len(kept) >= MOST_FILES:
            refusal = Refusal("too_many", _("Dix documents au plus."))
        if refusal is not None:
            left_out.append([part.name, str(refusal.reason)])
        else:
            kept.append(keep_file(upload=io.BytesIO(part.body), name=part.name, kind=_kind(upload)))
    return kept, left_out


def _kind(upload: Any) -> str:
    from preau.media.files import type_of

    return type_of(upload)


@transaction.atomic
def set_aside(*, mail: IncomingMail, reason: str, actor: User) -> IncomingMail | Refusal:
    """It is no observation, and why; it stays readable, and may be taken later."""
    demand(may_enter(mail.inquiry, actor))
    held = IncomingMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    if held.observation_id is not None:
        return Refusal("taken", _("Ce courriel est déjà versé au registre."))
    if not reason.strip():
        return Refusal("no_reason", _("Dites pourquoi ce n’est pas une observation."))
    return _decide(held, State.OTHER, reason.strip()[:240], actor)


def _decide(mail: IncomingMail, state: str, reason: str, actor: User) -> IncomingMail:
    inquiry = mail.inquiry
    mail.state, mail.reason = state, reason
    mail.decided_by, mail.decided_at = actor, clock.now()
    mail.save()
    append(
        inquiry,
        "mail_decided",
        mail.observation.ref if mail.observation else "",
        sha256=mail.original.sha256,
        state=str(state),
        reason=reason,
        received_at=instant(mail.received_at),
        by=actor.full_name,
    )
    record(
        actor=actor,
        verb="decided_mail",
        subject=inquiry.step,
        process_id=inquiry.step.process_id,
        state=str(State(state).label),
    )
    return mail
