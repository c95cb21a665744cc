"""Timestamps of a third party (RFC 3161): the hash of the register existed on that day.

An authority of the installation's choice (``PREAU_TIMESTAMP``) signs the hash of each day and that
of the seal. Its answers are kept as they came and go into the evidence: ``openssl ts`` checks them
without us.
"""

from __future__ import annotations

import urllib.request
from datetime import datetime
from pathlib import Path

import structlog
from cryptography.x509 import load_pem_x509_certificates
from django.conf import settings
from django.db import transaction
from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from .chain import hold_chain, instant
from .documents import keep_bytes
from .models import Inquiry, Link, Timestamp

log = structlog.get_logger()
REPLY = "application/timestamp-reply"
_MOST_BYTES = 1_000_000
_TIMEOUT = 15
#: Lines of the chain whose hash is stamped.
STAMPED = ("day", "sealed")


class NotStamped(Exception):
    """The authority did not answer with a timestamp that its own root vouches for."""


def ask(words: str) -> tuple[bytes, datetime]:
    """The authority's answer for ``words``, verified, and its hour. Raises ``NotStamped``."""
    where = settings.PREAU_TIMESTAMP
    url, roots = str(where["url"]), Path(str(where["roots"]))
    if not url.startswith(("https://", "http://")):
        raise NotStamped(f"{url} is no address")
    builder = TimestampRequestBuilder().data(words.encode())
    asked = (
        builder.hash_algorithm(HashAlgorithm.SHA256)
        .nonce(nonce=True)
        .cert_request(cert_request=True)
    )
    query = asked.build()
    sent = urllib.request.Request(  # noqa: S310 - the installation's own setting, checked above
        url, query.as_bytes(), {"Content-Type": "application/timestamp-query"}
    )
    try:
        with urllib.request.urlopen(sent, timeout=_TIMEOUT) as answer:  # noqa: S310 - the same
            raw = bytes(answer.read(_MOST_BYTES))
        reply = decode_timestamp_response(raw)
        if reply.status not in (PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS):
            raise NotStamped(f"refused: {' '.join(reply.status_string)}")
        verifier = VerifierBuilder.from_request(query)
        for root in load_pem_x509_certificates(roots.read_bytes()):
            verifier = verifier.add_root_certificate(root)
        verifier.build().verify_message(reply, words.encode())
    except (OSError, ValueError, VerificationError) as fault:
        raise NotStamped(str(fault)) from fault
    return raw, reply.tst_info.gen_time


def unstamped(inquiry: Inquiry) -> Link | None:
    """The last line that wants a timestamp and has none; older ones are vouched for by it."""
    found = Link.objects.filter(inquiry=inquiry, kind__in=STAMPED).order_by("-place").first()
    if found is None or Timestamp.objects.filter(inquiry=inquiry, place=found.place).exists():
        return None
    return found


def stamp(inquiry: Inquiry) -> Timestamp | None:
    """Have the last hash stamped; None when nothing waits. Raises ``NotStamped``."""
    line = unstamped(inquiry)
    if line is None:
        return None
    raw, at = ask(line.hash)  # before the chain is held: nobody waits for the network
    with transaction.atomic():
        chain = hold_chain(inquiry)
        if Timestamp.objects.filter(inquiry=inquiry, place=line.place).exists():
            return None
        document = keep_bytes(body=raw, name=f"horodatage-{line.place}.tsr", kind=REPLY)
        chain.next(
            "timestamp",
            str(line.place),
            root=line.hash,
            stamped_at=instant(at),
            document=document.sha256,
        ).save()
        return Timestamp.objects.create(
            inquiry=inquiry, place=line.place, root=line.hash, document=document, at=at
        )


def stamp_all() -> int:
    """Every inquiry of the current site; one whose authority is silent is tried again later."""
    if not settings.PREAU_TIMESTAMP:
        return 0
    done = 0
    for inquiry in Inquiry.objects.select_related("step__process"):
        try:
            done += stamp(inquiry) is not None
        except NotStamped as fault:
            log.warning("not_stamped", inquiry=inquiry.pk, error=str(fault))
    return done
