"""The internal thread of an idea: words, mentions, files; and who has its sheet open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from preau.accounts.models import Membership, User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused
from preau.kernel.text import search_key
from preau.ledger.actions import record
from preau.messaging.actions import send_email
from preau.proposals.models import Proposal
from preau.tenancy.addresses import absolute_url
from preau.tenancy.quotas import refusal_of_bytes

from .models import Attachment, Mention, Note, Presence

if TYPE_CHECKING:  # not generic when it runs
    Upload: TypeAlias = UploadedFile[Any]
else:
    Upload = UploadedFile
MOST_BYTES = 10 * 1024 * 1024
MOST_FILES = 5
#: First bytes → kind: what a file says of itself decides nothing.
SIGNS = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"RIFF", "image/webp"),
    (b"PK\x03\x04", "application/zip"),
)
#: Office files are all packages: the name tells them apart, and none is ever shown in a page.
OFFICE = {"odt", "ods", "odp", "docx", "xlsx", "pptx"}
#: How long after its last sign of life a sheet counts as open.
HERE = timedelta(seconds=75)
_AT = re.compile(r"@([\w’'-]+(?:\s[\w’'-]+)?)")


def kind_of(upload: Upload) -> str | Refusal:
    """The kind of a file by its first bytes, or why it is not taken."""
    if upload.size is None or upload.size > MOST_BYTES:
        return Refusal(
            "too_heavy",
            _("Le fichier «\u00a0%(name)s\u00a0» dépasse 10 Mo.") % {"name": upload.name},
        )
    head = upload.read(16)
    upload.seek(0)
    found = next((kind for sign, kind in SIGNS if head.startswith(sign)), "")
    extension = (upload.name or "").rsplit(".", 1)[-1].lower()
    if found == "image/webp" and head[8:12] != b"WEBP":
        found = ""
    if not found or (found == "application/zip" and extension not in OFFICE):
        return Refusal(
            "unknown_kind",
            _("Le fichier «\u00a0%(name)s\u00a0» n’est pas d’un type accepté.")
            % {"name": upload.name},
            remedy=_("Joignez une photo, un PDF ou un document bureautique."),
        )
    return found


@transaction.atomic
def add_note(
    *,
    proposal: Proposal,
    words: str,
    files: Sequence[Upload],
    author: User | None,
    name: str = "",
) -> Note:
    """Say something to the other agents; whoever is named gets a mail. Raises ``Refused``."""
    words = words.strip()
    if not words and not files:
        raise Refused(Refusal("empty", _("Écrivez un mot ou joignez un fichier.")))
    if len(files) > MOST_FILES:
        raise Refused(Refusal("too_many", _("Joignez au plus cinq fichiers à la fois.")))
    kinds = [kind_of(one) for one in files]
    for kind in kinds:
        if isinstance(kind, Refusal):
            raise Refused(kind)
    full = refusal_of_bytes(sum(one.size or 0 for one in files)) if files else None
    if full is not None:
        raise Refused(full)
    note = Note.objects.create(
        proposal=proposal,
        author=author,
        author_name=author.full_name if author else name,
        words=words,
        at=clock.now(),
    )
    for upload, kind in zip(files, kinds, strict=True):
        _keep(note, upload, str(kind))
    named = mentioned(words) if author else []
    Mention.objects.bulk_create(Mention(note=note, user=one) for one in named)
    record(
        actor=author,
        verb="added_note",
        subject=proposal,
        process_id=proposal.process_id,
        files=len(files),
    )
    for person in named:
        if author is None or person.pk != author.pk:
            _tell(note, person)
    return note


def _keep(note: Note, upload: Upload, kind: str) -> None:
    name = (upload.name or "fichier").replace("\\", "/").rsplit("/", 1)[-1]
    kept = Attachment.objects.create(note=note, name=name[-160:], kind=kind, size=upload.size or 0)
    default_storage.save(kept.path, upload)


def mentioned(words: str) -> list[User]:
    """Agents named after an @: by full name, or by first name where only one bears it."""
    asked = [search_key(found) for found in _AT.findall(words)]
    if not asked:
        return []
    people = User.objects.filter(pk__in=Membership.objects.values("user"), is_active=True)
    by_name: dict[str, list[User]] = {}
    for person in people.only("first_name", "last_name", "public_name", "email"):
        by_name.setdefault(search_key(person.full_name), []).append(person)
        by_name.setdefault(search_key(person.first_name), []).append(person)
    found: dict[int, User] = {}
    for name in asked:
        for key in (name, name.split()[0]):
            bearers = by_name.get(key, [])
            if len(bearers) == 1:
                found[bearers[0].pk] = bearers[0]
                break
    return list(found.values())


def _tell(note: Note, person: User) -> None:
    proposal = note.proposal
    path = reverse("proposals_desk:sheet", args=[proposal.process.slug, proposal.number])
    send_email(
        to=person.email,
        recipient=person,
        kind="mention",
        subject=_("%(name)s vous écrit à propos de l’idée n°\u00a0%(number)s")
        % {"name": note.author_name, "number": proposal.number},
        template="reviews/mail/mention",
        context={"note": note, "proposal": proposal, "url": absolute_url(f"{path}#fil")},
    )


def read_mentions(proposal: Proposal, person: User) -> int:
    """The notes of this sheet that named ``person`` are read."""
    unread = Mention.objects.filter(note__proposal=proposal, user=person, read_at=None)
    return unread.update(read_at=clock.now())


@dataclass(frozen=True)
class Here:
    """Somebody else who has the sheet open."""

    name: str
    seconds: int


def be_here(proposal: Proposal, person: User) -> list[Here]:
    """Say that ``person`` reads this sheet; answers who else does."""
    at = clock.now()
    Presence.objects.update_or_create(proposal=proposal, user=person, defaults={"at": at})
    return who_else(proposal, person)


def who_else(proposal: Proposal, person: User) -> list[Here]:
    """Who else gave a sign of life on this sheet a moment ago."""
    at = clock.now()
    others = Presence.objects.filter(proposal=proposal, at__gt=at - HERE).exclude(user=person)
    return [
        Here(one.user.full_name, int((at - one.at).total_seconds()))
        for one in others.select_related("user").order_by("-at")
    ]
