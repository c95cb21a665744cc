"""Codes on paper: made, listed from elsewhere, revoked, replaced, and recognised when typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.codes import new_code, tidy_code
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record
from preau.tenancy.locks import take_turn

from .keys import key_of
from .models import Batch, Code, Electorate, Proof
from .policies import may_issue_codes

#: 25 signs, 12 places: 55 bits, out of reach of guessing at any rate the limits let through.
LENGTH = 12
MOST_AT_ONCE = 2000


@dataclass(frozen=True)
class Recipient:
    """Whom a letter goes to, and the zone of their ballot; nothing of it is kept but the zone."""

    address: tuple[str, ...] = ()
    zone_id: int | None = None


@dataclass(frozen=True)
class Letter:
    """A code in clear, once: for the printer."""

    name: str
    code: str
    recipient: Recipient = field(default_factory=Recipient)


def spaced(code: str) -> str:
    """« K7DM-4QRA-9XYE »"""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def digest_of(electorate: Electorate, typed: str) -> str:
    """What a code is recognised by."""
    return key_of(electorate, "code", tidy_code(typed))


@transaction.atomic
def make_codes(
    *, electorate: Electorate, label: str, recipients: Sequence[Recipient], actor: User
) -> list[Letter]:
    """Draw a code for each recipient, in one batch. The codes answered are held nowhere else."""
    demand(may_issue_codes(actor, electorate.step, clock.now()))
    batch = _new_batch(electorate, label)
    letters = _draw(electorate, batch, 1, recipients)
    _note(actor, "made_codes", electorate, batch, count=len(letters))
    return letters


@transaction.atomic
def import_codes(
    *, electorate: Electorate, label: str, codes: Iterable[str], actor: User
) -> tuple[Batch, int]:
    """Take the codes of a list made elsewhere; the batch, and how many were known already."""
    demand(may_issue_codes(actor, electorate.step, clock.now()))
    batch = _new_batch(electorate, label)
    digests = list(dict.fromkeys(digest_of(electorate, one) for one in codes))
    known = set(
        Code.objects.filter(electorate=electorate, digest__in=digests).values_list(
            "digest", flat=True
        )
    )
    fresh = [one for one in digests if one not in known]
    Code.objects.bulk_create(
        Code(electorate=electorate, batch=batch, number=number, digest=digest)
        for number, digest in enumerate(fresh, start=1)
    )
    _note(actor, "imported_codes", electorate, batch, count=len(fresh))
    return batch, len(known)


@transaction.atomic
def revoke_batch(*, batch: Batch, reason: str, actor: User) -> int:
    """Make the codes of a batch that nobody has used worthless; how many."""
    electorate = batch.electorate
    demand(may_issue_codes(actor, electorate.step, clock.now()))
    live = live_codes(electorate).filter(batch=batch)
    count = live.exclude(digest__in=_used(electorate)).update(revoked_at=clock.now())
    _note(actor, "revoked_codes", electorate, batch, count=count, reason=reason)
    return count


@transaction.atomic
def replace_code(*, code: Code, recipient: Recipient, reason: str, actor: User) -> Letter | Refusal:
    """A new letter in place of one that was lost; the lost code is worthless from then on."""
    electorate = code.electorate
    demand(may_issue_codes(actor, electorate.step, clock.now()))
    take_turn("prove", f"{electorate.step_id} code {code.digest}")
    code = Code.objects.select_for_update().select_related("batch").get(pk=code.pk)
    code.electorate = electorate
    if is_used(code):
        return Refusal(
            "code_used",
            _("Le code de la lettre %(name)s a déjà servi.") % {"name": code.name},
            rule=_("Une lettre, une voix\u00a0: un code utilisé n’est pas remplacé."),
            remedy=_("La personne peut retaper ce code pour retrouver son vote."),
        )
    if code.revoked_at is not None:
        return Refusal(
            "code_revoked",
            _("La lettre %(name)s est déjà annulée.") % {"name": code.name},
            remedy=_("Faites une nouvelle lettre."),
        )
    code.revoked_at = clock.now()
    code.save(update_fields=["revoked_at"])
    last = code.batch.codes.order_by("-number").values_list("number", flat=True)[0]
    zoned = Recipient(recipient.address, recipient.zone_id or code.zone_id)
    letter = _draw(electorate, code.batch, last + 1, [zoned])[0]
    _note(
        actor,
        "replaced_code",
        electorate,
        code.batch,
        before=code.name,
        after=letter.name,
        reason=reason,
    )
    return letter


def live_codes(electorate: Electorate) -> QuerySet[Code]:
    """Codes that were not revoked."""
    return Code.objects.filter(electorate=electorate, revoked_at__isnull=True)


def find_code(electorate: Electorate, typed: str) -> Code | None:
    """The live code that was typed, if it is one."""
    return live_codes(electorate).filter(digest=digest_of(electorate, typed)).first()


def is_revoked(electorate: Electorate, typed: str) -> bool:
    """True for the code of a letter that was cancelled."""
    digest = digest_of(electorate, typed)
    return electorate.codes.filter(digest=digest, revoked_at__isnull=False).exists()


def is_used(code: Code) -> bool:
    """True once somebody has shown it."""
    return Proof.objects.filter(
        step_id=code.electorate.step_id, kind="code", key=code.digest
    ).exists()


def _used(electorate: Electorate) -> Any:
    return Proof.objects.filter(step_id=electorate.step_id, kind="code").values("key")


def _new_batch(electorate: Electorate, label: str) -> Batch:
    take_turn("new batch", electorate.pk)
    number = electorate.batches.count() + 1
    return Batch.objects.create(
        electorate=electorate, number=number, label=label, made_at=clock.now()
    )


def _draw(
    electorate: Electorate, batch: Batch, first: int, recipients: Sequence[Recipient]
) -> list[Letter]:
    made = [(new_code(LENGTH), one) for one in recipients]
    codes = Code.objects.bulk_create(
        Code(
            electorate=electorate,
            batch=batch,
            number=number,
            digest=digest_of(electorate, code),
            zone_id=recipient.zone_id,
        )
        for number, (code, recipient) in enumerate(made, start=first)
    )
    return [
        Letter(row.name, spaced(code), recipient)
        for row, (code, recipient) in zip(codes, made, strict=True)
    ]


def _note(actor: User, verb: str, electorate: Electorate, batch: Batch, **data: object) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=batch,
        process_id=electorate.step.process_id,
        **data,
    )
