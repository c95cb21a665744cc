"""Writing an application: begun, saved by section, sent, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel.refusal import Refusal
from preau.ledger.actions import record
from preau.proposals.actions import Deposit, set_status, submit_proposal
from preau.proposals.models import Proposal, Status
from preau.questions.actions import freeze_form
from preau.questions.files import drop_uploads, keep_upload
from preau.ui.words import moment

from .content import (
    HOLDER,
    PIECES,
    Content,
    faults_in,
    place_in,
    sections_of,
    sent_content,
    written_content,
)
from .hours import database_now, end_of
from .mails import Letter, tell
from .models import Application, Call, Change, Editor, MissingPiece, Part, PieceKind
from .policies import may_apply, may_lead, may_send, may_withdraw, may_write


@dataclass(frozen=True)
class Conflict:
    """Somebody else saved the same section meanwhile; nothing was written."""

    part: Part


@transaction.atomic
def begin_application(
    *, call: Call, title: str, holder: str, person: User
) -> Application | Refusal:
    """An application of ``person``, who leads it; the questions are frozen from the first one."""
    at = database_now()
    refusal = may_apply(person, call, at) or freeze_form(form=call.form)
    if refusal is not None:
        return refusal
    made = Application.objects.create(call=call, title=title, created_at=at)
    Editor.objects.create(
        application=made, email=person.email, user=person, role=Editor.Role.LEAD, invited_at=at
    )
    Part.objects.create(
        application=made,
        section=HOLDER,
        data={"title": title, "holder": holder, "contact": person.full_name},
        version=1,
        saved_at=at,
        saved_by=person,
    )
    note(application=made, who=person, words=_("a commencé le dossier"))
    return made


def note(*, application: Application, who: User, words: str) -> None:
    """A line of « qui a fait quoi », for the people of the application."""
    name = who.full_name or who.display_name or who.email
    Change.objects.create(application=application, at=database_now(), who=name, words=words)


def hold(application: Application) -> Application:
    """The same application, locked until the end of the transaction, with its call."""
    return Application.objects.select_for_update(of=("self",)).with_call().get(pk=application.pk)


@transaction.atomic
def save_part(
    *, application: Application, section: str, data: dict[str, Any], version: int, person: User
) -> Part | Conflict | Refusal:
    """Keep a section as it is typed, right or wrong; ``version`` is the one that was read.

    A part that somebody else saved since is not replaced.
    """
    held = hold(application)
    at = database_now()
    refusal = may_write(person, held, at)
    if refusal is not None:
        return refusal
    part = held.parts.filter(section=section).select_related("saved_by").first()
    if part is None:
        part = Part(application=held, section=section)
    elif part.version > version and part.saved_by_id != person.pk:
        return Conflict(part)
    if part.pk is not None and part.data == data:
        return part
    is_new_hand = part.saved_by_id != person.pk
    _forget_replaced(held, part.data, data)
    part.data, part.saved_at, part.saved_by = data, at, person
    part.version += 1
    part.save()
    if section == HOLDER:
        title = str(data.get("title", "")).strip()[:120]
        if title and title != held.title:
            held.title = application.title = title
            held.save(update_fields=["title"])
    if is_new_hand:
        known = {one.code: one.title for one in sections_of(held.call)}
        words = _("a écrit «\u00a0%(section)s\u00a0»") % {"section": known.get(section, section)}
        note(application=held, who=person, words=words)
    return part


def _forget_replaced(held: Application, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Files of answers that the new ones do not hold any more; what was sent stays whole."""
    gone = _files_of(before) - _files_of(after) - set(keys_of(sent_content(held)))
    if gone:
        drop_uploads(keys=sorted(gone))


def _files_of(data: dict[str, Any]) -> set[str]:
    return {
        str(one["key"])
        for one in data.get("answers", {}).values()
        if isinstance(one, dict) and "key" in one
    }


@transaction.atomic
def put_piece(
    *,
    application: Application,
    kind: PieceKind,
    upload: UploadedFile[Any],
    expires_on: str | None,
    person: User,
) -> Refusal | None:
    """Keep a document in the place of the former; also after the closing when it was asked for."""
    held = hold(application)
    at = database_now()
    asked = held.missing.filter(kind=kind, given_at=None).first()
    refusal = may_write(person, held, at)
    if refusal is not None and not (asked and refusal.code == "closed" and is_due(asked, at)):
        return refusal
    given = keep_upload(upload=upload, person=person, visitor="")
    given |= {"expires_on": expires_on, "by": person.full_name or person.display_name}
    part, _made = Part.objects.get_or_create(
        application=held, section=PIECES, defaults={"saved_at": at}
    )
    before = part.data.get(str(kind.pk))
    part.data = {**part.data, str(kind.pk): given}
    part.version += 1
    part.saved_at, part.saved_by = at, person
    part.save()
    note(
        application=held,
        who=person,
        words=_("a joint «\u00a0%(title)s\u00a0»") % {"title": kind.title},
    )
    if refusal is not None and asked is not None:
        _answer_request(held, asked, given)
    elif before and not _is_sent(held, before["key"]):
        drop_uploads(keys=[before["key"]])
    return None


def is_due(asked: MissingPiece, at: datetime) -> bool:
    """True while a piece that was asked for may still be given."""
    return at < end_of(asked.due_on)


def _is_sent(application: Application, key: str) -> bool:
    return any(one["key"] == key for one in application.sent.get("pieces", {}).values())


def _answer_request(held: Application, asked: MissingPiece, given: dict[str, Any]) -> None:
    """The closing is over: the document joins what was sent, and nothing else does."""
    asked.given_at = database_now()
    asked.save(update_fields=["given_at"])
    pieces = {**held.sent.get("pieces", {}), str(asked.kind_id): given}
    held.sent = {**held.sent, "pieces": pieces}
    if not held.missing.filter(given_at=None).exists():
        held.completeness = Application.Completeness.WAITING
    held.save(update_fields=["sent", "completeness"])
    record(
        actor=None,
        verb="gave_missing_piece",
        subject=held,
        process_id=held.call.step.process_id,
        piece=asked.kind.title,
    )


@transaction.atomic
def drop_piece(*, application: Application, kind: PieceKind, person: User) -> Refusal | None:
    """Take a document out of what is written."""
    held = hold(application)
    refusal = may_write(person, held, database_now())
    if refusal is not None:
        return refusal
    part = held.parts.filter(section=PIECES).first()
    given = part.data.pop(str(kind.pk), None) if part is not None else None
    if part is None or given is None:
        return None
    part.version += 1
    part.saved_at, part.saved_by = database_now(), person
    part.save()
    if not _is_sent(held, given["key"]):
        drop_uploads(keys=[given["key"]])
    note(
        application=held,
        who=person,
        words=_("a retiré «\u00a0%(title)s\u00a0»") % {"title": kind.title},
    )
    return None


def faults_of_application(application: Application, content: Content) -> dict[str, list[str]]:
    """What is missing, by section; empty when the application can be sent."""
    call = application.call
    found = {one.code: faults_in(one, call, content) for one in sections_of(call)}
    return {code: faults for code, faults in found.items() if faults}


@transaction.atomic
def send_application(*, application: Application, person: User) -> Application | Refusal:
    """Send what is written now: it becomes what is read. Sent again, it replaces what was sent.

    The hour is the database's, read once the application is locked.
    """
    held = hold(application)
    content = written_content(held)
    faults = faults_of_application(held, content)
    at = database_now()
    refusal = may_send(person, held, at)
    if refusal is None and faults:
        refusal = Refusal(
            "incomplete",
            _("Le dossier n’est pas complet."),
            remedy=_("Complétez ce qui manque, puis déposez-le."),
        )
    if refusal is not None:
        return refusal
    is_first = held.proposal_id is None
    held.proposal = _stand_for(held, content, person)
    held.state, held.sent_at = Application.State.SENT, at
    held.sent, held.asked_cents = content.as_json(), content.money.asked_cents
    held.save()
    note(
        application=held,
        who=person,
        words=_("a déposé le dossier") if is_first else _("a déposé le dossier à nouveau"),
    )
    record(
        actor=person,
        verb="sent_application",
        subject=held,
        process_id=held.call.step.process_id,
        again=not is_first,
    )
    _tell_sent(held)
    return held


def _stand_for(held: Application, content: Content, person: User) -> Proposal:
    """The proposal of an application: made at its first sending, the same words from then on."""
    said, place = content.holder, place_in(held.call, content)
    facts: dict[str, Any] = {
        "title": str(said.get("title", "")),
        "idea": str(said.get("summary", "")),
        "zone_id": int(said["zone"]) if said.get("zone") else None,
        "place": str(place.get("label", ""))[:160],
        "latitude": place.get("lat"),
        "longitude": place.get("lon"),
        "declared_cost_cents": content.money.asked_cents,
        "author_name": str(said.get("holder", ""))[:80],
    }
    proposal = held.proposal
    if proposal is None:
        proposal = submit_proposal(
            step=held.call.step,
            author=person,
            deposit=Deposit(author_kind=Proposal.AuthorKind.GROUP, **facts),
            send_receipt=False,
            sentence=_("Le dossier est déposé."),
        )
        proposal.is_hidden = held.call.listed_at is None
        proposal.save(update_fields=["is_hidden"])
        return proposal
    for name, value in facts.items():
        setattr(proposal, name, value)
    proposal.is_hidden = held.call.listed_at is None
    proposal.save(update_fields=[*facts, "is_hidden"])
    if proposal.status == Status.DROPPED:
        set_status(
            proposal=proposal,
            status=Status.SUBMITTED,
            actor=person,
            sentence=_("Le dossier est déposé à nouveau."),
            step=held.call.step,
        )
    return proposal


def _tell_sent(held: Application) -> None:
    proposal, step = held.proposal, held.call.step
    if proposal is None:
        raise TypeError("a sent application has its proposal")
    lines = [
        _("Le dossier «\u00a0%(title)s\u00a0» est déposé sous le n°\u00a0%(number)s.")
        % {"title": held.title, "number": proposal.number},
    ]
    if step.closes_at is not None:
        lines.append(
            _("Vous pouvez le modifier ou le retirer jusqu’au %(at)s.")
            % {"at": moment(step.closes_at)}
        )
    tell(
        application=held,
        letter=Letter(
            "application_receipt",
            _("Votre dossier n°\u00a0%(number)s est déposé") % {"number": proposal.number},
            lines,
            _("Voir le reçu"),
            held.url("receipt"),
        ),
        roles=(Editor.Role.LEAD, Editor.Role.WRITER, Editor.Role.READER),
    )


@transaction.atomic
def withdraw_application(*, application: Application, person: User) -> Refusal | None:
    """Take a sent application back; what is written stays, and can be sent again."""
    held = hold(application)
    refusal = may_withdraw(person, held, database_now())
    if refusal is not None:
        return refusal
    held.state = Application.State.WITHDRAWN
    held.save(update_fields=["state"])
    if held.proposal is not None:
        set_status(
            proposal=held.proposal,
            status=Status.DROPPED,
            actor=person,
            sentence=_("Le dossier est retiré par son porteur."),
            step=held.call.step,
        )
        held.proposal.is_hidden = True
        held.proposal.save(update_fields=["is_hidden"])
    note(application=held, who=person, words=_("a retiré le dossier"))
    record(
        actor=person,
        verb="withdrew_application",
        subject=held,
        process_id=held.call.step.process_id,
    )
    return None


@transaction.atomic
def delete_application(*, application: Application, person: User) -> Refusal | None:
    """Erase a draft that was never sent, with its documents."""
    held = hold(application)
    refusal = may_lead(person, held)
    if refusal is None and held.proposal_id is not None:
        refusal = Refusal(
            "was_sent",
            _("Ce dossier a été déposé\u00a0: il se retire, il ne s’efface pas."),
            remedy=_("Retirez-le avant la clôture."),
        )
    if refusal is not None:
        return refusal
    keys = keys_of(written_content(held))
    held.delete()
    drop_uploads(keys=keys)
    return None


def keys_of(content: Content) -> list[str]:
    """The uploads that a content holds."""
    found = [str(one["key"]) for one in content.pieces.values()]
    found += [
        str(one["key"])
        for one in content.answers.values()
        if isinstance(one, dict) and "key" in one
    ]
    return found


def has_unsent_changes(application: Application, content: Content) -> bool:
    """True when something was written since the last sending."""
    return (
        application.sent_at is not None and content.as_json() != sent_content(application).as_json()
    )
