"""Observations come in: one register for every channel, each bound to the chain."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from preau.accounts.models import Person, User
from preau.kernel import clock
from preau.kernel.codes import new_code, tidy_code
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record
from preau.messaging.actions import send_email
from preau.tenancy.scope import current_site
from preau.ui.words import moment

from .chain import Chain, digest_observation, hold_chain, instant
from .likeness import likeness_of, sketch_of
from .models import Attachment, Channel, Contact, Document, Draft, Inquiry, Observation
from .policies import may_deposit, may_enter, refusal_by_flood


@dataclass
class Written:
    """An observation as it was written, before it has a number."""

    text: str
    author_kind: str = Observation.Author.ANONYMOUS
    author_name: str = ""
    quality: str = ""
    position: str = ""
    parcel: str = ""
    latitude: float | None = None
    longitude: float | None = None
    piece_id: int | None = None
    place: str = ""
    page: str = ""
    email: str = ""
    network: str = ""
    documents: list[Document] = field(default_factory=list)


def hash_receipt(code: str) -> str:
    return hashlib.sha256(f"inquiry receipt {tidy_code(code)}".encode()).hexdigest()


@transaction.atomic
def deposit(
    *, inquiry: Inquiry, written: Written, draft: Draft | None = None
) -> tuple[Observation, str] | Refusal:
    """An observation from the web: number, hour, place in the chain, and the code of its receipt.

    Refused as a value when the register is not open, or when one network floods it.
    """
    chain = hold_chain(inquiry)  # whoever waited here is judged by the hour that follows
    inquiry.step.refresh_from_db(fields=["opens_at", "closes_at"])
    at = clock.now()
    refusal = may_deposit(inquiry, at) or refusal_by_flood(written.network, at)
    if refusal is not None:
        return refusal
    code = new_code(12)
    observation = add_to_register(
        chain=chain, written=written, channel=Channel.WEB, received_at=at, receipt=code
    )
    if draft is not None:
        draft.delete()
    if written.email:
        send_receipt(observation=observation, email=written.email, code=code)
    return observation, code


@transaction.atomic
def enter(
    *,
    inquiry: Inquiry,
    written: Written,
    channel: Channel,
    received_at: datetime,
    actor: User,
    key: str = "",
) -> Observation:
    """An observation on paper, by post or spoken, entered by hand with the day it came.

    Sent again with the same ``key``, from a device that had no network, it is the same one.
    """
    demand(may_enter(inquiry, actor))
    chain = hold_chain(inquiry)
    if key:
        same = Observation.objects.filter(inquiry=inquiry, receipt=hash_receipt(key)).first()
        if same is not None:
            return same
    observation = add_to_register(
        chain=chain,
        written=written,
        channel=channel,
        received_at=received_at,
        actor=actor,
        receipt=key,
    )
    record(
        actor=actor,
        verb="entered_observation",
        subject=observation,
        process_id=inquiry.step.process_id,
        channel=str(channel),
    )
    return observation


def next_number(inquiry: Inquiry, *, is_late: bool) -> int:
    """The number after the last one; the chain must be held."""
    found = Observation.objects.filter(inquiry=inquiry, is_late=is_late)
    return int(found.aggregate(last=Max("number"))["last"] or 0) + 1


def add_to_register(
    *,
    chain: Chain,
    written: Written,
    channel: Channel,
    received_at: datetime,
    actor: Person | None = None,
    receipt: str = "",
) -> Observation:
    """One more observation and its line, inside the transaction that holds ``chain``."""
    inquiry = chain.inquiry
    closes_at = inquiry.step.closes_at
    is_late = closes_at is not None and received_at >= closes_at
    same = Observation.objects.filter(inquiry=inquiry, channel=channel, is_late=is_late)
    at, sketch = clock.now(), sketch_of(written.text)
    is_at_once = inquiry.review == Inquiry.Review.AFTER and not is_late
    observation = Observation(
        inquiry=inquiry,
        number=next_number(inquiry, is_late=is_late),
        channel=channel,
        channel_number=int(same.aggregate(last=Max("channel_number"))["last"] or 0) + 1,
        is_late=is_late,
        received_at=received_at,
        entered_at=at,
        entered_by=actor if isinstance(actor, User) else None,
        **{name: getattr(written, name) for name in _COPIED},
        public_text=written.text,
        published_at=at if is_at_once else None,
        sketch=sketch,
        likeness=likeness_of(inquiry, sketch),
        receipt=hash_receipt(receipt) if receipt else "",
    )
    observation.digest = digest_observation(observation, _names(written.documents))
    observation.save()
    Attachment.objects.bulk_create(
        Attachment(observation=observation, document=document, order=order)
        for order, document in enumerate(written.documents, start=1)
    )
    if written.email or written.network:
        Contact.objects.create(
            observation=observation, email=written.email, network=written.network, at=at
        )
    tell(chain, observation).save()
    return observation


_COPIED = (
    "text",
    "author_kind",
    "author_name",
    "quality",
    "position",
    "parcel",
    "latitude",
    "longitude",
    "piece_id",
    "place",
    "page",
)


def _names(documents: Iterable[Document]) -> list[tuple[str, str]]:
    return [(one.name, one.sha256) for one in documents]


def tell(chain: Chain, observation: Observation) -> Any:
    """The line of an observation, not saved."""
    return chain.next(
        "observation",
        observation.ref,
        number=observation.number,
        is_late=observation.is_late,
        channel=str(observation.channel),
        received_at=instant(observation.received_at),
        digest=observation.digest,
    )


def send_receipt(*, observation: Observation, email: str, code: str) -> None:
    """The acknowledgement of article R. 112-11-1: number, hour, service, address, telephone."""
    inquiry, site = observation.inquiry, current_site()
    send_email(
        to=email,
        kind="inquiry_receipt",
        subject=_("Votre observation est enregistrée\u00a0: %(title)s")
        % {"title": inquiry.step.process.title},
        template="inquiries/mail/receipt",
        context={
            "title": inquiry.step.process.title,
            "number": observation.number,
            "is_late": observation.is_late,
            "received_at": moment(observation.received_at),
            "digest": observation.digest,
            "authority": inquiry.authority,
            "seat": inquiry.seat,
            "phone": site.contact_phone,
            "url": site.base_url + inquiry.url("receipt", code) if code else "",
        },
    )
