"""The chain of an inquiry: each line holds the hash of the one before.

What is hashed is written down as it was hashed (``Link.content``), so that anybody can redo it
with ``proof.py``, which needs neither this product nor its database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from preau.kernel import clock

from .models import Inquiry, Link, Observation
from .proof import START, digest_of, link_hash, written


@dataclass
class Chain:
    """The end of an inquiry's chain, held while lines are added to it."""

    inquiry: Inquiry
    place: int
    hash: str
    at: datetime | None

    def next(self, kind: str, ref: str = "", **content: Any) -> Link:
        """The next line, not saved; time never goes back, whatever the clocks of servers say."""
        at = max(clock.now(), self.at) if self.at is not None else clock.now()
        said = written(
            {"kind": kind, "ref": ref, "at": instant(at), "place": self.place + 1, **content}
        )
        link = Link(
            inquiry=self.inquiry,
            place=self.place + 1,
            at=at,
            kind=kind,
            ref=ref,
            content=said,
            previous=self.hash,
            hash=link_hash(self.hash, said),
        )
        self.place, self.hash, self.at = link.place, link.hash, at
        return link


def hold_chain(inquiry: Inquiry) -> Chain:
    """The end of the chain, held alone until the transaction ends."""
    Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)
    last = Link.objects.filter(inquiry=inquiry).order_by("-place").first()
    if last is None:
        return Chain(inquiry, 0, START, None)
    return Chain(inquiry, last.place, last.hash, last.at)


def append(inquiry: Inquiry, kind: str, ref: str = "", **content: Any) -> Link:
    """One more line; inside the transaction of the act that it tells."""
    link = hold_chain(inquiry).next(kind, ref, **content)
    link.save()
    return link


def instant(at: datetime) -> str:
    """A moment as it is hashed: UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


#: What the digest of an observation covers, besides its documents.
SEALED = (
    "number",
    "channel",
    "channel_number",
    "is_late",
    "place",
    "page",
    "author_kind",
    "author_name",
    "quality",
    "position",
    "parcel",
    "latitude",
    "longitude",
    "text",
)


def sealed_content(observation: Observation, documents: list[tuple[str, str]]) -> dict[str, Any]:
    """Everything that the digest of ``observation`` covers; ``documents`` are names and hashes."""
    content = {name: getattr(observation, name) for name in SEALED}
    content["received_at"] = instant(observation.received_at)
    content["entered_at"] = instant(observation.entered_at)
    content["documents"] = [list(one) for one in documents]
    return content


def digest_observation(observation: Observation, documents: list[tuple[str, str]]) -> str:
    """Digest of the observation as it is sealed."""
    return digest_of(sealed_content(observation, documents))
