"""Writes on proposals. Every change of status and every correction goes through here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import Person, User
from preau.kernel import clock
from preau.ledger.actions import record
from preau.media.models import Picture
from preau.messaging.actions import send_email
from preau.processes.models import Process, Step
from preau.tenancy.locks import take_turn

from .models import Event, Origin, Placement, Proposal, Status, Theme, Version


@dataclass(frozen=True)
class Deposit:
    """What a deposit says, cleaned by its form."""

    title: str
    idea: str
    finding: str = ""
    audience: str = ""
    theme: Theme | None = None
    zone_id: int | None = None
    place: str = ""
    longitude: float | None = None
    latitude: float | None = None
    declared_cost_cents: int | None = None
    picture: Picture | None = None
    author_kind: str = Proposal.AuthorKind.ALONE
    author_name: str = ""
    guardian: str = ""
    source_ref: str = ""
    origin: str = Origin.ONLINE
    origin_words: str = ""


@transaction.atomic
def submit_proposal(
    *,
    step: Step,
    author: User | None,
    deposit: Deposit,
    number: int | None = None,
    send_receipt: bool = True,
    sentence: str = "",
) -> Proposal:
    """Make a proposal of a deposit: number, placement, first line of its story, receipt by mail.

    The caller has asked ``policies.may_deposit``. ``number`` is given by imports only. Numbers of
    a process are handed out one at a time under a lock of the database. ``sentence`` is the first
    line of the story, where it is no idea that came.
    """
    at = clock.now()
    proposal = Proposal.objects.create(
        process=step.process,
        number=number or _next_number(step.process),
        author=author,
        author_name=deposit.author_name or (author.display_name if author else ""),
        status=Status.SUBMITTED,
        status_at=at,
        submitted_at=at,
        **{
            name: getattr(deposit, name)
            for name in Deposit.__dataclass_fields__
            if name != "author_name"
        },
    )
    if proposal.picture and not proposal.picture.is_public:
        Picture.objects.filter(pk=proposal.picture.pk).update(is_public=True, owner=author)
    Placement.objects.create(proposal=proposal, step=step, status=Status.SUBMITTED, at=at)
    Event.objects.create(
        proposal=proposal,
        at=at,
        kind="submitted",
        status=Status.SUBMITTED,
        actor_label=proposal.author_name,
        sentence=sentence or _deposited_words(proposal),
    )
    record(actor=author, verb="submitted", subject=proposal, process_id=step.process_id)
    if author is not None and send_receipt:
        _mail_receipt(proposal, author)
    return proposal


def _deposited_words(proposal: Proposal) -> str:
    if proposal.origin_words:
        return _("L’idée est déposée %(where)s.") % {"where": proposal.origin_words}
    return _("L’idée est déposée.")


def _mail_receipt(proposal: Proposal, author: User) -> None:
    send_email(
        to=author.email,
        recipient=author,
        kind="deposit_receipt",
        subject=_("Votre idée porte le n° %(number)s") % {"number": proposal.number},
        template="proposals/mail/receipt",
        context={"proposal": proposal},
    )


def _next_number(process: Process) -> int:
    take_turn("number_proposal", process.pk)
    last = (
        Proposal.objects.filter(process=process)
        .order_by("-number")
        .values_list("number", flat=True)
    ).first()
    return (last or 0) + 1


@transaction.atomic
def set_status(
    *,
    proposal: Proposal,
    status: str,
    actor: Person | None,
    sentence: str,
    actor_label: str = "",
    step: Step | None = None,
    kind: str = "status",
    merged_into: Proposal | None = None,
    **data: Any,
) -> None:
    """Give a proposal its new public status, with its line in the public story and the ledger.

    ``sentence`` is what everyone reads (why, in words); ``step`` is where it happens, and gets or
    keeps a placement. Telling the author is the caller's act, since the words differ.
    """
    at = clock.now()
    before = proposal.status
    proposal.status, proposal.status_at = status, at
    proposal.merged_into = merged_into
    proposal.save(update_fields=["status", "status_at", "merged_into"])
    if step is not None:
        Placement.objects.update_or_create(
            proposal=proposal, step=step, defaults={"status": status, "at": at}
        )
    Event.objects.create(
        proposal=proposal,
        at=at,
        kind=kind,
        status=status,
        actor_label=actor_label[:120],
        sentence=sentence,
    )
    record(
        actor=actor,
        verb="changed_status",
        subject=proposal,
        process_id=proposal.process_id,
        before=before,
        after=status,
        sentence=sentence,
        **data,
    )


#: Fields that may be corrected after the deposit, with the words people read.
CORRECTABLE = {
    "title": gettext_lazy("Titre"),
    "finding": gettext_lazy("Constat"),
    "idea": gettext_lazy("Proposition"),
    "audience": gettext_lazy("Pour qui"),
    "theme": gettext_lazy("Thème"),
    "zone": gettext_lazy("Quartier"),
    "place": gettext_lazy("Lieu"),
    "cost_cents": gettext_lazy("Coût"),
}


@transaction.atomic
def correct_proposal(
    *,
    proposal: Proposal,
    actor: User,
    actor_label: str,
    changes: dict[str, Any],
    why: str = "",
) -> Version | None:
    """Change fields of a proposal with a trace that everyone can read; None if nothing changed.

    ``changes`` maps names of ``CORRECTABLE`` to new values; other names are a ``ValueError``.
    """
    unknown = set(changes) - set(CORRECTABLE)
    if unknown:
        raise ValueError(f"not correctable: {', '.join(sorted(unknown))}")
    shown: dict[str, list[str]] = {}
    for name, value in changes.items():
        before = getattr(proposal, name)
        if before != value:
            shown[name] = [_in_words(before), _in_words(value)]
            setattr(proposal, name, value)
    if not shown:
        return None
    proposal.save(update_fields=list(changes))
    at = clock.now()
    version = Version.objects.create(proposal=proposal, at=at, by_label=actor_label, changes=shown)
    names = ", ".join(str(CORRECTABLE[name]).lower() for name in shown)
    sentence = _("Correction : %(names)s.") % {"names": names}
    Event.objects.create(
        proposal=proposal,
        at=at,
        kind="corrected",
        actor_label=actor_label,
        sentence=f"{sentence} {why}".strip(),
    )
    record(
        actor=actor,
        verb="corrected",
        subject=proposal,
        process_id=proposal.process_id,
        changes=shown,
        why=why,
    )
    return version


def _in_words(value: Any) -> str:
    return "" if value is None else str(value)
